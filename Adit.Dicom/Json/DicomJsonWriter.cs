using System.Globalization;
using System.Text.Json;
using Adit.Dicom.Data;

namespace Adit.Dicom.Json;

/// <summary>Writes a data set as an object of the DICOM JSON model (PS3.18 F.2).</summary>
internal static class DicomJsonWriter
{
    /// <summary>Beyond it a number of JavaScript is not exact, and a text is the better form (PS3.18 F.2.3).</summary>
    private const long MaxExact = 1L << 53;

    public static void Write(
        Utf8JsonWriter writer,
        DicomDataset dataset,
        Func<DicomTag, Uri?>? bulkData
    )
    {
        writer.WriteStartObject();
        Span<char> name = stackalloc char[8];
        foreach (var item in dataset)
        {
            var bulk =
                bulkData is not null && item is DicomFragments or DicomElement { Length: > 0 }
                    ? bulkData?.Invoke(item.Tag)
                    : null;
            if (
                item.Tag.IsGroupLength
                || item.Tag.Group <= 2
                || (item is DicomFragments && bulk is null)
            )
            {
                continue;
            }
            item.Tag.Value.TryFormat(name, out _, "X8", CultureInfo.InvariantCulture);
            writer.WriteStartObject(name);
            writer.WriteString("vr"u8, item.Vr.Code());
            if (bulk is not null)
            {
                writer.WriteString("BulkDataURI"u8, bulk.OriginalString);
            }
            else if (item is DicomSequence sequence)
            {
                WriteItems(writer, sequence);
            }
            else if (item is DicomElement { Length: > 0 } element)
            {
                WriteValue(writer, dataset, element);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, DicomSequence sequence)
    {
        if (sequence.Items.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("Value"u8);
        foreach (var item in sequence.Items)
        {
            Write(writer, item, bulkData: null);
        }
        writer.WriteEndArray();
    }

    private static void WriteValue(
        Utf8JsonWriter writer,
        DicomDataset dataset,
        DicomElement element
    )
    {
        if (element.Tag == DicomTag.SpecificCharacterSet)
        {
            writer.WriteStartArray("Value"u8);
            writer.WriteStringValue("ISO_IR 192"u8);
            writer.WriteEndArray();
        }
        else if (element.Vr.IsText())
        {
            WriteTexts(writer, dataset, element);
        }
        else if (DicomValues.NumberSize(element.Vr) is > 0 and var size)
        {
            WriteNumbers(writer, element, size);
        }
        else
        {
            writer.WriteBase64String("InlineBinary"u8, element.RawValue.Span);
        }
    }

    private static void WriteTexts(
        Utf8JsonWriter writer,
        DicomDataset dataset,
        DicomElement element
    )
    {
        if (dataset.GetString(element) is not { } text)
        {
            return;
        }
        writer.WriteStartArray("Value"u8);
        foreach (var value in element.Vr.IsMultiValuedText() ? text.Split('\\') : [text])
        {
            if (value.Length == 0)
            {
                writer.WriteNullValue();
            }
            else if (element.Vr == DicomVr.PN)
            {
                WriteName(writer, value);
            }
            else if (element.Vr is DicomVr.IS or DicomVr.DS)
            {
                WriteDecimal(writer, element.Vr, value);
            }
            else
            {
                writer.WriteStringValue(value);
            }
        }
        writer.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter writer, string value)
    {
        var groups = value.Split('=', 3);
        writer.WriteStartObject();
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Length > 0)
            {
                writer.WriteString(
                    i switch
                    {
                        0 => "Alphabetic"u8,
                        1 => "Ideographic"u8,
                        _ => "Phonetic"u8,
                    },
                    groups[i]
                );
            }
        }
        writer.WriteEndObject();
    }

    private static void WriteDecimal(Utf8JsonWriter writer, DicomVr vr, string value)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (
            vr == DicomVr.IS
            && int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out var whole)
        )
        {
            writer.WriteNumberValue(whole);
        }
        else if (
            vr == DicomVr.DS
            && double.TryParse(value, NumberStyles.Float, invariant, out var number)
            && double.IsFinite(number)
        )
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            // What the sender wrote is no number; a text keeps it as it is.
            writer.WriteStringValue(value);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, DicomElement element, int size)
    {
        writer.WriteStartArray("Value"u8);
        for (var rest = element.RawValue.Span; rest.Length >= size; rest = rest[size..])
        {
            var text = DicomValues.FormatNumber(element.Vr, rest)!;
            var isText = element.Vr switch
            {
                DicomVr.AT => true,
                DicomVr.FL or DicomVr.FD => !double.IsFinite(
                    DicomValues.ReadDouble(element.Vr, rest)!.Value
                ),
                DicomVr.SV or DicomVr.UV => Math.Abs(
                    DicomValues.ReadDouble(element.Vr, rest)!.Value
                ) > MaxExact,
                _ => false,
            };
            if (isText)
            {
                writer.WriteStringValue(text);
            }
            else
            {
                writer.WriteRawValue(text, skipInputValidation: true);
            }
        }
        writer.WriteEndArray();
    }
}
