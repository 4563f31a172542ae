using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adit.Benchmarks.Dispatch;

/// <summary>The whole engine of the product on SQLite in a folder of its own; only what a task does is replaced.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    /// <summary>Slots for transfers: one of them is kept for urgent jobs.</summary>
    public const int Slots = 5;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);
    private static readonly string[] _servers = ["Source", "Destination"];
    private static readonly string[] _people = ["staff", "other"];
    private static long _studies;

    private readonly IHost _host;
    private readonly DirectoryInfo _folder;

    private EngineUnderTest(
        IHost host,
        DirectoryInfo folder,
        GatedExecutor executor,
        Actor staff,
        Actor other,
        (int Source, int Destination) nodes
    ) =>
        (_host, _folder, Executor, Staff, Other, Nodes) = (
            host,
            folder,
            executor,
            staff,
            other,
            nodes
        );

    public GatedExecutor Executor { get; }

    /// <summary>May choose as many studies as they like.</summary>
    public Actor Staff { get; }

    public Actor Other { get; }

    public (int Source, int Destination) Nodes { get; }

    public static async Task<EngineUnderTest> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adit-bench-");
        var executor = new GatedExecutor();
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = "Benchmark" }
        );
        builder.Configuration.AddInMemoryCollection(Settings(folder));
        builder.Services.AddLogging();
        builder.Services.AddDataProtection();
        // In front of the product's own: the engine takes the first one of the kind.
        builder.Services.AddSingleton<ITaskExecutor>(executor);
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        // Nothing listens at the servers: what is measured here ends before they are talked to.
        builder.Services.AddSingleton<IServerProbe, AnsweringServers>();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<AditDbContext>>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        async Task<Actor> FindAsync(string name)
        {
            var id = await db
                .Users.Where(user => user.UserName == name)
                .Select(user => user.Id)
                .SingleAsync(cancellationToken);
            return (
                await host
                    .Services.GetRequiredService<IActorProvider>()
                    .GetAsync(id, cancellationToken)
            )!;
        }
        var nodes = await db.Nodes.ToDictionaryAsync(
            node => node.Name,
            node => node.Id,
            cancellationToken
        );
        return new EngineUnderTest(
            host,
            folder,
            executor,
            await FindAsync("staff"),
            await FindAsync("other"),
            (nodes["Source"], nodes["Destination"])
        );
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Asks for a job as the page does.</summary>
    public async Task<int> CreateAsync(
        Actor actor,
        int studies,
        bool urgent,
        CancellationToken cancellationToken
    )
    {
        var created = await Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                actor,
                new SelectiveTransferInput
                {
                    SourceId = Nodes.Source,
                    DestinationId = Nodes.Destination,
                    IsUrgent = urgent,
                    Studies = [.. Enumerable.Range(0, studies).Select(_ => NextStudy())],
                },
                cancellationToken
            );
        return created.IsSuccess
            ? created.Value
            : throw new InvalidOperationException(created.Error!.Message);
    }

    /// <summary>Waits for the end of a job, whenever it was or will be.</summary>
    public async Task WhenFinishedAsync(int jobId, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_deadline);
        await using var watch = Get<IJobProgressBroker>().Watch(new JobWatchScope.Job(jobId));
        var jobs = Get<IJobStore>();
        if ((await jobs.FindJobAsync(jobId, limited.Token))!.IsFinished)
        {
            return;
        }
        await foreach (var batch in watch.ReadAllAsync(limited.Token))
        {
            if (batch.OfType<JobChange.JobFinished>().Any())
            {
                return;
            }
        }
        throw new TimeoutException($"Job {jobId} did not end within {_deadline}.");
    }

    public async ValueTask DisposeAsync()
    {
        Executor.ReleaseAll();
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private static SelectedStudy NextStudy() =>
        new(
            "BENCH",
            "1.2.826.0.1.3680043.10.1."
                + Interlocked.Increment(ref _studies).ToString(CultureInfo.InvariantCulture)
        )
        {
            StudyDescription = "CT of the thorax",
            Modalities = ["CT"],
            ExpectedImages = 100,
        };

    private static Dictionary<string, string?> Settings(DirectoryInfo folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Sqlite",
            ["Receiver:Port"] = "0",
            ["Database:ConnectionString"] =
                $"Data Source={Path.Combine(folder.FullName, "adit.db")}",
            ["Jobs:MaxParallelTasks"] = Slots.ToString(CultureInfo.InvariantCulture),
            ["Seed:Groups:0:Name"] = "Researchers",
            ["Seed:Groups:0:Permissions:0"] = "*",
        };
        foreach (var (index, name) in _servers.Index())
        {
            var server = $"Seed:Servers:{index}:";
            settings[server + "Name"] = name;
            settings[server + "AeTitle"] = name.ToUpperInvariant();
            settings[server + "Host"] = "127.0.0.1";
            settings[server + "Port"] = "104";
            settings[server + "Accepts"] = "Identified, Pseudonymised";
            settings[server + "MaxAssociations"] = "40";
            settings[server + "SourceFor:0"] = "Researchers";
            settings[server + "DestinationFor:0"] = "Researchers";
        }
        foreach (var (index, name) in _people.Index())
        {
            var person = $"Seed:People:{index}:";
            settings[person + "UserName"] = name;
            settings[person + "Password"] = "correct horse battery";
            settings[person + "IsStaff"] = name == "staff" ? "true" : "false";
            settings[person + "Groups:0"] = "Researchers";
        }
        return settings;
    }

    private sealed class AnsweringServers : IServerProbe
    {
        public Task<ProbeResult> EchoAsync(
            DicomServerNode server,
            LimiterLane lane,
            CancellationToken cancellationToken
        ) => Task.FromResult(new ProbeResult(true, "It answers.", TimeSpan.Zero));
    }
}
