using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>How an attribute is treated.</summary>
internal enum Treatment
{
    /// <summary>Stays because an option says so.</summary>
    Keep,

    /// <summary>Stays because no row speaks about it; text is still searched for what names the patient.</summary>
    Pass,

    /// <summary>Goes.</summary>
    Remove,

    /// <summary>Goes without mention: lengths and padding that the encoding brings.</summary>
    Drop,

    /// <summary>Loses its value.</summary>
    Empty,

    /// <summary>Gets a dummy.</summary>
    Dummy,

    /// <summary>Gets other UIDs; a sequence is entered.</summary>
    ReplaceUid,

    /// <summary>Text loses what names the patient; a sequence is entered.</summary>
    Clean,

    /// <summary>Moves by the patient's number of days.</summary>
    Shift,

    /// <summary>An age, which may have an upper limit.</summary>
    Age,

    /// <summary>A private attribute or creator, looked up in its block.</summary>
    Private,

    /// <summary>An attribute of an overlay, decided for the whole overlay.</summary>
    Overlay,
}

/// <summary>What happens to one attribute in objects of one SOP class, with the counts of what happened.</summary>
internal sealed class AttributeRule
{
    private readonly long[] _counts = new long[(int)DeidentificationAction.Set + 1];
    private long _deviations;

    /// <summary>The usual treatment.</summary>
    public required Treatment Treatment { get; init; }

    /// <summary>The treatment of values with which the usual one cannot deal: what the Basic Profile says.</summary>
    public Treatment Fallback { get; init; } = Treatment.Remove;

    /// <summary>For the report.</summary>
    public required string Attribute { get; init; }

    /// <summary>For the report.</summary>
    public string Name { get; init; } = "";

    /// <summary>For the report.</summary>
    public required string Text { get; init; }

    /// <summary>Why the table's action was not taken; null when it was.</summary>
    public string? Deviation { get; init; }

    /// <summary>The dictionary's entry; null when there is none.</summary>
    public DicomDictionaryEntry? Entry { get; init; }

    /// <summary>Counts for the report.</summary>
    public void Count(DeidentificationAction action, bool deviates)
    {
        Interlocked.Increment(ref _counts[(int)action]);
        if (deviates)
        {
            Interlocked.Increment(ref _deviations);
        }
    }

    /// <summary>What has been counted.</summary>
    public IEnumerable<DeidentificationCount> Counts()
    {
        for (var action = 0; action < _counts.Length; action++)
        {
            if (Interlocked.Read(ref _counts[action]) is > 0 and var count)
            {
                yield return new DeidentificationCount(
                    Attribute,
                    Name,
                    (DeidentificationAction)action,
                    Text,
                    count
                );
            }
        }
    }

    /// <summary>The departures from the table; null when there was none.</summary>
    public DeidentificationCount? Deviations() =>
        Deviation is { } reason && Interlocked.Read(ref _deviations) is > 0 and var count
            ? new DeidentificationCount(
                Attribute,
                Name,
                Treatment switch
                {
                    Treatment.Empty => DeidentificationAction.Emptied,
                    Treatment.ReplaceUid => DeidentificationAction.UidReplaced,
                    Treatment.Keep => DeidentificationAction.Set,
                    _ => DeidentificationAction.Replaced,
                },
                reason,
                count
            )
            : null;
}
