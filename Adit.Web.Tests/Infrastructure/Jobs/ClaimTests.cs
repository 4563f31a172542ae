using Adit.Domain.Jobs;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

/// <summary>Compare-and-set and counters, on SQLite and on a real PostgreSQL, with concurrent writers.</summary>
public sealed class ClaimTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task TryClaim_ManyAtOnce_OneWins(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var due = await DueAsync(host);

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => host.Get<ClaimStore>().TryClaimAsync(due, Token))
        );

        claims.Count(c => c is not null).ShouldBe(1);
        var job = await host.JobAsync(jobId, Token);
        job.Status.ShouldBe(JobStatus.InProgress);
        job.Counts.InProgress.ShouldBe(1);
        job.Counts.Pending.ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task End_ManyTasksAtOnce_JobEndsOnceWithRightCounters(DatabaseProvider provider)
    {
        const int tasks = 60;
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, tasks, Token, mail: true);
        var store = host.Get<ClaimStore>();
        var claims = new List<TaskClaim>();
        for (var i = 0; i < tasks; i++)
        {
            claims.Add((await store.TryClaimAsync(await DueAsync(host), Token)).ShouldNotBeNull());
        }

        var receipts = await Task.WhenAll(
            claims.Select(
                (claim, i) =>
                    Task.Run(
                        () =>
                            store.EndAsync(
                                claim,
                                new ClaimEnd.Finished(
                                    i % 3 == 0
                                        ? TaskOutcome.Warning("Careful.")
                                        : TaskOutcome.Success("Done.")
                                ),
                                Token
                            ),
                        Token
                    )
            )
        );

        receipts.ShouldAllBe(r => r != null);
        receipts.Count(r => r!.Outcome is not null).ShouldBe(1);
        var job = await host.JobAsync(jobId, Token);
        job.Status.ShouldBe(JobStatus.Warning);
        job.Message.ShouldBe("20 of 60 tasks have warnings.");
        job.Counts.Success.ShouldBe(40);
        job.Counts.Warning.ShouldBe(20);
        job.Counts.Open.ShouldBe(0);
        await using var db = await host.OpenAsync(Token);
        (await db.Outbox.CountAsync(Token)).ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task End_WhileOwnerCancels_NothingIsLostAndJobEndsOnce(DatabaseProvider provider)
    {
        const int tasks = 20;
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, tasks, Token);
        var store = host.Get<ClaimStore>();
        var claims = new List<TaskClaim>();
        for (var i = 0; i < tasks / 2; i++)
        {
            claims.Add((await store.TryClaimAsync(await DueAsync(host), Token)).ShouldNotBeNull());
        }

        var ends = claims.Select(claim =>
            Task.Run(
                () =>
                    store.EndAsync(
                        claim,
                        new ClaimEnd.Finished(TaskOutcome.Success("Done.")),
                        Token
                    ),
                Token
            )
        );
        var cancel = Task.Run(() => host.Get<CancelJob>().ExecuteAsync(owner, jobId, Token), Token);
        var receipts = await Task.WhenAll(ends);
        (await cancel).IsSuccess.ShouldBeTrue();

        receipts.ShouldAllBe(r => r != null);
        var job = await host.JobAsync(jobId, Token);
        job.Status.ShouldBe(JobStatus.Canceled);
        job.Counts.Success.ShouldBe(10);
        job.Counts.Canceled.ShouldBe(10);
        await using var db = await host.OpenAsync(Token);
        (await db.Tasks.CountAsync(t => t.Status == JobTaskStatus.Canceled, Token)).ShouldBe(10);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task End_WithLostClaim_WritesNothing(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var store = host.Get<ClaimStore>();
        var old = (await store.TryClaimAsync(await DueAsync(host), Token)).ShouldNotBeNull();
        (await store.EndAsync(old, new ClaimEnd.Crashed(), Token)).ShouldNotBeNull();
        var current = (await store.TryClaimAsync(await DueAsync(host), Token)).ShouldNotBeNull();

        var late = await store.EndAsync(
            old,
            new ClaimEnd.Finished(TaskOutcome.Failure("Too late.")),
            Token
        );

        late.ShouldBeNull();
        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.Status.ShouldBe(JobTaskStatus.InProgress);
        task.ClaimId.ShouldBe(current.ClaimId);
        task.Crashes.ShouldBe(1);
        (await host.JobAsync(jobId, Token)).Counts.InProgress.ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Ledger_RepeatedLinesAndLostClaim_LastLineCountsAndLostOneWritesNothing(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var claim = (
            await host.Get<ClaimStore>().TryClaimAsync(await DueAsync(host), Token)
        ).ShouldNotBeNull();
        var ledger = await host.Get<TransferJournal>().OpenLedgerAsync(claim, Token);

        await ledger.RecordAsync(
            [Row("2.1", InstanceOutcome.Expected), Row("2.2", InstanceOutcome.Expected)],
            Token
        );
        await ledger.FlushAsync(Token);
        await ledger.RecordAsync(Row("2.1", InstanceOutcome.InFlight), Token);
        await ledger.RecordAsync(
            Row("2.1", InstanceOutcome.Stored) with
            {
                PeerStatus = 0,
                Bytes = 500,
            },
            Token
        );
        await ledger.RecordAsync(
            Row("2.2", InstanceOutcome.Failed) with
            {
                PeerStatus = 0xA700,
                Reason = "Full.",
            },
            Token
        );
        await ledger.SetRouteAsync("C-GET to C-STORE", Token);
        await ledger.SetExpectedImagesAsync(2, Token);
        await ledger.FlushAsync(Token);

        var rows = (await ledger.LoadAsync(Token)).OrderBy(r => r.SopInstanceUid).ToList();
        rows.Select(r => r.Outcome).ShouldBe([InstanceOutcome.Stored, InstanceOutcome.Failed]);
        rows[1].Reason.ShouldBe("Full.");
        rows[1].PeerStatus.ShouldBe(0xA700);
        rows[1].At.Kind.ShouldBe(DateTimeKind.Utc);
        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.StoredImages.ShouldBe(1);
        task.FailedImages.ShouldBe(1);
        task.BytesStored.ShouldBe(500);
        task.ExpectedImages.ShouldBe(2);
        task.Route.ShouldBe("C-GET to C-STORE");
        var queries = host.Get<IJobQueries>();
        (await queries.GetLedgerBySeriesAsync(owner, task.Id, Token)).Single().Stored.ShouldBe(1);
        (await queries.ListNotStoredAsync(owner, task.Id, 0, 10, Token))
            .Items.Single()
            .SopInstanceUid.ShouldBe("2.2");

        await host.Get<ClaimStore>().EndAsync(claim, new ClaimEnd.Crashed(), Token);
        await ledger.RecordAsync(Row("2.2", InstanceOutcome.Stored), Token);
        await Should.ThrowAsync<OperationCanceledException>(() => ledger.FlushAsync(Token));
        (await ledger.LoadAsync(Token)).Count(r => r.IsStored).ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task End_ImagesWithoutOutcome_AreToldWithTheReasonOfTheTask(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var claim = (
            await host.Get<ClaimStore>().TryClaimAsync(await DueAsync(host), Token)
        ).ShouldNotBeNull();
        var ledger = await host.Get<TransferJournal>().OpenLedgerAsync(claim, Token);
        await ledger.RecordAsync(
            [
                Row("2.1", InstanceOutcome.Stored),
                Row("2.2", InstanceOutcome.InFlight),
                Row("2.3", InstanceOutcome.Expected),
                Row("2.4", InstanceOutcome.Failed) with
                {
                    Reason = "Full.",
                },
            ],
            Token
        );
        await ledger.FlushAsync(Token);

        await host.Get<ClaimStore>()
            .EndAsync(
                claim,
                new ClaimEnd.Finished(TaskOutcome.Failure("It does not answer.")),
                Token
            );

        var rows = (await ledger.LoadAsync(Token)).OrderBy(r => r.SopInstanceUid).ToList();
        rows.Select(r => r.Outcome)
            .ShouldBe([
                InstanceOutcome.Stored,
                InstanceOutcome.Failed,
                InstanceOutcome.Failed,
                InstanceOutcome.Failed,
            ]);
        rows[1].Reason.ShouldNotBeNull().ShouldContain("no answer came");
        rows[2].Reason.ShouldBe("It does not answer.");
        rows[3].Reason.ShouldBe("Full.");
        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.StoredImages.ShouldBe(1);
        task.FailedImages.ShouldBe(3);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task End_PostponedAndCrashed_CountNoAttempt(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(
            provider,
            cluster,
            Token,
            start: false,
            settings: new Dictionary<string, string?> { ["Jobs:MaxAttempts"] = "2" }
        );
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1, Token);
        var store = host.Get<ClaimStore>();
        var due = await DueAsync(host);
        var first = (await store.TryClaimAsync(due, Token)).ShouldNotBeNull();
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;

        await store.EndAsync(
            first,
            new ClaimEnd.Postponed("The PACS does not answer.", TimeSpan.FromMinutes(3)),
            Token
        );

        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.Status.ShouldBe(JobTaskStatus.Pending);
        task.Message.ShouldBe("The PACS does not answer.");
        task.Attempts.ShouldBe(0);
        task.DueAt.ShouldBeGreaterThanOrEqualTo(before.AddMinutes(3).AddSeconds(-1));
        task.DueAt.ShouldBeLessThan(before.AddMinutes(4));
        (await host.JobAsync(jobId, Token)).Counts.Pending.ShouldBe(1);
        (await store.TryClaimAsync(due, Token)).ShouldBeNull("it is not due before its time");

        List<JobTaskStatus> ends = [];
        foreach (
            ClaimEnd end in (ClaimEnd[])
                [
                    new ClaimEnd.Postponed("Later.", TimeSpan.Zero),
                    new ClaimEnd.Crashed(),
                    new ClaimEnd.Retriable("Lost."),
                    new ClaimEnd.Postponed("Later.", TimeSpan.Zero),
                    new ClaimEnd.Retriable("Lost."),
                ]
        )
        {
            await MakeDueAsync(host, jobId);
            var claim = (await store.TryClaimAsync(due, Token)).ShouldNotBeNull();
            await store.EndAsync(claim, end, Token);
            ends.Add((await host.TasksAsync(jobId, Token)).Single().Status);
        }

        ends.ShouldBe([
            JobTaskStatus.Pending,
            JobTaskStatus.Pending,
            JobTaskStatus.Pending,
            JobTaskStatus.Pending,
            JobTaskStatus.Failure,
        ]);
        task = (await host.TasksAsync(jobId, Token)).Single();
        task.Attempts.ShouldBe(2);
        task.Crashes.ShouldBe(1);
        task.Message.ShouldBe("Lost.");
    }

    private static async Task MakeDueAsync(EngineHost host, int jobId)
    {
        await using var db = await host.OpenAsync(Token);
        var earlier = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        await db
            .Tasks.Where(t => t.JobId == jobId)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, earlier), Token);
    }

    internal static async Task<DueTask> DueAsync(EngineHost host)
    {
        var pick = await host.Get<DueTaskFinder>()
            .FindAsync(new SlotBook(), new HashSet<int>(), TestContext.Current.CancellationToken);
        return pick.Task.ShouldNotBeNull();
    }

    private static InstanceRecord Row(string uid, InstanceOutcome outcome) =>
        new(uid, "1.1", "1.2.840.10008.5.1.4.1.1.2", outcome);
}
