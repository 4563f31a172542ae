using System.Globalization;
using System.Text.Json;
using Adit.Dicom.Data;

namespace Adit.Dicom.Json;

/// <summary>Reads an object of the DICOM JSON model (PS3.18 F.2) into a data set whose text is UTF-8.</summary>
internal static class DicomJsonReader
{
    private const int MaxNesting = 64;
    private const string Utf8 = "ISO_IR 192";

    /// <summary>An item of a sequence takes three levels of JSON: the attribute, its array and the item.</summary>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = 3 * MaxNesting + 4 };

    public static DicomDataset ReadRoot(ref Utf8JsonReader reader)
    {
        // All text of JSON is Unicode; what (0008,0005) says is about the object that the answer was made of.
        var dataset = new DicomDataset { FallbackCharacterSet = DicomCharacterSet.Utf8 };
        ReadDataset(ref reader, dataset, isRoot: true);
        if (dataset.Contains(DicomTag.SpecificCharacterSet))
        {
            dataset.Set(DicomTag.SpecificCharacterSet, Utf8);
        }
        return dataset;
    }

    private static void ReadDataset(ref Utf8JsonReader reader, DicomDataset dataset, bool isRoot)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new DicomDataException("A data set in JSON is an object.");
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTag = TryReadTag(ref reader, out var tag);
            reader.Read();
            if (!isTag || reader.TokenType == JsonTokenType.Null)
            {
                // What is no tag is an addition of the server; it is not ours to judge.
                reader.Skip();
                continue;
            }
            if (ReadAttribute(ref reader, tag) is { } item && (isRoot || !IsCharacterSet(tag)))
            {
                dataset.Append(item);
            }
        }
    }

    private static bool IsCharacterSet(DicomTag tag) => tag == DicomTag.SpecificCharacterSet;

    private static bool TryReadTag(ref Utf8JsonReader reader, out DicomTag tag)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length != 8)
        {
            return DicomTag.TryParse(reader.GetString(), out tag);
        }
        if (
            uint.TryParse(
                reader.ValueSpan,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            tag = new DicomTag(value);
            return true;
        }
        return DicomTag.TryParse(reader.GetString(), out tag);
    }

    private static DicomItem? ReadAttribute(ref Utf8JsonReader reader, DicomTag tag)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new DicomDataException("An attribute in JSON is an object.", tag);
        }
        DicomVr vr = default;
        DicomItem? item = null;
        var elsewhere = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("vr"u8))
            {
                reader.Read();
                if (
                    reader.TokenType != JsonTokenType.String
                    || !DicomVrs.TryParse(reader.GetString(), out vr)
                )
                {
                    throw new DicomDataException("The value representation is unknown.", tag);
                }
            }
            else if (reader.ValueTextEquals("Value"u8))
            {
                reader.Read();
                item = ReadValues(ref reader, tag, VrOf(ref reader, tag, vr));
            }
            else if (reader.ValueTextEquals("InlineBinary"u8))
            {
                reader.Read();
                item = ReadBinary(ref reader, tag, vr == default ? DicomDictionary.GetVr(tag) : vr);
            }
            else
            {
                elsewhere |= reader.ValueTextEquals("BulkDataURI"u8);
                reader.Read();
                reader.Skip();
            }
        }
        if (item is not null || elsewhere)
        {
            return item;
        }
        vr = vr == default ? DicomDictionary.GetVr(tag) : vr;
        return vr == DicomVr.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, default);
    }

    /// <summary>The representation, also when the writer put the value in front of it.</summary>
    private static DicomVr VrOf(ref Utf8JsonReader reader, DicomTag tag, DicomVr vr)
    {
        if (vr != default)
        {
            return vr;
        }
        var ahead = reader;
        ahead.Skip();
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isVr = ahead.ValueTextEquals("vr"u8);
            ahead.Read();
            if (
                isVr
                && ahead.TokenType == JsonTokenType.String
                && DicomVrs.TryParse(ahead.GetString(), out vr)
            )
            {
                return vr;
            }
            ahead.Skip();
        }
        return DicomDictionary.GetVr(tag);
    }

    private static DicomItem? ReadValues(ref Utf8JsonReader reader, DicomTag tag, DicomVr vr)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new DicomDataException("Values in JSON are an array.", tag);
        }
        if (vr == DicomVr.SQ)
        {
            return ReadItems(ref reader, tag);
        }
        var texts = new List<string>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(ReadText(ref reader, tag, vr));
        }
        return Encode(tag, vr, texts);
    }

    private static DicomSequence ReadItems(ref Utf8JsonReader reader, DicomTag tag)
    {
        var sequence = new DicomSequence(tag);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = new DicomDataset();
            if (reader.TokenType != JsonTokenType.Null)
            {
                ReadDataset(ref reader, item, isRoot: false);
            }
            sequence.Append(item);
        }
        return sequence;
    }

    private static string ReadText(ref Utf8JsonReader reader, DicomTag tag, DicomVr vr) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Null => "",
            JsonTokenType.Number => NumberText(ref reader, tag, vr),
            JsonTokenType.StartObject when vr == DicomVr.PN => ReadName(ref reader, tag),
            _ => throw new DicomDataException(
                $"A value of representation {vr.Code()} cannot be a JSON {reader.TokenType}.",
                tag
            ),
        };

    private static string NumberText(ref Utf8JsonReader reader, DicomTag tag, DicomVr vr)
    {
        var text = reader.HasValueSequence
            ? System.Text.Encoding.ASCII.GetString(
                System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)
            )
            : System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
        var invariant = CultureInfo.InvariantCulture;
        if (vr == DicomVr.DS)
        {
            // A decimal string has 16 characters at most (PS3.5 Table 6.2-1).
            return text.Length <= 16 ? text
                : reader.TryGetDouble(out var number) && double.IsFinite(number)
                    ? DicomValues.FormatDecimal(number)
                : throw new DicomDataException("The number is out of range.", tag);
        }
        // Whole numbers come as 5.0 or 1e3 from writers that know only one kind of number.
        return
            vr is not (DicomVr.FL or DicomVr.FD)
            && text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            && reader.TryGetDecimal(out var whole)
            && whole == Math.Truncate(whole)
            ? whole.ToString("0", invariant)
            : text;
    }

    private static string ReadName(ref Utf8JsonReader reader, DicomTag tag)
    {
        string alphabetic = "",
            ideographic = "",
            phonetic = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var group =
                reader.ValueTextEquals("Alphabetic"u8) ? 1
                : reader.ValueTextEquals("Ideographic"u8) ? 2
                : reader.ValueTextEquals("Phonetic"u8) ? 3
                : 0;
            reader.Read();
            if (group == 0)
            {
                reader.Skip();
                continue;
            }
            var text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Null => "",
                _ => throw new DicomDataException("A group of a person's name is a text.", tag),
            };
            (alphabetic, ideographic, phonetic) = group switch
            {
                1 => (text, ideographic, phonetic),
                2 => (alphabetic, text, phonetic),
                _ => (alphabetic, ideographic, text),
            };
        }
        return $"{alphabetic}={ideographic}={phonetic}".TrimEnd('=');
    }

    private static DicomElement Encode(DicomTag tag, DicomVr vr, List<string> texts)
    {
        if (vr.IsText())
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(string.Join('\\', texts));
            if ((bytes.Length & 1) != 0)
            {
                Array.Resize(ref bytes, bytes.Length + 1);
                bytes[^1] = vr.Padding();
            }
            return new DicomElement(tag, vr, bytes);
        }
        // An empty value among numbers has no place in the binary forms.
        var numbers = texts.Where(text => text.Length > 0).ToArray();
        if (numbers.Length == 0)
        {
            return new DicomElement(tag, vr, default);
        }
        if (DicomValues.NumberSize(vr) == 0)
        {
            throw new DicomDataException(
                $"Representation {vr.Code()} has no values in JSON, but InlineBinary or BulkDataURI.",
                tag
            );
        }
        try
        {
            return new DicomElement(tag, vr, DicomValues.EncodeNumbers(vr, numbers));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // Without the cause: its message can quote the value.
            throw new DicomDataException(
                $"A value is no number of representation {vr.Code()}.",
                tag
            );
        }
    }

    private static DicomElement ReadBinary(ref Utf8JsonReader reader, DicomTag tag, DicomVr vr)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return new DicomElement(tag, vr, default);
        }
        if (
            reader.TokenType != JsonTokenType.String
            || !reader.TryGetBytesFromBase64(out var bytes)
            || vr == DicomVr.SQ
        )
        {
            throw new DicomDataException("InlineBinary is no Base64.", tag);
        }
        if ((bytes.Length & 1) != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
        }
        return new DicomElement(tag, vr, bytes);
    }
}
