using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <content>Private blocks and overlays, where one element decides about others.</content>
internal sealed partial class DatasetWalk
{
    private sealed class PrivateBlock(DicomElement creator, string name)
    {
        public DicomElement Creator { get; } = creator;

        public string Name { get; } = name;

        /// <summary>True when something of the block stays, so that its creator must stay too.</summary>
        public bool IsUsed { get; set; }
    }

    private void VisitPrivate(DicomItem item, AttributeRule rule, ref Frame frame)
    {
        var tag = item.Tag;
        if (_safePrivate is null || item is not DicomElement element)
        {
            Leave(rule, DeidentificationAction.Removed);
            return;
        }
        if (tag.IsPrivateCreator)
        {
            var name = System.Text.Encoding.ASCII.GetString(element.RawValue.Span).Trim('\0', ' ');
            if (_safePrivate.KnowsCreator(name))
            {
                frame.Blocks ??= [];
                frame.Blocks[tag.Value] = new PrivateBlock(
                    Dummies.Text(tag, DicomVr.LO, name),
                    name
                );
                return;
            }
            Leave(rule, DeidentificationAction.Removed);
            return;
        }
        if (
            tag.PrivateCreatorTag is not { } creatorTag
            || frame.Blocks is null
            || !frame.Blocks.TryGetValue(creatorTag.Value, out var block)
            || _safePrivate.Keep(block.Name, element) is not { } kept
            || (
                // Numbers have been looked at, and 1000 is a b-value whatever the patient's ID.
                kept.Vr
                    is DicomVr.CS
                        or DicomVr.SH
                        or DicomVr.LO
                && CleanedText(kept, kept.Vr, ref frame) is not null
            )
        )
        {
            Leave(rule, DeidentificationAction.Removed);
            return;
        }
        block.IsUsed = true;
        _tally.Add(_plan.KeptPrivate, DeidentificationAction.Kept);
        frame.Target.Append(kept);
    }

    private static void AddPrivateCreators(ref Frame frame)
    {
        if (frame.Blocks is null)
        {
            return;
        }
        foreach (var block in frame.Blocks.Values)
        {
            if (block.IsUsed)
            {
                frame.Target.Set(block.Creator);
            }
        }
    }

    /// <summary>An overlay without its data would not be valid, so all of it stays or goes (PS3.3 section C.9).</summary>
    private void VisitOverlay(DicomItem item, AttributeRule rule, ref Frame frame)
    {
        var tag = item.Tag;
        if (frame.Overlay != tag.Group)
        {
            frame.Overlay = tag.Group;
            frame.KeepsOverlay =
                _plan.Effective.CleanGraphics
                && !frame.IsDummy
                && frame.Source.GetString(new DicomTag(tag.Group, 0x0040)) == "R"
                && frame.Source.Contains(new DicomTag(tag.Group, 0x3000));
        }
        if (
            !frame.KeepsOverlay
            || rule.Entry is not { } entry
            || item is not DicomElement element
            || entry.DefaultVr == DicomVr.SQ
        )
        {
            Leave(rule, DeidentificationAction.Removed);
            return;
        }
        var vr = ValueVr(element, rule);
        var cleaned = vr.UsesCharacterSet() ? CleanedText(element, vr, ref frame) : null;
        _tally.Add(
            rule,
            cleaned is not null || tag.Element == 0x4000
                ? DeidentificationAction.Cleaned
                : DeidentificationAction.Kept
        );
        frame.Target.Append(cleaned ?? element);
    }
}
