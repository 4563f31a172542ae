using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>The ten checks by which the field compares de-identification.</summary>
public enum Check
{
    TagRetained,
    TextNotNull,
    TextRetained,
    TextRemoved,
    DateShifted,
    UidChanged,
    PixelsHidden,
    PixelsRetained,
    UidConsistent,
    PatientIdConsistent,
}

/// <summary>With which options a line of the key holds.</summary>
public enum Condition
{
    Always,

    /// <summary>With Clean Structured Content and Clean Graphics.</summary>
    ContentCleaned,

    /// <summary>Without them.</summary>
    ContentReplaced,
}

/// <summary>A step into a data set: a tag, and for a sequence the item.</summary>
public readonly record struct Step(DicomTag Tag, int Item)
{
    public override string ToString() => Item < 0 ? Tag.ToString() : $"{Tag}[{Item}]";
}

/// <summary>One line of the answer key.</summary>
/// <param name="Check">What is asked.</param>
/// <param name="Path">Where.</param>
/// <param name="Text">The text, date or UID that the question is about.</param>
/// <param name="Condition">With which options it holds.</param>
public sealed record Expectation(
    Check Check,
    IReadOnlyList<Step> Path,
    string Text,
    Condition Condition
)
{
    public override string ToString() => $"{Check} at {string.Join('>', Path)}";

    /// <summary>The element in an output; null when it, or the way to it, is gone.</summary>
    public (DicomDataset Level, DicomItem Item)? Find(DicomDataset dataset)
    {
        var level = dataset;
        foreach (var step in Path.SkipLast(1))
        {
            if (
                level.GetSequence(step.Tag) is not { } sequence
                || sequence.Items.Count <= step.Item
            )
            {
                return null;
            }
            level = sequence.Items[step.Item];
        }
        return level[Path[^1].Tag] is { } item ? (level, item) : null;
    }
}
