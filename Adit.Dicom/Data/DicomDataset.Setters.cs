using System.Globalization;

namespace Adit.Dicom.Data;

/// <content>Setting values.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// Sets a value from text, with the dictionary's representation; several values are separated by backslashes.
    /// Null or "" gives a zero length, which in a query means "return this".
    /// </summary>
    /// <exception cref="DicomDataException">The text cannot be encoded: a character is missing in the character set (set (0008,0005) first), or it is no number.</exception>
    public void Set(DicomTag tag, string? value)
    {
        var vr = DicomDictionary.GetVr(tag);
        // US or SS, as the pixels are.
        if (vr == DicomVr.US && value is ['-', ..])
        {
            vr = DicomVr.SS;
        }
        if (string.IsNullOrEmpty(value))
        {
            Set(vr == DicomVr.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, default));
        }
        else if (vr.IsText() && !vr.IsMultiValuedText())
        {
            Set(tag, vr, value);
        }
        else
        {
            Set(tag, vr, value.Split('\\'));
        }
    }

    /// <summary>Sets a value from texts with the given representation.</summary>
    /// <exception cref="DicomDataException">A text cannot be encoded in this representation or character set.</exception>
    public void Set(DicomTag tag, DicomVr vr, params ReadOnlySpan<string> values)
    {
        if (vr.IsText())
        {
            Set(new DicomElement(tag, vr, EncodeText(tag, vr, string.Join('\\', values!))));
            return;
        }
        if (values.IsEmpty)
        {
            Set(vr == DicomVr.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, default));
            return;
        }
        if (DicomValues.NumberSize(vr) == 0)
        {
            throw new DicomDataException(
                $"Text cannot be set in an element of representation {vr.Code()}.",
                tag
            );
        }
        try
        {
            Set(new DicomElement(tag, vr, DicomValues.EncodeNumbers(vr, values)));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new DicomDataException(
                $"The text is no value of representation {vr.Code()}.",
                tag,
                null,
                exception
            );
        }
    }

    /// <summary>Sets 16-bit numbers, or the same numbers in the dictionary's representation.</summary>
    /// <exception cref="DicomDataException">A number does not fit the representation.</exception>
    public void Set(DicomTag tag, params ReadOnlySpan<ushort> values)
    {
        var vr = DicomDictionary.GetVr(tag);
        if (vr is DicomVr.US or DicomVr.OW or DicomVr.UN)
        {
            Set(DicomElement.FromUInt16(tag, vr == DicomVr.UN ? DicomVr.US : vr, values));
            return;
        }
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].ToString(CultureInfo.InvariantCulture);
        }
        Set(tag, vr, texts);
    }

    /// <summary>Sets whole numbers in the dictionary's representation (IS, US, SS, UL, SL, DS …; SL when it is unknown).</summary>
    /// <exception cref="DicomDataException">A number does not fit the representation.</exception>
    public void Set(DicomTag tag, params ReadOnlySpan<int> values)
    {
        var vr = DicomDictionary.GetVr(tag);
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].ToString(CultureInfo.InvariantCulture);
            if (vr == DicomVr.US && values[i] < 0)
            {
                vr = DicomVr.SS;
            }
        }
        Set(tag, vr == DicomVr.UN ? DicomVr.SL : vr, texts);
    }

    /// <summary>Sets numbers in the dictionary's representation (DS, FD, FL …; FD when it is unknown).</summary>
    /// <exception cref="DicomDataException">A number does not fit the representation.</exception>
    public void Set(DicomTag tag, params ReadOnlySpan<double> values)
    {
        var vr = DicomDictionary.GetVr(tag);
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            try
            {
                texts[i] =
                    vr == DicomVr.DS
                        ? DicomValues.FormatDecimal(values[i])
                        : values[i].ToString("R", CultureInfo.InvariantCulture);
            }
            catch (FormatException exception)
            {
                throw new DicomDataException(exception.Message, tag, null, exception);
            }
        }
        Set(tag, vr == DicomVr.UN ? DicomVr.FD : vr, texts);
    }

    /// <summary>Sets a date (DA).</summary>
    public void Set(DicomTag tag, DateOnly value) =>
        Set(tag, value.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>Sets a time of day (TM), with a fraction only when there is one.</summary>
    public void Set(DicomTag tag, TimeOnly value) =>
        Set(
            tag,
            value.ToString(
                value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HHmmss" : "HHmmss.ffffff",
                CultureInfo.InvariantCulture
            )
        );

    /// <summary>Sets an identifier (UI).</summary>
    public void Set(DicomTag tag, DicomUid value) => Set(tag, value.Value);

    /// <summary>Sets a range of dates as a query's criterion.</summary>
    public void Set(DicomTag tag, DicomDateRange value) =>
        Set(tag, DicomDictionary.GetVr(tag), value.ToString());

    /// <summary>Sets a person's name (PN).</summary>
    public void Set(DicomTag tag, DicomPersonName value) => Set(tag, value.ToString());

    /// <summary>Sets bytes; an odd length is padded.</summary>
    public void Set(DicomTag tag, DicomVr vr, ReadOnlyMemory<byte> value)
    {
        if ((value.Length & 1) != 0)
        {
            var padded = new byte[value.Length + 1];
            value.CopyTo(padded);
            padded[^1] = vr.Padding();
            value = padded;
        }
        Set(new DicomElement(tag, vr, value));
    }

    /// <summary>Sets a sequence of these items.</summary>
    public void SetSequence(DicomTag tag, params ReadOnlySpan<DicomDataset> values) =>
        Set(new DicomSequence(tag, values));

    /// <summary>Re-encodes all text, in sequences too, and sets (0008,0005); nothing is changed when a character is missing in the new set.</summary>
    /// <exception cref="DicomDataException">A character is missing in the new character set; with its element.</exception>
    public void ConvertCharacterSet(DicomCharacterSet target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var changes = new List<(DicomDataset Level, DicomElement Element)>();
        var labels = new List<DicomDataset>();
        var open = new Stack<DicomDataset>();
        open.Push(this);
        while (open.TryPop(out var level))
        {
            foreach (var item in level)
            {
                if (item is DicomSequence sequence)
                {
                    foreach (var child in sequence.Items)
                    {
                        open.Push(child);
                    }
                }
                else if (item is DicomElement element && element.Vr.UsesCharacterSet())
                {
                    var text = level.CharacterSet.Decode(element.RawValue.Span, element.Vr);
                    changes.Add(
                        (
                            level,
                            new DicomElement(
                                element.Tag,
                                element.Vr,
                                EncodeText(target, element.Tag, element.Vr, text)
                            )
                        )
                    );
                }
                else if (item.Tag == DicomTag.SpecificCharacterSet)
                {
                    labels.Add(level);
                }
            }
        }
        foreach (var (level, element) in changes)
        {
            level.Set(element);
        }
        foreach (var level in labels)
        {
            level.Remove(DicomTag.SpecificCharacterSet);
        }
        if (!target.IsDefault)
        {
            Set(DicomTag.SpecificCharacterSet, DicomVr.CS, target.Value);
        }
    }

    private byte[] EncodeText(DicomTag tag, DicomVr vr, string text) =>
        EncodeText(vr.UsesCharacterSet() ? CharacterSet : DicomCharacterSet.Default, tag, vr, text);

    private static byte[] EncodeText(
        DicomCharacterSet characterSet,
        DicomTag tag,
        DicomVr vr,
        string text
    )
    {
        byte[] bytes;
        try
        {
            bytes = characterSet.Encode(text, vr);
        }
        catch (DicomDataException exception)
        {
            throw new DicomDataException(exception.Message, tag, null, exception);
        }
        if ((bytes.Length & 1) != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = vr.Padding();
        }
        return bytes;
    }
}
