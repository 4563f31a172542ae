using System.Globalization;

namespace Adit.Dicom.Data;

/// <summary>The tag of a data element: group and element number (PS3.5 section 7.1).</summary>
/// <param name="Group">Group number; odd groups are private.</param>
/// <param name="Element">Element number within the group.</param>
public readonly partial record struct DicomTag(ushort Group, ushort Element) : IComparable<DicomTag>
{
    /// <summary>Makes a tag of its 32-bit form, the group in the upper half.</summary>
    public DicomTag(uint value)
        : this((ushort)(value >> 16), (ushort)value) { }

    /// <summary>The 32-bit form; data sets are ordered by it.</summary>
    public uint Value => ((uint)Group << 16) | Element;

    /// <summary>True for odd groups (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Group & 1) != 0;

    /// <summary>True for (gggg,0010-00FF) of an odd group: the element reserves a private block.</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x0010 and <= 0x00FF;

    /// <summary>True for (gggg,0000): the retired length of a group.</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>The tag of the private creator that reserves the block of this private element; null for all others.</summary>
    public DicomTag? PrivateCreatorTag =>
        IsPrivate && Element >= 0x1000 ? new DicomTag(Group, (ushort)(Element >> 8)) : null;

    /// <summary>Reads "0010,0020", "(0010,0020)", "00100020" or a keyword such as "PatientID".</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static DicomTag Parse(string text) =>
        TryParse(text, out var tag)
            ? tag
            : throw new FormatException(
                $"'{text}' is neither a tag such as (0010,0020) nor a keyword of PS3.6 such as PatientID."
            );

    /// <summary>Reads "0010,0020", "(0010,0020)", "00100020" or a keyword such as "PatientID"; false when it is none of them.</summary>
    public static bool TryParse(string? text, out DicomTag tag)
    {
        tag = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }
        var digits = text.AsSpan().Trim();
        if (digits is ['(', .., ')'])
        {
            digits = digits[1..^1];
        }
        if (
            digits.Length == 9
            && digits[4] == ','
            && TryParseHex(digits[..4], out var group)
            && TryParseHex(digits[5..], out var element)
        )
        {
            tag = new DicomTag((ushort)group, (ushort)element);
            return true;
        }
        if (digits.Length == 8 && TryParseHex(digits, out var value))
        {
            tag = new DicomTag(value);
            return true;
        }
        if (DicomDictionary.Lookup(digits.ToString()) is { } entry)
        {
            tag = entry.Tag;
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <summary>True when the left tag stands before the right one.</summary>
    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    /// <summary>True when the left tag stands behind the right one.</summary>
    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    /// <summary>True when the left tag stands before the right one or both are equal.</summary>
    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    /// <summary>True when the left tag stands behind the right one or both are equal.</summary>
    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary>The form "(0010,0020)".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");

    private static bool TryParseHex(ReadOnlySpan<char> text, out uint value) =>
        uint.TryParse(
            text,
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out value
        );
}
