using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Logging;

namespace Adit.Domain.Jobs;

/// <summary>How one execution of a task ended.</summary>
public sealed record TaskOutcome
{
    public TaskOutcome(JobTaskStatus status, string message)
    {
        if (status is not (JobTaskStatus.Success or JobTaskStatus.Warning or JobTaskStatus.Failure))
        {
            throw new ArgumentOutOfRangeException(
                nameof(status),
                status,
                "An executor succeeds, warns or fails."
            );
        }

        Status = status;
        Message = message;
    }

    public JobTaskStatus Status { get; }

    public string Message { get; }

    public static TaskOutcome Success(string message) => new(JobTaskStatus.Success, message);

    public static TaskOutcome Warning(string message) => new(JobTaskStatus.Warning, message);

    public static TaskOutcome Failure(string message) => new(JobTaskStatus.Failure, message);
}

/// <summary>
/// Another attempt may help: the peer did not answer, the connection broke. The message is shown to people.
/// </summary>
public sealed class RetriableTransferException : Exception
{
    public RetriableTransferException() { }

    public RetriableTransferException(string message)
        : base(message) { }

    public RetriableTransferException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>
/// The task cannot be worked on now, for a reason that lies outside of it: a server does not answer, a study is not online.
/// It waits again, and no attempt is counted. The message is shown to people.
/// </summary>
public sealed class TransferPostponedException : Exception
{
    public TransferPostponedException() { }

    public TransferPostponedException(string message)
        : base(message) { }

    public TransferPostponedException(string message, Exception innerException)
        : base(message, innerException) { }

    public TransferPostponedException(string message, TimeSpan? retryAfter)
        : base(message) => RetryAfter = retryAfter;

    /// <summary>How long the task waits; null for what the options say.</summary>
    public TimeSpan? RetryAfter { get; }
}

/// <summary>Everything that an executor gets; it knows nothing of the queue.</summary>
public sealed record TaskExecutionContext(
    JobTask Task,
    Job Job,
    DicomNode Source,
    DicomNode? Destination,
    ITaskLog Log,
    IProgress<TransferProgress> Progress,
    ITransferLedger Ledger,
    Guid ClaimId
)
{
    /// <summary>Staff has killed the task: no image may be finished any more, connections are closed at once.</summary>
    public CancellationToken Killed { get; init; }
}

/// <summary>Does the work of one kind of job. Resolved in a scope of its own for each task.</summary>
public interface ITaskExecutor
{
    JobKind Kind { get; }

    /// <summary>
    /// Runs one task. Throws <see cref="RetriableTransferException"/> when another attempt may help,
    /// <see cref="TransferPostponedException"/> when it has to wait without being to blame, and
    /// <see cref="OperationCanceledException"/> when the token says so; any other exception is a bug or broken I/O
    /// and fails the task.
    /// </summary>
    Task<TaskOutcome> ExecuteAsync(
        TaskExecutionContext context,
        CancellationToken cancellationToken
    );
}

/// <summary>The ledger of the task that runs. Lines go to the database in batches, in order.</summary>
public interface ITransferLedger
{
    /// <summary>What earlier attempts wrote.</summary>
    Task<IReadOnlyList<TransferredInstance>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Hands one line to the writer, and waits only while its buffer is full. Throws
    /// <see cref="OperationCanceledException"/> when the task was taken away from this runner.
    /// </summary>
    ValueTask RecordAsync(InstanceRecord record, CancellationToken cancellationToken);

    /// <summary>Hands many lines over, such as the expected set.</summary>
    ValueTask RecordAsync(
        IReadOnlyCollection<InstanceRecord> records,
        CancellationToken cancellationToken
    );

    /// <summary>Returns when everything recorded so far is committed.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Notes on the task by which route the images travel.</summary>
    Task SetRouteAsync(string route, CancellationToken cancellationToken);

    /// <summary>Notes what is known of series. A later line of the same series replaces the earlier.</summary>
    ValueTask RecordSeriesAsync(
        IReadOnlyCollection<SeriesRecord> records,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Notes on the task that images carry this patient ID instead of the task's, so that a person may accept it.
    /// </summary>
    Task SetFoundPatientIdAsync(string patientId, CancellationToken cancellationToken);

    /// <summary>Notes how many images are expected when no list of them is known.</summary>
    Task SetExpectedImagesAsync(int count, CancellationToken cancellationToken);
}

/// <summary>The task's own log: stored, and live on the task page. Never with patient data.</summary>
public interface ITaskLog
{
    void Write(LogLevel level, string text);
}

/// <summary>Wakes the engine of this process; a slow tick finds everything also without it.</summary>
public interface IEngineSignal
{
    /// <summary>A task may have become due: a job was created, an urgency toggled, a slot freed.</summary>
    void WorkMayBeDue();

    /// <summary>A running task may have been asked to stop.</summary>
    void StopMayBeRequested();
}
