using Adit.Domain.Jobs;

namespace Adit.Web.Tests.Features;

/// <summary>Real watches, fed by the test.</summary>
internal sealed class FakeBroker : IJobProgressBroker
{
    private readonly List<JobWatch> _watches = [];

    public Dictionary<long, JobChange.TaskProgressed> Running { get; } = [];

    public int Watchers => _watches.Count;

    public void Announce(JobChange change)
    {
        foreach (var watch in _watches.ToList())
        {
            watch.Offer(change);
        }
    }

    public ITaskProgress ProgressFor(int jobId, int ownerId, long taskId) =>
        throw new NotSupportedException();

    public JobWatch Watch(JobWatchScope scope)
    {
        var watch = new JobWatch(
            scope,
            new Dictionary<long, JobChange.TaskProgressed>(Running),
            TimeProvider.System,
            gone => _watches.Remove(gone)
        );
        _watches.Add(watch);
        return watch;
    }
}
