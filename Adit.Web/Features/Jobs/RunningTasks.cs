using Adit.Domain.Jobs;

namespace Adit.Web.Features.Jobs;

/// <summary>The counters of the tasks that run now, latest value wins; facts about a task end its counters.</summary>
public sealed class RunningTasks
{
    private readonly Dictionary<long, JobChange.TaskProgressed> _tasks = [];

    public int Count => _tasks.Count;

    public double ImagesPerSecond => _tasks.Values.Sum(task => task.ImagesPerSecond);

    public double BytesPerSecond => _tasks.Values.Sum(task => task.BytesPerSecond);

    public int ImagesDone => _tasks.Values.Sum(task => task.Progress.ImagesDone);

    /// <summary>Null while one of the tasks does not know yet what to expect.</summary>
    public int? ImagesExpected =>
        _tasks.Values.All(task => task.Progress.ImagesExpected is not null)
            ? _tasks.Values.Sum(task => task.Progress.ImagesExpected!.Value)
            : null;

    public long BytesDone => _tasks.Values.Sum(task => task.Progress.BytesDone);

    /// <summary>Parts of tasks that are done, in whole tasks: two half ones count as one.</summary>
    public double TasksDone => _tasks.Values.Sum(task => Fraction(task.Progress));

    public JobChange.TaskProgressed? this[long taskId] => _tasks.GetValueOrDefault(taskId);

    public void Reset(IReadOnlyDictionary<long, JobChange.TaskProgressed> snapshot)
    {
        _tasks.Clear();
        foreach (var (taskId, progress) in snapshot)
        {
            _tasks[taskId] = progress;
        }
    }

    /// <summary>Takes the counters of a batch; true when it also holds facts, and rows are to be read again.</summary>
    public bool Take(IReadOnlyList<JobChange> batch)
    {
        var facts = false;
        foreach (var change in batch)
        {
            switch (change)
            {
                case JobChange.TaskProgressed progressed:
                    _tasks[progressed.Progress.TaskId] = progressed;
                    break;
                case JobChange.TaskChanged changed:
                    _tasks.Remove(changed.TaskId);
                    facts = true;
                    break;
                case JobChange.JobFinished:
                    _tasks.Clear();
                    facts = true;
                    break;
                case JobChange.TaskLogged:
                    break;
                default:
                    facts = true;
                    break;
            }
        }
        return facts;
    }

    /// <summary>Nothing runs: counters that came late are of no use.</summary>
    public void Clear() => _tasks.Clear();

    internal static double Fraction(TransferProgress progress) =>
        progress.ImagesExpected is > 0 and var expected
            ? Math.Min(1, progress.ImagesDone / (double)expected)
            : 0;
}
