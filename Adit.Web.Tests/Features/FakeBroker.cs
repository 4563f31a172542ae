using System.Collections.Immutable;
using Adit.Domain.Jobs;

namespace Adit.Web.Tests.Features;

/// <summary>Real watches, fed by the test.</summary>
internal sealed class FakeBroker : IJobProgressBroker
{
    // Pages end their watches on other threads than the test's.
    private ImmutableList<JobWatch> _watches = [];

    public Dictionary<long, JobChange.TaskProgressed> Running { get; } = [];

    public int Watchers => _watches.Count;

    public void Announce(JobChange change)
    {
        foreach (var watch in _watches)
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
            gone => ImmutableInterlocked.Update(ref _watches, all => all.Remove(gone))
        );
        ImmutableInterlocked.Update(ref _watches, all => all.Add(watch));
        return watch;
    }
}
