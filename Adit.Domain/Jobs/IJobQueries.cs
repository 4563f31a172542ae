using Adit.Domain.Accounts;
using Adit.Domain.Results;
using Microsoft.Extensions.Logging;

namespace Adit.Domain.Jobs;

public sealed record JobListFilter
{
    /// <summary>Jobs of all people; staff only, else ignored.</summary>
    public bool AllOwners { get; init; }
    public JobStatus? Status { get; init; }
    public JobKind? Kind { get; init; }

    /// <summary>One of id, created, started, ended, status, kind, owner; else id.</summary>
    public string? Sort { get; init; }
    public bool Descending { get; init; } = true;
    public int Skip { get; init; }
    public int Take { get; init; } = 25;
}

public sealed record TaskListFilter
{
    public JobTaskStatus? Status { get; init; }

    /// <summary>One of id, status, started, ended, attempts; else id.</summary>
    public string? Sort { get; init; }
    public bool Descending { get; init; }
    public int Skip { get; init; }
    public int Take { get; init; } = 25;
}

public sealed record JobRow(
    int Id,
    JobKind Kind,
    JobStatus Status,
    bool IsUrgent,
    int OwnerId,
    string OwnerName,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? EndedAt,
    string Message,
    int TaskCount,
    int DoneCount
);

public sealed record JobDetails(
    int Id,
    JobKind Kind,
    JobStatus Status,
    bool IsUrgent,
    int OwnerId,
    string OwnerName,
    string GroupName,
    string? SourceName,
    string? DestinationName,
    bool SendFinishedMail,
    string? TrialProtocolId,
    string? TrialProtocolName,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? EndedAt,
    string Message,
    TaskCounts Counts,
    IReadOnlySet<JobAction> AllowedActions
)
{
    /// <summary>No direct C-MOVE, also where it is allowed.</summary>
    public bool SendThroughAdit { get; init; }

    public int? ProjectId { get; init; }

    public string? ProjectName { get; init; }

    /// <summary>The version of the profile that its data is de-identified with; null: its data is sent as it is.</summary>
    public int? ProfileVersionId { get; init; }

    public string? ProfileName { get; init; }

    public int? ProfileVersion { get; init; }

    /// <summary>Only series of these modalities; empty: all.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];
}

public sealed record TaskRow(
    long Id,
    int JobId,
    JobTaskStatus Status,
    string PatientId,
    string? Pseudonym,
    string StudyInstanceUid,
    DateOnly? StudyDate,
    string? StudyDescription,
    string? Modalities,
    string SourceName,
    string? DestinationName,
    int Attempts,
    int? ExpectedImages,
    int StoredImages,
    int FailedImages,
    long BytesStored,
    DateTime DueAt,
    DateTime? StartedAt,
    DateTime? EndedAt,
    string Message
);

public sealed record TaskDetails(
    TaskRow Row,
    int OwnerId,
    JobKind JobKind,
    JobStatus JobStatus,
    IReadOnlyList<string> SeriesInstanceUids,
    int ExcludedImages,
    int Crashes,
    DateTime CreatedAt,
    bool StopRequested,
    string? Route,
    IReadOnlySet<TaskAction> AllowedActions
)
{
    /// <summary>Images of this study carried this patient ID instead of the task's, and the task failed for it.</summary>
    public string? FoundPatientId { get; init; }

    /// <summary>The other patient ID that a person has accepted for this study.</summary>
    public string? AcceptedPatientId { get; init; }

    /// <summary>Whether <see cref="FoundPatientId"/> can be accepted now.</summary>
    public bool MayAcceptPatientId { get; init; }
}

public sealed record TaskLogRow(long Id, DateTime At, LogLevel Level, string Text);

/// <summary>The ledger of one series in numbers.</summary>
public sealed record SeriesLedgerRow(
    string SeriesInstanceUid,
    int Expected,
    int Stored,
    int StoredWithWarning,
    int Failed,
    int Excluded,
    int Unexpected,
    int Waiting,
    long Bytes
)
{
    public string? Modality { get; init; }

    public int? SeriesNumber { get; init; }

    public string? Description { get; init; }

    /// <summary>Left out on purpose, as a whole.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Why it was left out, or why it failed as a whole.</summary>
    public string? Reason { get; init; }

    /// <summary>Expected, and neither stored nor failed nor left out: not yet, or after the end not at all.</summary>
    public int Missing => Math.Max(0, Expected - Stored - StoredWithWarning - Failed - Excluded);
}

/// <summary>What went by one route. Images that wait for their turn have none.</summary>
public sealed record RouteLedgerRow(TransferRoute Route, int Images, int Stored, long Bytes);

public sealed record LedgerRow(
    string SopInstanceUid,
    string? OutputSopInstanceUid,
    string SeriesInstanceUid,
    string SopClassUid,
    InstanceOutcome Outcome,
    int? PeerStatus,
    string? Reason,
    DateTime At
)
{
    public TransferRoute Route { get; init; }
}

/// <summary>Reads for pages and API. Jobs of others are as good as absent, except for staff.</summary>
public interface IJobQueries
{
    Task<Page<JobRow>> ListJobsAsync(
        Actor actor,
        JobListFilter filter,
        CancellationToken cancellationToken = default
    );

    Task<JobDetails?> GetJobAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    );

    Task<Page<TaskRow>> ListTasksAsync(
        Actor actor,
        int jobId,
        TaskListFilter filter,
        CancellationToken cancellationToken = default
    );

    Task<TaskDetails?> GetTaskAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    );

    Task<Page<TaskLogRow>> GetTaskLogAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    );

    Task<IReadOnlyList<SeriesLedgerRow>> GetLedgerBySeriesAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    );

    /// <summary>How many images went by which route.</summary>
    Task<IReadOnlyList<RouteLedgerRow>> GetLedgerByRouteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Images that are not at the destination, each with its reason.</summary>
    Task<Page<LedgerRow>> ListNotStoredAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    );
}
