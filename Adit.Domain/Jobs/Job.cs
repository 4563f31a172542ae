using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

/// <summary>
/// A piece of work that a person asked for. It decides what happens to itself and to its tasks; the store carries the
/// decision out in one transaction, with the job's row locked.
/// </summary>
public sealed class Job
{
    public const int MaxMessageLength = 1000;

    private Job() { }

    public Job(JobKind kind, int ownerId, int groupId, DateTime createdAt, bool verified = true)
    {
        Kind = kind;
        OwnerId = ownerId;
        GroupId = groupId;
        CreatedAt = createdAt;
        LastServedAt = createdAt;
        Status = verified ? JobStatus.Pending : JobStatus.Unverified;
    }

    public int Id { get; private set; }

    public JobKind Kind { get; private set; }

    public int OwnerId { get; private set; }

    /// <summary>The group it was created under: its rights are those of this group, also later.</summary>
    public int GroupId { get; private set; }

    public JobStatus Status { get; private set; }

    public bool IsUrgent { get; private set; }

    public string Message { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>When its first task started; set once.</summary>
    public DateTime? StartedAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public bool SendFinishedMail { get; init; }

    public int? ProjectId { get; init; }

    /// <summary>How its data is de-identified: this version, also when the profile has changed since. Null: not at all.</summary>
    public int? ProfileVersionId { get; init; }

    public string? TrialProtocolId { get; init; }

    public string? TrialProtocolName { get; init; }

    /// <summary>The source and destination that all tasks have in common; null where they differ.</summary>
    public int? SourceId { get; init; }

    public int? DestinationId { get; init; }

    /// <summary>Every image passes through Adit, also where the source could send it directly.</summary>
    public bool SendThroughAdit { get; init; }

    /// <summary>Only series of these modalities; empty: all.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];

    /// <summary>Options of the kind, as JSON.</summary>
    public string? Options { get; init; }

    public TaskCounts Counts { get; private set; } = new();

    /// <summary>When one of its tasks was last started: the next is taken from the job that waited longest.</summary>
    public DateTime LastServedAt { get; private set; }

    /// <summary>Counts every change: the store locks the row by raising it.</summary>
    public int Revision { get; private set; }

    public bool IsFinished =>
        Status is JobStatus.Canceled or JobStatus.Success or JobStatus.Warning or JobStatus.Failure;

    /// <summary>Says how many tasks it begins with; before it is stored for the first time.</summary>
    public void BeginWith(JobTaskStatus status, int count) => Counts.Add(status, count);

    public void MakeUrgentFromStart() => IsUrgent = true;

    public Result<IReadOnlyList<TaskChange>> Verify()
    {
        if (Refuse(JobAction.Verify) is { } error)
        {
            return error;
        }

        MoveTo(JobStatus.Pending);
        return Changes();
    }

    public Result<IReadOnlyList<TaskChange>> Cancel()
    {
        if (Refuse(JobAction.Cancel) is { } error)
        {
            return error;
        }

        if (Counts.InProgress > 0)
        {
            MoveTo(JobStatus.Canceling);
            return Changes(
                new TaskChange.Move(JobTaskStatus.Pending, JobTaskStatus.Canceled)
                {
                    Message = TaskMessages.Canceled,
                },
                new TaskChange.RequestStop(Kill: false)
            );
        }

        // Nothing runs: settled as canceled once the waiting tasks have moved.
        WasCanceled = true;
        return Changes(
            new TaskChange.Move(JobTaskStatus.Pending, JobTaskStatus.Canceled)
            {
                Message = TaskMessages.Canceled,
            }
        );
    }

    public Result<IReadOnlyList<TaskChange>> Resume()
    {
        if (Refuse(JobAction.Resume) is { } error)
        {
            return error;
        }

        if (Counts.Canceled == 0)
        {
            return JobErrors.NothingToResume;
        }

        Reopen();
        return Changes(
            new TaskChange.Move(JobTaskStatus.Canceled, JobTaskStatus.Pending) { Message = "" }
        );
    }

    public Result<IReadOnlyList<TaskChange>> Retry()
    {
        if (Refuse(JobAction.Retry) is { } error)
        {
            return error;
        }

        if (Counts.Failure == 0)
        {
            return JobErrors.NothingToRetry;
        }

        Reopen();
        return Changes(
            new TaskChange.Move(JobTaskStatus.Failure, JobTaskStatus.Pending)
            {
                Message = "",
                Reset = true,
            }
        );
    }

    public Result<IReadOnlyList<TaskChange>> Restart()
    {
        if (Refuse(JobAction.Restart) is { } error)
        {
            return error;
        }

        Reopen();
        return Changes([
            .. new[]
            {
                JobTaskStatus.Canceled,
                JobTaskStatus.Success,
                JobTaskStatus.Warning,
                JobTaskStatus.Failure,
            }.Select(from => new TaskChange.Move(from, JobTaskStatus.Pending)
            {
                Message = "",
                Reset = true,
            }),
        ]);
    }

    /// <summary>Whether it may vanish: only while nothing of it was ever started.</summary>
    public Result Delete() =>
        Refuse(JobAction.Delete) is { } error ? error
        : StartedAt is not null ? JobErrors.AlreadyStarted
        : Result.Success;

    public Result<IReadOnlyList<TaskChange>> SetUrgency(bool urgent)
    {
        if (Refuse(urgent ? JobAction.MakeUrgent : JobAction.MakeOrdinary) is { } error)
        {
            return error;
        }

        IsUrgent = urgent;
        return Changes();
    }

    public Result<IReadOnlyList<TaskChange>> CancelTask(long taskId, JobTaskStatus status)
    {
        if (!JobTransitions.IsAllowed(TaskAction.Cancel, status, Status))
        {
            return JobErrors.NotPossible(TaskAction.Cancel, status, Status);
        }

        return status == JobTaskStatus.Pending
            ? Changes(
                new TaskChange.Move(JobTaskStatus.Pending, JobTaskStatus.Canceled)
                {
                    TaskId = taskId,
                    Message = TaskMessages.Canceled,
                }
            )
            : Changes(new TaskChange.RequestStop(Kill: false) { TaskId = taskId });
    }

    public Result<IReadOnlyList<TaskChange>> KillTask(long taskId, JobTaskStatus status) =>
        JobTransitions.IsAllowed(TaskAction.Kill, status, Status)
            ? Changes(new TaskChange.RequestStop(Kill: true) { TaskId = taskId })
            : JobErrors.NotPossible(TaskAction.Kill, status, Status);

    public Result<IReadOnlyList<TaskChange>> RetryTask(long taskId, JobTaskStatus status)
    {
        if (!JobTransitions.IsAllowed(TaskAction.Retry, status, Status))
        {
            return JobErrors.NotPossible(TaskAction.Retry, status, Status);
        }

        if (IsFinished)
        {
            Reopen();
        }

        return Changes(
            new TaskChange.Move(status, JobTaskStatus.Pending)
            {
                TaskId = taskId,
                Message = "",
                Reset = true,
            }
        );
    }

    /// <summary>
    /// The task failed because images carried another patient's ID, and a person has said that they belong to the study
    /// all the same: it is tried again from the beginning.
    /// </summary>
    public Result<IReadOnlyList<TaskChange>> AcceptPatientId(JobTask task, string patientId)
    {
        if (
            task.Status != JobTaskStatus.Failure
            || !JobTransitions.IsAllowed(TaskAction.Retry, task.Status, Status)
        )
        {
            return JobErrors.PatientIdNotAcceptable(task.Status, Status);
        }

        if (task.FoundPatientId is not { } found)
        {
            return JobErrors.NoOtherPatientId;
        }

        // Not what the person has looked at: another attempt has found something else meanwhile.
        if (!string.Equals(found, patientId, StringComparison.Ordinal))
        {
            return JobErrors.OtherPatientIdChanged;
        }

        if (IsFinished)
        {
            Reopen();
        }

        return Changes(
            new TaskChange.Move(JobTaskStatus.Failure, JobTaskStatus.Pending)
            {
                TaskId = task.Id,
                Message = "",
                Reset = true,
                AcceptedPatientId = found,
            }
        );
    }

    /// <summary>One of its tasks starts.</summary>
    public void TaskStarts(DateTime now)
    {
        if (Status == JobStatus.Pending)
        {
            MoveTo(JobStatus.InProgress);
        }

        StartedAt ??= now;
        LastServedAt = now;
        TasksMoved(JobTaskStatus.Pending, JobTaskStatus.InProgress, 1);
    }

    /// <summary>Keeps the counters in step with what the store has moved.</summary>
    public void TasksMoved(JobTaskStatus from, JobTaskStatus to, int count)
    {
        if (!JobTransitions.IsAllowed(from, to))
        {
            throw new InvalidOperationException($"No task moves from {from} to {to}.");
        }

        Counts.Move(from, to, count);
    }

    /// <summary>
    /// Ends the job when nothing of it is open any more. Returns the outcome once, for the one who brought the open
    /// tasks to 0.
    /// </summary>
    public JobOutcome? Settle(DateTime now)
    {
        if (Counts.Open > 0 || IsFinished || Status == JobStatus.Unverified)
        {
            return null;
        }

        var outcome = JobOutcome.Of(Counts, WasCanceled || Status == JobStatus.Canceling);
        // Whoever cancels a job whose last task ends well in that moment gets what was asked for.
        var status = Status == JobStatus.Canceling ? JobStatus.Canceled : outcome.Status;
        MoveTo(status);
        Message =
            status == outcome.Status
                ? outcome.Message
                : $"The job was canceled as its last task ended. {outcome.Message}";
        EndedAt = now;
        return outcome with { Status = status, Message = Message };
    }

    private bool WasCanceled { get; set; }

    private DomainError? Refuse(JobAction action) =>
        JobTransitions.IsAllowed(action, Status) ? null : JobErrors.NotPossible(action, Status);

    private void Reopen()
    {
        MoveTo(JobStatus.Pending);
        EndedAt = null;
        Message = "";
    }

    private void MoveTo(JobStatus status)
    {
        if (!JobTransitions.IsAllowed(Status, status))
        {
            throw new InvalidOperationException($"No job moves from {Status} to {status}.");
        }

        Status = status;
    }

    private static Result<IReadOnlyList<TaskChange>> Changes(params TaskChange[] changes) =>
        Result.Ok<IReadOnlyList<TaskChange>>(changes);
}

/// <summary>Words on tasks that the engine itself writes.</summary>
public static class TaskMessages
{
    public const string Canceled = "Canceled before it was started.";
    public const string CanceledWhileRunning = "Canceled while it was running.";
    public const string Killed = "Killed by staff while it was running.";
    public const string NoLongerAllowed = "No longer allowed: ";
    public const string HostStopped =
        "Interrupted because the application was stopped; it continues by itself.";
    public const string Crashed =
        "Interrupted because the application ended unexpectedly; it continues by itself.";
    public const string CrashedForGood =
        "The application ended unexpectedly three times while it ran this task. It is not tried again by itself: tell an administrator.";
    public const string UnexpectedFault =
        "An unexpected fault ended this task. Try it again; if it fails again, tell an administrator. The cause is in the task's log.";
}
