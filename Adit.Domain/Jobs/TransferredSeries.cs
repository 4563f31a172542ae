namespace Adit.Domain.Jobs;

/// <summary>What is known of one series of a task's study: written once it was looked up, and again when it fails.</summary>
public sealed record SeriesRecord(string SeriesInstanceUid)
{
    public string? Modality { get; init; }

    public int? SeriesNumber { get; init; }

    public string? Description { get; init; }

    /// <summary>Images that the source says it has; null when it does not say.</summary>
    public int? ExpectedImages { get; init; }

    /// <summary>Left out on purpose; the reason says why.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Why it is left out, or why it failed as a whole; without patient data.</summary>
    public string? Reason { get; init; }
}

/// <summary>One series in the ledger. Its images have lines of their own.</summary>
public sealed class TransferredSeries
{
    public const int MaxModalityLength = 16;
    public const int MaxDescriptionLength = 64;

    private TransferredSeries() { }

    public TransferredSeries(long taskId, SeriesRecord record)
    {
        TaskId = taskId;
        SeriesInstanceUid = record.SeriesInstanceUid;
        Modality = Bounded(record.Modality, MaxModalityLength);
        SeriesNumber = record.SeriesNumber;
        Description = Bounded(record.Description, MaxDescriptionLength);
        ExpectedImages = record.ExpectedImages;
        IsExcluded = record.IsExcluded;
        Reason = Bounded(record.Reason, TransferredInstance.MaxReasonLength);
    }

    public long TaskId { get; private set; }

    public string SeriesInstanceUid { get; private set; } = "";

    public string? Modality { get; private set; }

    public int? SeriesNumber { get; private set; }

    public string? Description { get; private set; }

    public int? ExpectedImages { get; private set; }

    public bool IsExcluded { get; private set; }

    public string? Reason { get; private set; }

    private static string? Bounded(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Length > length ? text[..length]
        : text;
}
