using System.Text;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Deidentification.Rules;

/// <content>Single values.</content>
internal sealed partial class DatasetWalk
{
    private const byte Escape = 0x1B;
    private static readonly DicomTag LongCodeValue = new(0x0008, 0x0119);
    private static readonly DicomTag UrnCodeValue = new(0x0008, 0x0120);

    /// <summary>A value that came as UN, as what the dictionary says (PS3.5 section 6.2.2); null when it is not that.</summary>
    private static DicomItem? Known(DicomElement unknown, DicomDictionaryEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }
        var vr = entry.DefaultVr;
        if (vr == DicomVr.SQ)
        {
            if (unknown.Length == 0)
            {
                return new DicomSequence(unknown.Tag);
            }
            try
            {
                return DicomSerializer.ParseSequenceValue(unknown.Tag, unknown.RawValue);
            }
            catch (DicomDataException)
            {
                return null;
            }
        }
        return vr is DicomVr.UN or DicomVr.None || unknown.Length % vr.UnitSize() == 0
            ? new DicomElement(unknown.Tag, vr, unknown.RawValue)
            : null;
    }

    private void Pass(
        DicomItem item,
        DicomElement? element,
        AttributeRule rule,
        DicomVr vr,
        ref Frame frame
    )
    {
        if (element is not null && vr == DicomVr.UI && !ValueShape.Fits(vr, element.RawValue.Span))
        {
            _tally.Add(rule, DeidentificationAction.UidReplaced);
            frame.Target.Append(InstanceUids.Replace(item.Tag, element.RawValue.Span, _key));
            return;
        }
        if (
            element is not null
            && (
                IsFreeText(vr)
                || MayNameSomebody(item.Tag, vr)
                || vr != item.Vr
                || !ValueShape.Fits(vr, element.RawValue.Span)
            )
            && CleanedText(
                element,
                vr.IsText() ? vr : item.Vr,
                ref frame,
                IsTechnical(item.Tag, vr)
            )
                is { } cleaned
        )
        {
            _tally.Add(rule, DeidentificationAction.Cleaned);
            // Nothing is known of the type, and an attribute of type 1 needs a value.
            frame.Target.Append(
                cleaned.Length > 0 ? cleaned : Dummies.Removed(item.Tag, cleaned.Vr)
            );
            return;
        }
        frame.Target.Append(item);
    }

    /// <summary>An option keeps the attribute, whatever stands in it, but not the patient's name in it; and a date has to be one.</summary>
    private void Keep(
        DicomItem item,
        DicomElement? element,
        AttributeRule rule,
        DicomVr vr,
        ref Frame frame
    )
    {
        var fits = element is null || ValueShape.Fits(vr, element.RawValue.Span);
        if (vr != item.Vr || (!fits && vr != DicomVr.CS))
        {
            Give(rule, rule.Fallback, item.Tag, element, ref frame);
            return;
        }
        if (
            element is not null
            && (IsFreeText(vr) || !fits)
            && CleanedText(element, vr, ref frame, knownOnly: true) is { } cleaned
        )
        {
            _tally.Add(rule, DeidentificationAction.Cleaned);
            frame.Target.Append(cleaned);
            return;
        }
        _tally.Add(rule, DeidentificationAction.Kept);
        frame.Target.Append(item);
    }

    /// <summary>
    /// Codes, versions and names of techniques and makers, which the table does not list: 369620001 is a structure of SNOMED, and no
    /// number of a patient. Only what is known of the patient is removed from them.
    /// </summary>
    private static bool IsTechnical(DicomTag tag, DicomVr vr) =>
        vr is DicomVr.SH or DicomVr.CS or DicomVr.AE
        || tag.Value is >= 0x00080100 and <= 0x0008012F
        || tag == DicomTag.Manufacturer
        || tag == DicomTag.ManufacturerModelName
        || tag == DicomTag.SoftwareVersions;

    /// <summary>Codes and titles that somebody may have used for a name; not those by which software knows what the object is.</summary>
    private static bool MayNameSomebody(DicomTag tag, DicomVr vr) =>
        vr is DicomVr.CS or DicomVr.AE
        && tag != DicomTag.Modality
        && tag != DicomTag.PhotometricInterpretation;

    private static bool IsFreeText(DicomVr vr) => vr.UsesCharacterSet() || vr == DicomVr.UR;

    /// <summary>In a sequence whose content is replaced: structure stays, so that the object stays valid; what people or devices wrote goes.</summary>
    private void PassAsDummy(DicomElement? element, AttributeRule rule, DicomVr vr, ref Frame frame)
    {
        if (element is null)
        {
            Leave(rule, DeidentificationAction.Removed);
            return;
        }
        var tag = element.Tag;
        if (frame.IsDummyCode && VisitDummyCode(tag, rule, ref frame))
        {
            return;
        }
        var fits = vr == element.Vr && ValueShape.Fits(vr, element.RawValue.Span);
        switch (fits ? vr : DicomVr.None)
        {
            case DicomVr.IS when tag == DicomTag.ReferencedFrameNumber:
                frame.Target.Append(element);
                break;
            case DicomVr.CS
            or DicomVr.UI
            or DicomVr.US
            or DicomVr.UL
            or DicomVr.SS
            or DicomVr.SL
            or DicomVr.AT:
                frame.Target.Append(element);
                break;
            case DicomVr.FL or DicomVr.FD:
                // As many numbers as before, for other elements say how many there are.
                _tally.Add(rule, DeidentificationAction.Replaced);
                frame.Target.Append(
                    new DicomElement(tag, vr, new byte[element.Length & ~(vr.UnitSize() - 1)])
                );
                break;
            default:
                if (element.Length == 0)
                {
                    frame.Target.Append(element);
                    break;
                }
                _tally.Add(rule, DeidentificationAction.Replaced);
                frame.Target.Append(Dummy(tag, vr, Decode(element, vr, ref frame)));
                break;
        }
    }

    private bool VisitDummyCode(DicomTag tag, AttributeRule rule, ref Frame frame)
    {
        switch (tag.Value)
        {
            case 0x00080102:
                frame.Target.Append(Dummies.Text(tag, DicomVr.SH, Dummies.CodingScheme));
                return true;
            case 0x00080104:
                frame.Target.Append(Dummies.Text(tag, DicomVr.LO, Dummies.CodeMeaning));
                return true;
            case 0x00080103
            or 0x00080105
            or 0x00080106
            or 0x00080107
            or 0x0008010B
            or 0x0008010D
            or 0x0008010F
            or 0x00080117
            or 0x00080118:
                // Version and context of a code that is no longer there.
                Leave(rule, DeidentificationAction.Removed);
                return true;
            default:
                return false;
        }
    }

    private void Clean(DicomElement element, AttributeRule rule, DicomVr vr, ref Frame frame)
    {
        var cleaned = CleanedText(element, vr, ref frame) ?? Valid(element, vr);
        if (cleaned.Length == 0 && element.Length > 0 && rule.Fallback == Treatment.Dummy)
        {
            Give(rule, Treatment.Dummy, element.Tag, element, ref frame);
            return;
        }
        _tally.Add(rule, DeidentificationAction.Cleaned);
        frame.Target.Append(cleaned);
    }

    private static DicomElement Valid(DicomElement element, DicomVr vr) =>
        element.Vr == vr ? element : new DicomElement(element.Tag, vr, element.RawValue);

    /// <summary>The element without what identifies; null when nothing was found.</summary>
    private DicomElement? CleanedText(
        DicomElement element,
        DicomVr vr,
        ref Frame frame,
        bool knownOnly = false
    )
    {
        if (element.Length == 0)
        {
            return null;
        }
        var raw = element.RawValue.Span;
        if (Ascii.IsValid(raw) && raw.IndexOf(Escape) < 0 && _cleaner.IsHarmless(raw, knownOnly))
        {
            return null;
        }
        var text = Decode(element, vr, ref frame);
        if (!_cleaner.WouldChange(text, knownOnly))
        {
            return null;
        }
        if (vr.IsMultiValuedText() && text.Contains('\\', StringComparison.Ordinal))
        {
            text = string.Join(
                '\\',
                text.Split('\\').Select(value => _cleaner.Clean(value, knownOnly))
            );
        }
        else
        {
            text = _cleaner.Clean(text, knownOnly);
        }
        // What stood across the border of two values.
        text = _cleaner.Clean(text, knownOnly).Trim(' ', '\0');
        return new DicomElement(
            element.Tag,
            vr,
            Encode(vr.UsesCharacterSet() ? frame.CharacterSet : DicomCharacterSet.Default, vr, text)
        );
    }

    private void Shift(DicomElement element, AttributeRule rule, DicomVr vr, ref Frame frame)
    {
        if (element.RawValue.Span.IndexOfAnyExcept((byte)' ', (byte)0) < 0)
        {
            frame.Target.Append(new DicomElement(element.Tag, vr, default));
            return;
        }
        var text = System.Text.Encoding.ASCII.GetString(element.RawValue.Span);
        if (DateShift.Move(vr, text, _shiftDays) is { } moved)
        {
            _tally.Add(rule, DeidentificationAction.DateShifted);
            frame.Target.Append(Dummies.Text(element.Tag, vr, moved));
            return;
        }
        Give(rule, rule.Fallback, element.Tag, element, ref frame);
    }

    private void Age(DicomElement element, AttributeRule rule, ref Frame frame)
    {
        if (element.Length == 0)
        {
            frame.Target.Append(element);
            return;
        }
        var text = System.Text.Encoding.ASCII.GetString(element.RawValue.Span);
        if (PatientAge.Limit(text, _plan.Effective.MaxAge) is { } age)
        {
            _tally.Add(rule, DeidentificationAction.Kept);
            frame.Target.Append(Dummies.Text(element.Tag, DicomVr.AS, age));
            return;
        }
        Give(rule, rule.Fallback, element.Tag, element, ref frame);
    }

    private static string Decode(DicomElement element, DicomVr vr, ref Frame frame)
    {
        if (!vr.IsText())
        {
            return Convert.ToHexString(element.RawValue.Span);
        }
        return (vr.UsesCharacterSet() ? frame.CharacterSet : DicomCharacterSet.Default).Decode(
            element.RawValue.Span,
            vr
        );
    }

    private static byte[] Encode(DicomCharacterSet characterSet, DicomVr vr, string text)
    {
        if (!characterSet.TryEncode(text, vr, out var bytes))
        {
            // Characters that were damaged already have no code.
            var known = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
            {
                var one = rune.ToString();
                known.Append(characterSet.TryEncode(one, vr, out _) ? one : "?");
            }
            bytes = characterSet.Encode(known.ToString(), vr);
        }
        if ((bytes.Length & 1) != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = vr.Padding();
        }
        return bytes;
    }
}
