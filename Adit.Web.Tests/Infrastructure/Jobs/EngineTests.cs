using System.Diagnostics;
using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

/// <summary>The running engine: dispatcher, Coravel, claims, ledger and log, with an executor that obeys the test.</summary>
public sealed class EngineTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Create_IdleEngine_StartsWithinASecondAndFinishes(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token);
        var owner = await host.PersonAsync("ann", Token);
        await host.WaitForAsync(await host.AddJobAsync(owner, 1, Token), j => j.IsFinished, Token); // warm
        await host.Executor.NextStartAsync(Token);

        var clock = Stopwatch.StartNew();
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(owner, host.Input(), Token);
        await host.Executor.NextStartAsync(Token);
        clock.Stop();

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        var job = await host.WaitForAsync(created.Value, j => j.IsFinished, Token);
        job.Status.ShouldBe(JobStatus.Success);
        job.Message.ShouldBe("All tasks succeeded.");
        job.StartedAt.ShouldNotBeNull();
        job.EndedAt.ShouldNotBeNull();
        var task = (await host.TasksAsync(job.Id, Token)).Single();
        task.Attempts.ShouldBe(1);
        task.ClaimId.ShouldBeNull();
        task.LeaseUntil.ShouldBeNull();
        var log = await host.Get<IJobQueries>().GetTaskLogAsync(owner, task.Id, 0, 10, Token);
        log.Items.Select(l => l.Text).ShouldBe(["The task starts.", "Done."]);
    }

    [Fact]
    public async Task UrgentJob_TenThousandWaitAndOrdinarySlotsBusy_StartsWithinTwoSeconds()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        await host.AddJobAsync(ann, 10_000, Token);
        for (var i = 0; i < 4; i++)
        {
            await host.Executor.NextStartAsync(Token);
        }

        var clock = Stopwatch.StartNew();
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ben, host.Input() with { IsUrgent = true }, Token);
        var started = await host.Executor.NextStartAsync(Token, TimeSpan.FromSeconds(10));
        clock.Stop();

        started.Job.Id.ShouldBe(created.Value);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        host.Get<SlotBook>().Running.ShouldBe(5);
        host.Executor.HasStarted.ShouldBeFalse();
        var clockPage = Stopwatch.StartNew();
        var page = await host.Get<IJobQueries>()
            .ListTasksAsync(
                ann,
                started.Job.Id - 1,
                new TaskListFilter { Take = 50, Skip = 5000 },
                Token
            );
        page.Total.ShouldBe(10_000);
        page.Items.Count.ShouldBe(50);
        clockPage.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task SetUrgency_WaitingJob_IsNextAndMayTakeTheUrgentSlot()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var staff = await host.PersonAsync("ann", Token, staff: true);
        await host.AddJobAsync(staff, 20, Token);
        for (var i = 0; i < 4; i++)
        {
            await host.Executor.NextStartAsync(Token);
        }

        var waiting = await host.AddJobAsync(staff, 1, Token);
        (
            await host.Get<SetJobUrgency>().ExecuteAsync(staff, waiting, urgent: true, Token)
        ).IsSuccess.ShouldBeTrue();

        (await host.Executor.NextStartAsync(Token, TimeSpan.FromSeconds(5))).Job.Id.ShouldBe(
            waiting
        );
        var ordinary = await host.PersonAsync("ben", Token);
        (
            await host.Get<SetJobUrgency>().ExecuteAsync(ordinary, waiting, urgent: false, Token)
        ).Error!.Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Dispatcher_FiftyJobsOfOnePersonAndOneOfAnother_OtherComesWithinThree()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            settings: new Dictionary<string, string?> { ["Jobs:MaxParallelTasks"] = "1" }
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        for (var i = 0; i < 50; i++)
        {
            await host.AddJobAsync(ann, 3, Token, wake: i == 49);
        }

        var running = await host.Executor.NextStartAsync(Token);
        await host.AddJobAsync(ben, 5, Token);
        var order = new List<(int Owner, int Job)>();
        for (var i = 0; i < 9; i++)
        {
            host.Executor.Release(running.Task.Id);
            running = await host.Executor.NextStartAsync(Token);
            order.Add((running.Job.OwnerId, running.Job.Id));
        }

        order.Take(3).ShouldContain(o => o.Owner == ben.PersonId);
        order.Count(o => o.Owner == ben.PersonId).ShouldBeInRange(4, 5);
        // Between the jobs of one person it goes round, too.
        var ofAnn = order.Where(o => o.Owner == ann.PersonId).Select(o => o.Job).ToList();
        ofAnn.Distinct().Count().ShouldBe(ofAnn.Count);
    }

    [Fact]
    public async Task Dispatcher_ServerWithFewAssociations_KeepsItsLimitAndServesOthers()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            // Four associations: one for people, one for urgent tasks, two for ordinary ones.
            settings: new Dictionary<string, string?>
            {
                ["Jobs:MaxParallelTasks"] = "10",
                ["Seed:Servers:1:MaxAssociations"] = "4",
            }
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var ann = await host.PersonAsync("ann", Token);
        await host.AddJobAsync(ann, 10, Token);
        await host.Executor.NextStartAsync(Token);
        await host.Executor.NextStartAsync(Token);
        var urgent = await host.AddJobAsync(ann, 2, Token, urgent: true);

        (await host.Executor.NextStartAsync(Token)).Job.Id.ShouldBe(urgent);
        var full = host.Get<SlotBook>();
        var pick = await host.Get<DueTaskFinder>().FindAsync(full, new HashSet<int>(), Token);
        pick.Task.ShouldBeNull();
        full.Running.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Task_RetriableFault_IsTriedExactlyAsOftenAsConfigured(int attempts)
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            settings: new Dictionary<string, string?>
            {
                ["Jobs:MaxAttempts"] = attempts.ToString(CultureInfo.InvariantCulture),
            }
        );
        var starts = 0;
        host.Executor.Behaviour = (_, _) =>
        {
            Interlocked.Increment(ref starts);
            throw new RetriableTransferException("SOURCE does not answer.");
        };
        var owner = await host.PersonAsync("ann", Token);

        var job = await host.WaitForAsync(
            await host.AddJobAsync(owner, 1, Token),
            j => j.IsFinished,
            Token
        );

        job.Status.ShouldBe(JobStatus.Failure);
        var task = (await host.TasksAsync(job.Id, Token)).Single();
        task.Attempts.ShouldBe(attempts);
        starts.ShouldBe(attempts);
        task.Message.ShouldBe("SOURCE does not answer.");
        host.Executor.Behaviour = null;
        (await host.Get<RetryJob>().ExecuteAsync(owner, job.Id, Token)).IsSuccess.ShouldBeTrue();
        job = await host.WaitForAsync(job.Id, j => j.IsFinished, Token);
        job.Status.ShouldBe(JobStatus.Success);
        (await host.TasksAsync(job.Id, Token)).Single().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Task_RetryDelay_IsStoredAsNotBefore()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            settings: new Dictionary<string, string?> { ["Jobs:RetryDelaySeconds:0"] = "600" }
        );
        host.Executor.Behaviour = (_, _) =>
            throw new RetriableTransferException("SOURCE does not answer.");
        var owner = await host.PersonAsync("ann", Token);

        var jobId = await host.AddJobAsync(owner, 1, Token);
        await host.WaitForAsync(
            jobId,
            j => j.StartedAt is not null && j.Counts.Pending == 1,
            Token
        );

        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.DueAt.ShouldBeGreaterThan(task.CreatedAt.AddMinutes(9));
        task.Message.ShouldContain("tried again");
        (await host.JobAsync(jobId, Token)).Status.ShouldBe(JobStatus.InProgress);
    }

    [Theory]
    [InlineData(false, TaskMessages.CanceledWhileRunning)]
    [InlineData(true, TaskMessages.Killed)]
    public async Task RunningTask_PersonStopsIt_IsCanceledAtOnce(bool kill, string message)
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token
        );
        host.Executor.Behaviour = host.Executor.HoldAsync;
        var staff = await host.PersonAsync("ann", Token, staff: true);
        var jobId = await host.AddJobAsync(staff, 10, Token);
        var running = await host.Executor.NextStartAsync(Token);

        var clock = Stopwatch.StartNew();
        var done = kill
            ? await host.Get<KillTask>().ExecuteAsync(staff, running.Task.Id, Token)
            : await host.Get<CancelJob>().ExecuteAsync(staff, jobId, Token);
        done.IsSuccess.ShouldBeTrue();
        var job = await host.WaitForAsync(
            jobId,
            j => kill ? j.Counts.Canceled == 1 : j.IsFinished,
            Token
        );

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await host.TasksAsync(jobId, Token))
            .Single(t => t.Id == running.Task.Id)
            .Message.ShouldBe(message);
        job.Status.ShouldBe(kill ? JobStatus.InProgress : JobStatus.Canceled);
        if (!kill)
        {
            job.Message.ShouldBe("The job was canceled.");
            host.Executor.Behaviour = null;
            (
                await host.Get<ResumeJob>().ExecuteAsync(staff, jobId, Token)
            ).IsSuccess.ShouldBeTrue();
            (await host.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
                JobStatus.Success
            );
        }
    }

    [Fact]
    public async Task Task_AccessTakenAwayMeanwhile_FailsAsNoLongerAllowed()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token
        );
        var owner = await host.PersonAsync("ann", Token);
        var staff = await host.PersonAsync("boss", Token, staff: true);
        await host.Get<SetNodeAccess>()
            .ExecuteAsync(staff, owner.GroupId!.Value, host.DestinationId, false, false, Token);

        var job = await host.WaitForAsync(
            await host.AddJobAsync(owner, 1, Token),
            j => j.IsFinished,
            Token
        );

        job.Status.ShouldBe(JobStatus.Failure);
        (await host.TasksAsync(job.Id, Token))
            .Single()
            .Message.ShouldStartWith("No longer allowed: ");
        host.Executor.HasStarted.ShouldBeFalse();
    }

    [Fact]
    public async Task Executor_UnexpectedFault_FailsTheTaskWithoutItsText()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token
        );
        host.Executor.Behaviour = (_, _) => throw new FormatException("Doe^Jane");
        var owner = await host.PersonAsync("ann", Token);

        var job = await host.WaitForAsync(
            await host.AddJobAsync(owner, 1, Token),
            j => j.IsFinished,
            Token
        );

        var task = (await host.TasksAsync(job.Id, Token)).Single();
        task.Message.ShouldBe(TaskMessages.UnexpectedFault);
        var log = await host.Get<IJobQueries>().GetTaskLogAsync(owner, task.Id, 0, 10, Token);
        log.Items.ShouldAllBe(l => !l.Text.Contains("Jane"));
        log.Items.ShouldContain(l => l.Text.Contains("FormatException"));
    }

    [Fact]
    public async Task Journal_ThousandLines_AreCheapOnSqlite()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var owner = await host.PersonAsync("ann", Token);
        await host.AddJobAsync(owner, 2, Token);
        await RecordAsync(); // warm
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();

        await RecordAsync();

        TestContext.Current.SendDiagnosticMessage(
            "1,000 ledger lines: {0} ms, processor of the whole process {1} ms",
            clock.ElapsedMilliseconds,
            (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds
        );
        // The bar is 50 ms of processor; other tests run beside this one, so that the test allows for more.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await using var db = await host.OpenAsync(Token);
        (await db.Ledger.CountAsync(Token)).ShouldBe(2000);

        async Task RecordAsync()
        {
            var claim = (
                await host.Get<ClaimStore>().TryClaimAsync(await ClaimTests.DueAsync(host), Token)
            )!;
            var ledger = await host.Get<TransferJournal>().OpenLedgerAsync(claim, Token);
            for (var i = 0; i < 1000; i++)
            {
                await ledger.RecordAsync(
                    new InstanceRecord($"1.2.{i}", "1.1", "1.3", InstanceOutcome.Stored)
                    {
                        Bytes = 1,
                    },
                    Token
                );
            }

            await ledger.FlushAsync(Token);
        }
    }
}
