using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>The right to run one task. Whoever holds it may write to the task; without it every write hits 0 rows.</summary>
public sealed record TaskClaim(long TaskId, int JobId, int OwnerId, JobKind Kind, Guid ClaimId);

/// <summary>A task that could start now, found by the dispatcher and not claimed yet.</summary>
internal sealed record DueTask(
    long TaskId,
    int JobId,
    int OwnerId,
    JobKind Kind,
    int SourceId,
    int? DestinationId,
    bool IsUrgent
);

/// <summary>How a claim ends.</summary>
internal abstract record ClaimEnd
{
    private ClaimEnd() { }

    /// <summary>The executor said how it went.</summary>
    public sealed record Finished(TaskOutcome Outcome) : ClaimEnd;

    /// <summary>A person wanted it to end.</summary>
    public sealed record Stopped(string Message) : ClaimEnd;

    /// <summary>Another attempt may help; after the last one the task fails with the message.</summary>
    public sealed record Retriable(string Message) : ClaimEnd;

    /// <summary>Source or destination cannot be used now: the task waits again and nothing is counted.</summary>
    public sealed record Postponed(string Message, TimeSpan? RetryAfter) : ClaimEnd;

    /// <summary>The application stops: the task waits again and nothing is counted.</summary>
    public sealed record HostStopped : ClaimEnd;

    /// <summary>The process that ran it is gone.</summary>
    public sealed record Crashed : ClaimEnd;
}

/// <summary>What is asked of a running task by people, and whether it is still this runner's.</summary>
internal sealed record ClaimState(
    long TaskId,
    Guid? ClaimId,
    bool CancelRequested,
    bool KillRequested
);
