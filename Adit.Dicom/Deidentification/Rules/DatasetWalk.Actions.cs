using System.Text;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <content>What is done to a sequence or a value.</content>
internal sealed partial class DatasetWalk
{
    private void VisitSequence(
        DicomSequence sequence,
        AttributeRule rule,
        Treatment treatment,
        ref Frame frame
    )
    {
        if (!IsSequence(rule) && treatment != Treatment.Remove)
        {
            // Items where the dictionary knows a value: nobody can say what they are, nor read them in every encoding.
            Give(
                rule,
                treatment is Treatment.Empty or Treatment.Dummy ? treatment : rule.Fallback,
                "",
                sequence.Tag,
                ref frame
            );
            return;
        }
        switch (treatment)
        {
            case Treatment.Pass:
                Enter(sequence, frame.IsDummy, ref frame);
                break;
            case Treatment.Keep:
                _tally.Add(rule, DeidentificationAction.Kept);
                Enter(sequence, frame.IsDummy, ref frame);
                break;
            case Treatment.Clean:
                _tally.Add(rule, DeidentificationAction.Cleaned);
                Enter(sequence, isDummy: false, ref frame);
                break;
            case Treatment.ReplaceUid:
                _tally.Add(rule, DeidentificationAction.UidReplaced, Deviates(rule, treatment));
                Enter(sequence, frame.IsDummy, ref frame);
                break;
            case Treatment.Dummy:
                _tally.Add(rule, DeidentificationAction.Replaced, Deviates(rule, treatment));
                Enter(sequence, isDummy: true, ref frame);
                break;
            case Treatment.Empty:
                _tally.Add(rule, DeidentificationAction.Emptied, Deviates(rule, treatment));
                frame.Target.Append(new DicomSequence(sequence.Tag));
                break;
            default:
                Leave(rule, DeidentificationAction.Removed);
                break;
        }
    }

    private void VisitValue(
        DicomItem item,
        AttributeRule rule,
        Treatment treatment,
        ref Frame frame
    )
    {
        var element = item as DicomElement;
        if (IsSequence(rule) && treatment is not (Treatment.Remove or Treatment.Empty))
        {
            // Bytes in place of items may hold anything.
            if (element is { Length: 0 })
            {
                frame.Target.Append(new DicomSequence(item.Tag));
                return;
            }
            treatment = rule.Fallback == Treatment.Empty ? Treatment.Empty : Treatment.Remove;
        }
        var vr = ValueVr(item, rule);
        switch (treatment)
        {
            case Treatment.Pass when frame.IsDummy:
                PassAsDummy(element, rule, vr, ref frame);
                break;
            case Treatment.Pass:
                Pass(item, element, rule, vr, ref frame);
                break;
            case Treatment.Keep:
                Keep(item, element, rule, vr, ref frame);
                break;
            case Treatment.Clean when element is not null && vr.IsText():
                Clean(element, rule, vr, ref frame);
                break;
            case Treatment.ReplaceUid when element is not null && vr == DicomVr.UI:
                if (element.Length == 0)
                {
                    frame.Target.Append(element);
                    break;
                }
                frame.Target.Append(InstanceUids.Replace(item.Tag, element.RawValue.Span, _key));
                _tally.Add(rule, DeidentificationAction.UidReplaced);
                break;
            case Treatment.Shift when element is not null && vr is DicomVr.DA or DicomVr.DT:
                Shift(element!, rule, vr, ref frame);
                break;
            case Treatment.Age when element is not null:
                Age(element, rule, ref frame);
                break;
            case Treatment.Remove or Treatment.Empty or Treatment.Dummy:
                Give(rule, treatment, item.Tag, element, ref frame);
                break;
            default:
                // A value of another kind than the dictionary's: what the Basic Profile does to it.
                Give(
                    rule,
                    rule.Fallback == Treatment.ReplaceUid ? Treatment.Dummy : rule.Fallback,
                    item.Tag,
                    element,
                    ref frame
                );
                break;
        }
    }

    private void Give(
        AttributeRule rule,
        Treatment treatment,
        DicomTag tag,
        DicomElement? element,
        ref Frame frame
    ) =>
        Give(
            rule,
            treatment,
            treatment == Treatment.Dummy && element is not null
                ? Decode(element, ValueVr(element, rule), ref frame)
                : "",
            tag,
            ref frame
        );

    /// <summary>Carries out an action of the Basic Profile.</summary>
    private void Give(
        AttributeRule rule,
        Treatment treatment,
        string original,
        DicomTag tag,
        ref Frame frame
    )
    {
        var vr = rule.Entry?.DefaultVr ?? DicomVr.UN;
        switch (treatment)
        {
            case Treatment.Dummy or Treatment.ReplaceUid:
                _tally.Add(rule, DeidentificationAction.Replaced, Deviates(rule, treatment));
                frame.Target.Append(Dummy(tag, vr, original));
                break;
            case Treatment.Empty:
                _tally.Add(rule, DeidentificationAction.Emptied, Deviates(rule, treatment));
                frame.Target.Append(
                    vr == DicomVr.SQ ? new DicomSequence(tag) : new DicomElement(tag, vr, default)
                );
                break;
            default:
                Leave(rule, DeidentificationAction.Removed);
                break;
        }
    }

    private DicomItem Dummy(DicomTag tag, DicomVr vr, string original)
    {
        // A repeated name or ID of this patient is told from those of others.
        if (
            (tag == DicomTag.PatientId && Same(original, _patientId))
            || (tag == DicomTag.PatientName && Same(original, _patientName))
        )
        {
            return Ascii.IsValid(_pseudonym)
                ? Dummies.Text(tag, vr, _pseudonym)
                : Dummies.Create(tag, vr, _pseudonym, _key);
        }
        return vr == DicomVr.SQ ? new DicomSequence(tag) : Dummies.Create(tag, vr, original, _key);
    }

    private static bool Same(string original, string? known) =>
        known is not null && original.AsSpan().Trim().SequenceEqual(known.AsSpan().Trim());

    private void Leave(AttributeRule rule, DeidentificationAction action) =>
        _tally.Add(rule, action);

    private static bool Deviates(AttributeRule rule, Treatment treatment) =>
        rule.Deviation is not null && treatment == rule.Treatment;

    private static bool IsSequence(AttributeRule rule) => rule.Entry?.DefaultVr == DicomVr.SQ;

    /// <summary>What the value is: as it came when the dictionary allows that, else what the dictionary says.</summary>
    private static DicomVr ValueVr(DicomItem item, AttributeRule rule) =>
        rule.Entry is { } entry && !entry.Vrs.Contains(item.Vr) ? entry.DefaultVr : item.Vr;
}
