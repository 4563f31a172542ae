using System.Buffers.Binary;

namespace Adit.Dicom.Data;

/// <summary>An element whose value is bytes: text, numbers or a blob.</summary>
public sealed class DicomElement : DicomItem
{
    /// <summary>Makes an element from encoded bytes; nothing is copied.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The value representation.</param>
    /// <param name="rawValue">The value: numbers in little endian, text encoded and padded. It must not change afterwards.</param>
    public DicomElement(DicomTag tag, DicomVr vr, ReadOnlyMemory<byte> rawValue)
        : base(tag, vr)
    {
        RawValue = rawValue;
    }

    /// <summary>The value's bytes with their padding; numbers are always little endian.</summary>
    public ReadOnlyMemory<byte> RawValue { get; }

    /// <summary>The value's length in bytes.</summary>
    public int Length => RawValue.Length;

    /// <summary>Makes an element of 16-bit numbers.</summary>
    public static DicomElement FromUInt16(
        DicomTag tag,
        DicomVr vr,
        params ReadOnlySpan<ushort> values
    )
    {
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), values[i]);
        }
        return new DicomElement(tag, vr, bytes);
    }

    /// <summary>Makes an element of 32-bit numbers.</summary>
    public static DicomElement FromUInt32(
        DicomTag tag,
        DicomVr vr,
        params ReadOnlySpan<uint> values
    )
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
        }
        return new DicomElement(tag, vr, bytes);
    }
}
