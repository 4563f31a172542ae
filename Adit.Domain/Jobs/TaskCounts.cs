namespace Adit.Domain.Jobs;

/// <summary>
/// How many tasks of a job are in each status. Stored with the job and moved in the transaction that moves a task:
/// counting the tasks again instead loses the job's end between concurrent writers.
/// </summary>
public sealed class TaskCounts
{
    public int Querying { get; private set; }

    public int Ready { get; private set; }

    public int Pending { get; private set; }

    public int InProgress { get; private set; }

    public int Canceled { get; private set; }

    public int Success { get; private set; }

    public int Warning { get; private set; }

    public int Failure { get; private set; }

    /// <summary>Tasks that the job still waits for.</summary>
    public int Open => Pending + InProgress;

    public int Done => Canceled + Success + Warning + Failure;

    public int Total => Querying + Ready + Open + Done;

    public int this[JobTaskStatus status] =>
        status switch
        {
            JobTaskStatus.Querying => Querying,
            JobTaskStatus.Ready => Ready,
            JobTaskStatus.Pending => Pending,
            JobTaskStatus.InProgress => InProgress,
            JobTaskStatus.Canceled => Canceled,
            JobTaskStatus.Success => Success,
            JobTaskStatus.Warning => Warning,
            JobTaskStatus.Failure => Failure,
        };

    public void Add(JobTaskStatus status, int count)
    {
        var next = this[status] + count;
        if (next < 0)
        {
            throw new InvalidOperationException(
                $"A job cannot have {next} tasks that are {status}."
            );
        }

        _ = status switch
        {
            JobTaskStatus.Querying => Querying = next,
            JobTaskStatus.Ready => Ready = next,
            JobTaskStatus.Pending => Pending = next,
            JobTaskStatus.InProgress => InProgress = next,
            JobTaskStatus.Canceled => Canceled = next,
            JobTaskStatus.Success => Success = next,
            JobTaskStatus.Warning => Warning = next,
            JobTaskStatus.Failure => Failure = next,
        };
    }

    public void Move(JobTaskStatus from, JobTaskStatus to, int count)
    {
        Add(from, -count);
        Add(to, count);
    }

    public TaskCounts Copy() => (TaskCounts)MemberwiseClone();
}
