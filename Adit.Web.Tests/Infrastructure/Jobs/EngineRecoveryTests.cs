using System.Diagnostics;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

/// <summary>What the engine does about stops, crashes and a second process: work goes on, and nothing is counted twice.</summary>
public sealed class EngineRecoveryTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task HostStop_RunningTask_WaitsAgainWithoutCountingAndNextProcessFinishes(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token);
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        await host.Executor.NextStartAsync(Token);

        await host.StopAsync(Token);

        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.Status.ShouldBe(JobTaskStatus.Pending);
        task.Attempts.ShouldBe(0);
        task.Crashes.ShouldBe(0);
        task.Message.ShouldBe(TaskMessages.HostStopped);
        await using var next = await EngineHost.CreateAsync(
            provider,
            cluster,
            Token,
            connectionString: host.ConnectionString
        );
        (await next.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
    }

    [Fact]
    public async Task Start_AfterCrash_TakesUpTheTaskAtOnceAndCountsTheCrash()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        // A process that was killed leaves just this behind: a claim with a lease that is still good.
        (
            await host.Get<ClaimStore>().TryClaimAsync(await ClaimTests.DueAsync(host), Token)
        ).ShouldNotBeNull();

        await using var next = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            connectionString: host.ConnectionString
        );

        var clock = Stopwatch.StartNew();
        (await next.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await next.TasksAsync(jobId, Token)).Single().Crashes.ShouldBe(1);
    }

    [Fact]
    public async Task Recovery_LeaseRanOutWhileTheTaskRunsHere_TakesOnlyTheOneLeftBehind()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            settings: new Dictionary<string, string?> { ["Jobs:TickSeconds"] = "1" }
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 2, Token);
        var mine = await host.Executor.NextStartAsync(Token);
        var leftBehind = await host.Executor.NextStartAsync(Token);

        // The machine was too busy to renew one lease in time; the other claim is of a process that is gone.
        await using (var db = await host.OpenAsync(Token))
        {
            var past = DateTime.UnixEpoch;
            Guid? foreign = Guid.NewGuid();
            await db
                .Tasks.Where(t => t.JobId == jobId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(t => t.LeaseUntil, past)
                            .SetProperty(
                                t => t.ClaimId,
                                t => t.Id == leftBehind.Task.Id ? foreign : t.ClaimId
                            ),
                    Token
                );
        }

        (await host.Executor.NextStartAsync(Token)).Task.Id.ShouldBe(leftBehind.Task.Id);
        host.Executor.ReleaseAll();
        (await host.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
        host.Executor.HasStarted.ShouldBeFalse();
        (await host.TasksAsync(jobId, Token))
            .Select(t => (t.Id, t.Crashes))
            .ShouldBe([(mine.Task.Id, 0), (leftBehind.Task.Id, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Crash_ThirdTime_FailsTheTask()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var store = host.Get<ClaimStore>();
        for (var i = 0; i < 3; i++)
        {
            var claim = (
                await store.TryClaimAsync(await ClaimTests.DueAsync(host), Token)
            ).ShouldNotBeNull();
            (await store.EndAsync(claim, new ClaimEnd.Crashed(), Token)).ShouldNotBeNull();
        }

        var job = await host.JobAsync(jobId, Token);
        job.Status.ShouldBe(JobStatus.Failure);
        (await host.TasksAsync(jobId, Token))
            .Single()
            .Message.ShouldBe(TaskMessages.CrashedForGood);
    }

    [Fact]
    public async Task SecondProcess_SameDatabase_WaitsUntilTheFirstEnds()
    {
        await using var first = await EngineHost.CreateAsync(
            DatabaseProvider.PostgreSql,
            cluster,
            Token
        );
        var owner = await first.PersonAsync("ann", Token);
        // A finished job proves that the first one is the engine.
        var earlier = await first.AddJobAsync(owner, 1, Token);
        await first.WaitForAsync(earlier, j => j.IsFinished, Token);
        await using var second = await EngineHost.CreateAsync(
            DatabaseProvider.PostgreSql,
            cluster,
            Token,
            connectionString: first.ConnectionString
        );
        var jobId = await second.AddJobAsync(owner, 1, Token);
        (await second.Get<EngineLock>().TryHoldAsync(Token)).ShouldBeFalse();

        await first.StopAsync(Token);
        second.Get<IEngineSignal>().WorkMayBeDue();

        (await second.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
    }
}
