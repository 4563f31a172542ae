namespace Adit.Domain.Jobs;

/// <summary>Counters of a running task that may be lost: the latest value wins.</summary>
public sealed record TransferProgress(
    long TaskId,
    int JobId,
    int ImagesDone,
    int? ImagesExpected,
    long BytesDone
);

/// <summary>
/// Something has changed and is committed; a page reads the row again. Only <see cref="TaskProgressed"/> carries its
/// numbers itself.
/// </summary>
public abstract record JobChange(int JobId, int OwnerId)
{
    public sealed record JobCreated(int JobId, int OwnerId) : JobChange(JobId, OwnerId);

    public sealed record JobChanged(int JobId, int OwnerId) : JobChange(JobId, OwnerId);

    public sealed record JobDeleted(int JobId, int OwnerId) : JobChange(JobId, OwnerId);

    public sealed record JobFinished(int JobId, int OwnerId, JobStatus Status, string Message)
        : JobChange(JobId, OwnerId);

    public sealed record TaskChanged(int JobId, int OwnerId, long TaskId)
        : JobChange(JobId, OwnerId);

    public sealed record TaskLogged(int JobId, int OwnerId, long TaskId)
        : JobChange(JobId, OwnerId);

    public sealed record TaskProgressed(
        int OwnerId,
        TransferProgress Progress,
        double ImagesPerSecond,
        double BytesPerSecond
    ) : JobChange(Progress.JobId, OwnerId);
}

/// <summary>Which changes a watcher wants to hear of.</summary>
public abstract record JobWatchScope
{
    private JobWatchScope() { }

    public abstract bool Covers(JobChange change);

    public sealed record Job(int JobId) : JobWatchScope
    {
        public override bool Covers(JobChange change) => change.JobId == JobId;
    }

    public sealed record Task(int JobId, long TaskId) : JobWatchScope
    {
        public override bool Covers(JobChange change) =>
            change.JobId == JobId
            && change switch
            {
                JobChange.TaskChanged task => task.TaskId == TaskId,
                JobChange.TaskLogged task => task.TaskId == TaskId,
                JobChange.TaskProgressed task => task.Progress.TaskId == TaskId,
                _ => true,
            };
    }

    public sealed record Owner(int PersonId) : JobWatchScope
    {
        public override bool Covers(JobChange change) => change.OwnerId == PersonId;
    }

    /// <summary>Jobs of all people: for staff.</summary>
    public sealed record All : JobWatchScope
    {
        public override bool Covers(JobChange change) => true;
    }
}

/// <summary>Hands changes from the engine and the use cases to the open pages.</summary>
public interface IJobProgressBroker
{
    /// <summary>Tells all watchers. Never waits, never throws.</summary>
    void Announce(JobChange change);

    /// <summary>Where an executor reports to. Disposed at the task's end, when its counters are forgotten.</summary>
    ITaskProgress ProgressFor(int jobId, int ownerId, long taskId);

    /// <summary>Begins to listen. Snapshot and subscription are one atomic step: nothing falls between them.</summary>
    JobWatch Watch(JobWatchScope scope);
}

public interface ITaskProgress : IProgress<TransferProgress>, IDisposable;
