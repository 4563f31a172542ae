using System.Globalization;

namespace Adit.Dicom.Data;

/// <summary>A unique identifier (PS3.5 section 9).</summary>
/// <param name="Value">The text, without padding.</param>
public readonly record struct DicomUid(string Value)
{
    /// <summary>The longest allowed identifier, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>True when the text obeys the standard: at most 64 characters, digits in components without leading zeros.</summary>
    public bool IsValid => IsValidText(Value);

    /// <summary>True when the text is missing.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>The name in PS3.6 Annex A of a SOP class, transfer syntax or service; null when it is not a well-known one.</summary>
    public string? Name => DicomUids.NameOf(Value);

    /// <summary>Makes a new identifier under 2.25 from 122 random bits (PS3.5 Annex B.2).</summary>
    public static DicomUid New() => FromGuid(Guid.NewGuid());

    /// <summary>The identifier under 2.25 that stands for the given UUID (PS3.5 Annex B.2).</summary>
    public static DicomUid FromGuid(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return new DicomUid(string.Create(CultureInfo.InvariantCulture, $"2.25.{number}"));
    }

    /// <summary>The text itself; empty when it is missing.</summary>
    public override string ToString() => Value ?? "";

    private static bool IsValidText(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            return false;
        }
        var start = 0;
        for (var i = 0; i <= value.Length; i++)
        {
            if (i == value.Length || value[i] == '.')
            {
                if (i == start || (i - start > 1 && value[start] == '0'))
                {
                    return false;
                }
                start = i + 1;
            }
            else if (!char.IsAsciiDigit(value[i]))
            {
                return false;
            }
        }
        return true;
    }
}
