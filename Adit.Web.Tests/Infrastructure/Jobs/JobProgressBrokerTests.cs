using Adit.Domain.Jobs;
using Adit.Infrastructure.Jobs;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

public sealed class JobProgressBrokerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly JobProgressBroker _broker;

    public JobProgressBrokerTests() => _broker = new JobProgressBroker(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_RunningTask_IsInSnapshotAndLatestValueWins()
    {
        using var progress = _broker.ProgressFor(1, 7, 11);
        progress.Report(new TransferProgress(11, 1, 1, 10, 100));
        await using var watch = _broker.Watch(new JobWatchScope.Job(1));
        watch.Snapshot[11].Progress.ImagesDone.ShouldBe(1);

        progress.Report(new TransferProgress(11, 1, 2, 10, 200));
        progress.Report(new TransferProgress(11, 1, 3, 10, 300));

        var batch = await FirstAsync(watch);
        batch
            .ShouldHaveSingleItem()
            .ShouldBeOfType<JobChange.TaskProgressed>()
            .Progress.ImagesDone.ShouldBe(3);
    }

    [Fact]
    public async Task Report_SteadyWork_GivesRates()
    {
        using var progress = _broker.ProgressFor(1, 7, 11);
        await using var watch = _broker.Watch(new JobWatchScope.Task(1, 11));
        for (var i = 0; i <= 20; i++)
        {
            progress.Report(new TransferProgress(11, 1, i * 10, null, i * 1000));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var latest = (await FirstAsync(watch)).OfType<JobChange.TaskProgressed>().Single();
        latest.ImagesPerSecond.ShouldBe(100, 0.1);
        latest.BytesPerSecond.ShouldBe(10_000, 1);
    }

    [Fact]
    public async Task Announce_OtherScopes_AreNotTold()
    {
        await using var owner = _broker.Watch(new JobWatchScope.Owner(7));
        await using var other = _broker.Watch(new JobWatchScope.Owner(8));
        await using var task = _broker.Watch(new JobWatchScope.Task(1, 12));

        _broker.Announce(new JobChange.TaskChanged(1, 7, 11));
        _broker.Announce(new JobChange.JobFinished(1, 7, JobStatus.Success, "Done."));
        _broker.Announce(new JobChange.JobChanged(2, 8));

        (await FirstAsync(owner)).Count.ShouldBe(2);
        (await FirstAsync(other)).ShouldHaveSingleItem().JobId.ShouldBe(2);
        (await FirstAsync(task)).ShouldHaveSingleItem().ShouldBeOfType<JobChange.JobFinished>();
    }

    [Fact]
    public async Task Announce_SlowReader_HoldsBoundedFactsAndLearnsThatTheJobChanged()
    {
        await using var watch = _broker.Watch(new JobWatchScope.Job(1));
        for (var i = 0; i < 10_000; i++)
        {
            _broker.Announce(new JobChange.TaskChanged(1, 7, i));
        }

        var batch = await FirstAsync(watch);
        batch.Count.ShouldBeLessThan(300);
        batch.ShouldContain(new JobChange.JobChanged(1, 7));
    }

    [Fact]
    public async Task ReadAll_ManyChanges_ComeInOneBatchPerInterval()
    {
        await using var watch = _broker.Watch(new JobWatchScope.All());
        await using var reader = watch.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        _broker.Announce(new JobChange.JobChanged(1, 7));
        (await reader.MoveNextAsync()).ShouldBeTrue();

        var next = reader.MoveNextAsync().AsTask();
        _broker.Announce(new JobChange.JobChanged(2, 7));
        _broker.Announce(new JobChange.JobChanged(3, 7));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(JobWatch.BatchInterval);

        (await next.WaitAsync(TimeSpan.FromSeconds(10), Token)).ShouldBeTrue();
        reader.Current.Select(c => c.JobId).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheLoopAndForgetsTheWatcher()
    {
        var watch = _broker.Watch(new JobWatchScope.All());
        await using var reader = watch.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        var next = reader.MoveNextAsync().AsTask();

        await watch.DisposeAsync();
        _broker.Announce(new JobChange.JobChanged(1, 7));

        (await next.WaitAsync(TimeSpan.FromSeconds(10), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task ProgressDisposed_LaterWatcher_SeesNothingOfIt()
    {
        var progress = _broker.ProgressFor(1, 7, 11);
        progress.Report(new TransferProgress(11, 1, 1, 10, 100));
        progress.Dispose();
        progress.Report(new TransferProgress(11, 1, 2, 10, 100));

        await using var watch = _broker.Watch(new JobWatchScope.All());
        watch.Snapshot.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<JobChange>> FirstAsync(JobWatch watch)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        await foreach (var batch in watch.ReadAllAsync(deadline.Token))
        {
            return batch;
        }

        throw new TimeoutException("No change arrived.");
    }
}
