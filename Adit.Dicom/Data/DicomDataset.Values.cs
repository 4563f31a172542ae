using System.Globalization;
using System.Text;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Data;

/// <content>Reading values.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// The value as text: decoded, padding trimmed from each value, several values joined by a backslash; numbers of binary
    /// representations in decimal. Null when the element is absent, empty, or holds neither text nor numbers.
    /// </summary>
    public string? GetString(DicomTag tag) =>
        this[tag] is DicomElement element ? GetString(element) : null;

    /// <summary>The value of an element of this data set as text, see <see cref="GetString(DicomTag)"/>.</summary>
    public string? GetString(DicomElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var vr = EffectiveVr(element);
        var raw = element.RawValue.Span;
        if (vr.IsText())
        {
            var text = Decode(vr, raw);
            if (vr.IsMultiValuedText() && text.Contains('\\', StringComparison.Ordinal))
            {
                text = string.Join('\\', text.Split('\\').Select(value => TrimValue(vr, value)));
            }
            else
            {
                text = TrimValue(vr, text);
            }
            return text.Length == 0 ? null : text;
        }
        var size = DicomValues.NumberSize(vr);
        if (size == 0 || raw.Length < size)
        {
            return null;
        }
        if (raw.Length < 2 * size)
        {
            return DicomValues.FormatNumber(vr, raw);
        }
        var joined = new StringBuilder();
        for (var i = 0; i + size <= raw.Length; i += size)
        {
            if (i > 0)
            {
                joined.Append('\\');
            }
            joined.Append(DicomValues.FormatNumber(vr, raw[i..]));
        }
        return joined.ToString();
    }

    /// <summary>The values as texts, see <see cref="GetString(DicomTag)"/>; empty when the element is absent or empty. Empty values among others stay.</summary>
    public IReadOnlyList<string> GetStrings(DicomTag tag)
    {
        if (this[tag] is not DicomElement element || GetString(element) is not { } text)
        {
            return [];
        }
        var vr = EffectiveVr(element);
        return vr.IsText() && !vr.IsMultiValuedText() ? [text] : text.Split('\\');
    }

    /// <summary>The first value as a whole number (IS, US, SS, UL, SL, and SV, UV, DS when they fit); null when absent, empty or no such number.</summary>
    public int? GetInt32(DicomTag tag) =>
        GetNumber(tag, 0) is { } number
        && number == Math.Truncate(number)
        && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    /// <summary>The first value as a number (DS, IS and all binary numbers); null when absent, empty or no number.</summary>
    public double? GetDouble(DicomTag tag) => GetNumber(tag, 0);

    /// <summary>All values as numbers; empty when absent, or when one of them is no number.</summary>
    public IReadOnlyList<double> GetDoubles(DicomTag tag)
    {
        if (this[tag] is not DicomElement element)
        {
            return [];
        }
        var vr = EffectiveVr(element);
        if (vr.IsText())
        {
            var texts = GetStrings(tag);
            var numbers = new double[texts.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                if (
                    !double.TryParse(
                        texts[i],
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out numbers[i]
                    )
                )
                {
                    return [];
                }
            }
            return numbers;
        }
        var size = DicomValues.NumberSize(vr);
        if (size == 0 || vr == DicomVr.AT)
        {
            return [];
        }
        var values = new double[element.RawValue.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = DicomValues.ReadDouble(vr, element.RawValue.Span[(i * size)..])!.Value;
        }
        return values;
    }

    /// <summary>The first value as a date (DA, or the date of DT); null when absent, empty or no date.</summary>
    public DateOnly? GetDate(DicomTag tag)
    {
        var text = GetFirstString(tag);
        if (text is { Length: > 8 } && this[tag]?.Vr == DicomVr.DT)
        {
            text = text[..8];
        }
        return text is not null && DicomValues.TryParseDate(text, out var date) ? date : null;
    }

    /// <summary>The first value as a time of day (TM); null when absent, empty or no time.</summary>
    public TimeOnly? GetTime(DicomTag tag) =>
        GetFirstString(tag) is { } text && DicomValues.TryParseTime(text, out var time)
            ? time
            : null;

    /// <summary>The first value as a person's name; null when absent or empty.</summary>
    public DicomPersonName? GetPersonName(DicomTag tag) =>
        GetFirstString(tag) is { Length: > 0 } text ? DicomPersonName.Parse(text) : null;

    /// <summary>The first value as an identifier; null when absent or empty.</summary>
    public DicomUid? GetUid(DicomTag tag) =>
        GetFirstString(tag) is { Length: > 0 } text ? new DicomUid(text) : null;

    /// <summary>
    /// The sequence with this tag; null when it is absent or no sequence. A sequence that came as a value of unknown
    /// representation is parsed (PS3.5 section 6.2.2: implicit little endian); the data set itself stays as it was.
    /// </summary>
    /// <exception cref="DicomDataException">The value of unknown representation is damaged.</exception>
    public DicomSequence? GetSequence(DicomTag tag)
    {
        switch (this[tag])
        {
            case DicomSequence sequence:
                return sequence;
            case DicomElement { Vr: DicomVr.UN, Length: > 0 } unknown
                when DicomDictionary.GetVr(tag) == DicomVr.SQ:
                var parsed = DicomSerializer.ParseSequenceValue(tag, unknown.RawValue);
                parsed.Owner = this;
                return parsed;
            default:
                return null;
        }
    }

    /// <summary>The element's representation, or the dictionary's when it came as UN; private ones stay UN.</summary>
    internal static DicomVr EffectiveVr(DicomElement element) =>
        element.Vr == DicomVr.UN ? DicomDictionary.GetVr(element.Tag) : element.Vr;

    private string? GetFirstString(DicomTag tag)
    {
        if (this[tag] is not DicomElement element || GetString(element) is not { } text)
        {
            return null;
        }
        var end = EffectiveVr(element).IsMultiValuedText()
            ? text.IndexOf('\\', StringComparison.Ordinal)
            : -1;
        return end < 0 ? text : text[..end];
    }

    private double? GetNumber(DicomTag tag, int index)
    {
        if (this[tag] is not DicomElement element)
        {
            return null;
        }
        var vr = EffectiveVr(element);
        var size = DicomValues.NumberSize(vr);
        if (size > 0)
        {
            return element.RawValue.Length >= (index + 1) * size
                ? DicomValues.ReadDouble(vr, element.RawValue.Span[(index * size)..])
                : null;
        }
        return double.TryParse(
            GetFirstString(tag),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
    }

    private string Decode(DicomVr vr, ReadOnlySpan<byte> raw) =>
        (vr.UsesCharacterSet() ? CharacterSet : DicomCharacterSet.Default).Decode(raw, vr);

    private static string TrimValue(DicomVr vr, string text)
    {
        text = text.TrimEnd(' ', '\0');
        // Leading blanks are without meaning in codes and numbers; in free text they may be wanted.
        return
            vr
                is DicomVr.AE
                    or DicomVr.CS
                    or DicomVr.DS
                    or DicomVr.IS
                    or DicomVr.DA
                    or DicomVr.TM
                    or DicomVr.UI
            ? text.TrimStart(' ')
            : text;
    }
}
