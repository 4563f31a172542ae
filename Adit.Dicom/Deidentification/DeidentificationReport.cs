namespace Adit.Dicom.Deidentification;

/// <summary>What was done to an attribute.</summary>
public enum DeidentificationAction
{
    /// <summary>Left out (X).</summary>
    Removed,

    /// <summary>Present without a value (Z).</summary>
    Emptied,

    /// <summary>A dummy in its place (D).</summary>
    Replaced,

    /// <summary>Another UID in its place (U).</summary>
    UidReplaced,

    /// <summary>Text without what identifies (C).</summary>
    Cleaned,

    /// <summary>A date moved by the patient's number of days (C).</summary>
    DateShifted,

    /// <summary>Kept because an option says so (K).</summary>
    Kept,

    /// <summary>Set to say what was done, or whose data it is now.</summary>
    Set,
}

/// <summary>How often one rule did one thing.</summary>
/// <param name="Attribute">The tag such as <c>(0010,0010)</c>, or <c>private</c>, <c>unknown</c>, <c>text</c>.</param>
/// <param name="Name">The attribute's name in PS3.6; empty for the others.</param>
/// <param name="Action">What was done.</param>
/// <param name="Rule">Where it follows from: a row of the table with its option, or a rule of this program.</param>
/// <param name="Count">Elements, at all levels.</param>
public sealed record DeidentificationCount(
    string Attribute,
    string Name,
    DeidentificationAction Action,
    string Rule,
    long Count
);

/// <summary>How many instances were refused for a reason.</summary>
public sealed record RefusalCount(DeidentificationRefusal Reason, string Message, int Count);

/// <summary>What was done to the instances of a task: tags, rules and counts, never a value of the data.</summary>
public sealed record DeidentificationReport
{
    /// <summary>The profile's name.</summary>
    public required string Profile { get; init; }

    /// <summary>The profile's version.</summary>
    public required int ProfileVersion { get; init; }

    /// <summary>The version of this program.</summary>
    public required string Product { get; init; }

    /// <summary>Instances that were de-identified.</summary>
    public int Instances { get; init; }

    /// <summary>Instances in which regions were blanked.</summary>
    public int InstancesWithBlankedRegions { get; init; }

    /// <summary>By attribute, then action.</summary>
    public IReadOnlyList<DeidentificationCount> Counts { get; init; } = [];

    /// <summary>Where the output departs from the table, so that the object stays valid.</summary>
    public IReadOnlyList<DeidentificationCount> Deviations { get; init; } = [];

    /// <summary>Instances that were not let through.</summary>
    public IReadOnlyList<RefusalCount> Refusals { get; init; } = [];

    /// <summary>What this one and another one of the same profile say together.</summary>
    public DeidentificationReport Plus(DeidentificationReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            Instances = Instances + other.Instances,
            InstancesWithBlankedRegions =
                InstancesWithBlankedRegions + other.InstancesWithBlankedRegions,
            Counts = Merge(Counts, other.Counts),
            Deviations = Merge(Deviations, other.Deviations),
            Refusals =
            [
                .. Refusals
                    .Concat(other.Refusals)
                    .GroupBy(refusal => refusal with { Count = 0 })
                    .Select(same => same.Key with { Count = same.Sum(refusal => refusal.Count) })
                    .OrderBy(refusal => refusal.Reason)
                    .ThenBy(refusal => refusal.Message, StringComparer.Ordinal),
            ],
        };
    }

    private static DeidentificationCount[] Merge(
        IReadOnlyList<DeidentificationCount> one,
        IReadOnlyList<DeidentificationCount> other
    ) =>
        [
            .. one.Concat(other)
                .GroupBy(count => count with { Count = 0 })
                .Select(same => same.Key with { Count = same.Sum(count => count.Count) })
                .OrderBy(count => count.Attribute, StringComparer.Ordinal)
                .ThenBy(count => count.Action)
                .ThenBy(count => count.Rule, StringComparer.Ordinal),
        ];
}
