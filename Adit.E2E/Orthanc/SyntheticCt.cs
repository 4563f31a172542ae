using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Adit.E2E.Orthanc;

/// <summary>
/// Writes small CT images as Part 10 files, byte by byte and without the toolkit under test, so that what arrives is compared with
/// something that the toolkit did not make.
/// </summary>
public sealed class SyntheticCt(string patientId, string patientName, string studyInstanceUid)
{
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    private const string ExplicitVrLittleEndian = "1.2.840.10008.1.2.1";
    private const int Size = 64;

    public string PatientId { get; } = patientId;

    public string StudyInstanceUid { get; } = studyInstanceUid;

    public static string NewUid() =>
        "2.25." + new System.Numerics.BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true);

    /// <summary>A series of images, each with other pixels; the key is the SOP Instance UID.</summary>
    public IReadOnlyDictionary<string, byte[]> Series(int number, int images)
    {
        var series = NewUid();
        return Enumerable
            .Range(1, images)
            .ToDictionary(_ => NewUid(), image => image, StringComparer.Ordinal)
            .ToDictionary(
                pair => pair.Key,
                pair => Image(series, number, pair.Key, pair.Value),
                StringComparer.Ordinal
            );
    }

    private byte[] Image(string series, int seriesNumber, string instance, int number)
    {
        var meta = new MemoryStream();
        Write(meta, 0x0002, 0x0001, "OB", [0, 1]);
        Write(meta, 0x0002, 0x0002, "UI", CtImageStorage);
        Write(meta, 0x0002, 0x0003, "UI", instance);
        Write(meta, 0x0002, 0x0010, "UI", ExplicitVrLittleEndian);
        Write(meta, 0x0002, 0x0012, "UI", "2.25.1");

        var file = new MemoryStream();
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        Write(file, 0x0002, 0x0000, "UL", BitConverter.GetBytes((uint)meta.Length));
        meta.WriteTo(file);
        Write(file, 0x0008, 0x0005, "CS", "ISO_IR 192");
        Write(file, 0x0008, 0x0016, "UI", CtImageStorage);
        Write(file, 0x0008, 0x0018, "UI", instance);
        Write(file, 0x0008, 0x0020, "DA", "20240229");
        Write(file, 0x0008, 0x0030, "TM", "101500");
        Write(file, 0x0008, 0x0050, "SH", $"A{PatientId}");
        Write(file, 0x0008, 0x0060, "CS", "CT");
        Write(file, 0x0008, 0x0090, "PN", "");
        Write(file, 0x0008, 0x1030, "LO", "Thorax");
        Write(file, 0x0008, 0x103E, "LO", $"Series {seriesNumber}");
        Write(file, 0x0009, 0x0010, "LO", "ADIT TESTS");
        Write(file, 0x0009, 0x1001, "LO", "a private value is kept");
        Write(file, 0x0010, 0x0010, "PN", patientName);
        Write(file, 0x0010, 0x0020, "LO", PatientId);
        Write(file, 0x0010, 0x0030, "DA", "19700102");
        Write(file, 0x0010, 0x0040, "CS", "O");
        Write(file, 0x0020, 0x000D, "UI", StudyInstanceUid);
        Write(file, 0x0020, 0x000E, "UI", series);
        Write(file, 0x0020, 0x0010, "SH", "1");
        Write(file, 0x0020, 0x0011, "IS", Text(seriesNumber));
        Write(file, 0x0020, 0x0013, "IS", Text(number));
        Write(file, 0x0028, 0x0002, "US", Number(1));
        Write(file, 0x0028, 0x0004, "CS", "MONOCHROME2");
        Write(file, 0x0028, 0x0010, "US", Number(Size));
        Write(file, 0x0028, 0x0011, "US", Number(Size));
        Write(file, 0x0028, 0x0100, "US", Number(16));
        Write(file, 0x0028, 0x0101, "US", Number(12));
        Write(file, 0x0028, 0x0102, "US", Number(11));
        Write(file, 0x0028, 0x0103, "US", Number(0));
        Write(file, 0x7FE0, 0x0010, "OW", Pixels(number));
        return file.ToArray();
    }

    private static byte[] Pixels(int number)
    {
        var pixels = new byte[Size * Size * 2];
        for (var index = 0; index < Size * Size; index++)
        {
            var (x, y) = (index % Size, index / Size);
            BinaryPrimitives.WriteUInt16LittleEndian(
                pixels.AsSpan(index * 2),
                (ushort)(((x * y) + (number * 31)) & 0xFFF)
            );
        }

        return pixels;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static byte[] Number(int value) => BitConverter.GetBytes((ushort)value);

    private static void Write(Stream file, ushort group, ushort element, string vr, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var padded = new byte[(bytes.Length + 1) & ~1];
        padded.AsSpan().Fill((byte)(vr == "UI" ? 0 : ' '));
        bytes.CopyTo(padded, 0);
        Write(file, group, element, vr, padded);
    }

    // PS3.5 7.1.2: OB and OW have two reserved bytes and a length of four, the others a length of two.
    private static void Write(Stream file, ushort group, ushort element, string vr, byte[] value)
    {
        file.Write(BitConverter.GetBytes(group));
        file.Write(BitConverter.GetBytes(element));
        file.Write(Encoding.ASCII.GetBytes(vr));
        if (vr is "OB" or "OW")
        {
            file.Write([0, 0]);
            file.Write(BitConverter.GetBytes((uint)value.Length));
        }
        else
        {
            file.Write(BitConverter.GetBytes((ushort)value.Length));
        }

        file.Write(value);
    }
}
