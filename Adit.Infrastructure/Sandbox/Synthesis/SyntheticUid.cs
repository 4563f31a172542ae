using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>
/// UIDs under 2.25 (PS3.5 B.2) computed from a name, so that every run has the same ones.
/// </summary>
internal static class SyntheticUid
{
    public static DicomUid For(string name)
    {
        var uuid = SHA256.HashData(Encoding.UTF8.GetBytes("adit sandbox " + name)).AsSpan(0, 16);
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x80); // version 8 of RFC 9562: made by the application
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        var number = BinaryPrimitives.ReadUInt128BigEndian(uuid);
        return new DicomUid("2.25." + number.ToString(CultureInfo.InvariantCulture));
    }
}
