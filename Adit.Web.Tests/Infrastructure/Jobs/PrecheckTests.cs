using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Adit.Web.Tests.Infrastructure.DicomNodes;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

/// <summary>Tasks of a node that does not answer: they wait together, nothing is counted, and they go on by themselves.</summary>
public sealed class PrecheckTests(PostgreSqlCluster cluster)
{
    private static readonly Dictionary<string, string?> _quick = new()
    {
        ["NodeHealth:FirstRetry"] = "00:00:00.200",
        ["NodeHealth:LongestRetry"] = "00:00:00.500",
    };

    private readonly ScriptedProbe _probe = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Start_DestinationDoesNotAnswer_TasksWaitWithoutAttemptsAndGoOn(
        DatabaseProvider provider
    )
    {
        _probe.Down["Destination"] = NodeFault.Unreachable;
        await using var host = await HostAsync(provider);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 20, Token);
        await DownAsync(host, "Destination");
        var job = await host.WaitForAsync(jobId, j => j.Counts.InProgress == 0, Token);

        job.Counts.Pending.ShouldBe(20);
        host.Executor.HasStarted.ShouldBeFalse();
        var tasks = await host.TasksAsync(jobId, Token);
        tasks.ShouldAllBe(t => t.Attempts == 0 && t.Status == JobTaskStatus.Pending);
        var told = tasks.Where(t => t.Message.Length > 0).ToList();
        told.Count.ShouldBeInRange(1, 5, "only those that had started before it was known");
        told.ShouldAllBe(t => t.Message.StartsWith("Destination does not answer."));

        _probe.Down.Clear();

        job = await host.WaitForAsync(jobId, j => j.IsFinished, Token);
        job.Status.ShouldBe(JobStatus.Success);
        (await host.TasksAsync(jobId, Token)).ShouldAllBe(t => t.Attempts == 1);
    }

    [Fact]
    public async Task Start_OneServerIsDown_JobsOfOthersRun()
    {
        _probe.Down["Other"] = NodeFault.Unreachable;
        await using var host = await HostAsync(
            DatabaseProvider.Sqlite,
            ("Seed:Servers:2:Name", "Other"),
            ("Seed:Servers:2:AeTitle", "OTHER"),
            ("Seed:Servers:2:Host", "127.0.0.1"),
            ("Seed:Servers:2:Port", "106"),
            ("Seed:Servers:2:Accepts", "Identified"),
            ("Seed:Servers:2:SourceFor:0", "Researchers")
        );
        var owner = await host.PersonAsync("ann", Token);
        var nodes = await host.Get<INodeQueries>().SourcesForAsync(owner, Token);
        var other = nodes.Single(n => n.Name == "Other").Id;
        var created = await host.Get<Adit.Domain.SelectiveTransfer.CreateSelectiveTransfer>()
            .ExecuteAsync(owner, host.Input() with { SourceId = other }, Token);
        await DownAsync(host, "Other");

        var jobId = await host.AddJobAsync(owner, 10, Token);

        (await host.WaitForAsync(jobId, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
        (await host.JobAsync(created.Value, Token)).Counts.Pending.ShouldBe(1);
    }

    [Fact]
    public async Task Idle_TasksOfASilentServerWait_ProcessorRests()
    {
        _probe.Down["Source"] = NodeFault.Refused;
        await using var host = await HostAsync(DatabaseProvider.Sqlite);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 1000, Token);
        await DownAsync(host, "Source");
        await host.WaitForAsync(jobId, j => j.Counts.InProgress == 0, Token);
        var asked = _probe.Asked.Count;

        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(2));
        await ticks.WaitForNextTickAsync(Token);

        host.Executor.HasStarted.ShouldBeFalse();
        (_probe.Asked.Count - asked).ShouldBeLessThanOrEqualTo(1, "it is left alone for minutes");
    }

    [Fact]
    public async Task Retriable_AlwaysFails_RunsExactlyAsOftenAsConfigured()
    {
        var starts = 0;
        await using var host = await HostAsync(
            DatabaseProvider.Sqlite,
            ("Jobs:MaxAttempts", "3"),
            ("Jobs:PostponeSeconds", "1")
        );
        host.Executor.Behaviour = (_, _) =>
            Interlocked.Increment(ref starts) == 2
                ? throw new TransferPostponedException("Not online yet.", TimeSpan.FromSeconds(1))
                : throw new RetriableTransferException("The connection was lost.");
        var owner = await host.PersonAsync("ann", Token);

        var jobId = await host.AddJobAsync(owner, 1, Token);
        var job = await host.WaitForAsync(jobId, j => j.IsFinished, Token);

        job.Status.ShouldBe(JobStatus.Failure);
        starts.ShouldBe(4, "three attempts, and one start that was postponed");
        var task = (await host.TasksAsync(jobId, Token)).Single();
        task.Attempts.ShouldBe(3);
        task.Message.ShouldBe("The connection was lost.");
        var log = await host.Get<IJobQueries>().GetTaskLogAsync(owner, task.Id, 0, 50, Token);
        log.Items.Select(l => l.Text).ShouldContain("Not online yet.");
    }

    private Task<EngineHost> HostAsync(
        DatabaseProvider provider,
        params (string Key, string Value)[] settings
    ) =>
        EngineHost.CreateAsync(
            provider,
            cluster,
            Token,
            settings: _quick
                .Concat(settings.ToDictionary(s => s.Key, s => (string?)s.Value))
                .ToDictionary(),
            askServers: true,
            configure: services => services.AddSingleton<IServerProbe>(_probe)
        );

    private static async Task DownAsync(EngineHost host, string name)
    {
        var down = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var health = host.Get<INodeHealth>();
        using var watch = health.Watch(Look);
        Look();
        await down.Task.WaitAsync(EngineHost.Patience, Token);

        void Look()
        {
            if (health.Snapshot().Any(row => row.NodeName == name))
            {
                down.TrySetResult();
            }
        }
    }
}
