namespace Adit.Domain.Jobs;

/// <summary>What became of one image. The numbers are stored.</summary>
public enum InstanceOutcome
{
    /// <summary>The source has it; nothing was done with it yet.</summary>
    Expected = 0,

    /// <summary>On its way; after a crash nobody knows whether it arrived.</summary>
    InFlight = 1,

    /// <summary>The destination answered success.</summary>
    Stored = 2,

    /// <summary>The destination answered with a warning and keeps it.</summary>
    StoredWithWarning = 3,
    Failed = 4,

    /// <summary>Left out on purpose; the reason says why.</summary>
    Excluded = 5,

    /// <summary>Delivered by the source although nobody expected it, and not sent on.</summary>
    Unexpected = 6,
}

/// <summary>One line to write into the ledger. A later line of the same source UID replaces the earlier.</summary>
public sealed record InstanceRecord(
    string SopInstanceUid,
    string SeriesInstanceUid,
    string SopClassUid,
    InstanceOutcome Outcome
)
{
    /// <summary>The UID at the destination; null: the same.</summary>
    public string? OutputSopInstanceUid { get; init; }

    /// <summary>The DIMSE or HTTP status that the destination answered.</summary>
    public int? PeerStatus { get; init; }

    /// <summary>Why it is not stored, without patient data.</summary>
    public string? Reason { get; init; }

    public long Bytes { get; init; }

    /// <summary>How it travelled, or was to travel.</summary>
    public TransferRoute Route { get; init; }
}

/// <summary>
/// One line of the ledger. An image is transferred when the peer's status for its SOP Instance UID stands here:
/// pages, retries, reports and tests read nothing else.
/// </summary>
public sealed class TransferredInstance
{
    public const int MaxReasonLength = 500;

    private TransferredInstance() { }

    public TransferredInstance(long taskId, InstanceRecord record, DateTime at)
    {
        TaskId = taskId;
        SopInstanceUid = record.SopInstanceUid;
        OutputSopInstanceUid = record.OutputSopInstanceUid;
        SeriesInstanceUid = record.SeriesInstanceUid;
        SopClassUid = record.SopClassUid;
        Outcome = record.Outcome;
        PeerStatus = record.PeerStatus;
        Reason = record.Reason is { Length: > MaxReasonLength } reason
            ? reason[..MaxReasonLength]
            : record.Reason;
        Bytes = record.Bytes;
        Route = record.Route;
        At = at;
    }

    public long TaskId { get; private set; }

    public string SopInstanceUid { get; private set; } = "";

    public string? OutputSopInstanceUid { get; private set; }

    public string SeriesInstanceUid { get; private set; } = "";

    public string SopClassUid { get; private set; } = "";

    public InstanceOutcome Outcome { get; private set; }

    public int? PeerStatus { get; private set; }

    public string? Reason { get; private set; }

    public long Bytes { get; private set; }

    public TransferRoute Route { get; private set; }

    public DateTime At { get; private set; }

    public bool IsStored => Outcome is InstanceOutcome.Stored or InstanceOutcome.StoredWithWarning;
}
