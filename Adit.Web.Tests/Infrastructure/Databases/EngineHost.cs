using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Shouldly;

namespace Adit.Web.Tests.Infrastructure.Databases;

/// <summary>
/// The whole of the infrastructure on a database of its own, with two servers, a group and people, and with an executor
/// that does what the test says.
/// </summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IHost _host;
    private readonly bool _ownsDatabase;
    private bool _started;

    private EngineHost(
        IHost host,
        string connectionString,
        DatabaseProvider provider,
        FakeExecutor executor,
        bool owns
    )
    {
        _host = host;
        ConnectionString = connectionString;
        Provider = provider;
        Executor = executor;
        _ownsDatabase = owns;
    }

    public string ConnectionString { get; }

    public DatabaseProvider Provider { get; }

    public FakeExecutor Executor { get; }

    public IServiceProvider Services => _host.Services;

    public int SourceId { get; private set; }

    public int DestinationId { get; private set; }

    public static async Task<EngineHost> CreateAsync(
        DatabaseProvider provider,
        PostgreSqlCluster cluster,
        CancellationToken cancellationToken,
        bool start = true,
        string? connectionString = null,
        FakeExecutor? executor = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        string environment = "Testing",
        bool askServers = false,
        Action<IServiceCollection>? configure = null
    )
    {
        var owns = connectionString is null;
        connectionString ??=
            provider == DatabaseProvider.Sqlite
                ? $"Data Source={Path.Combine(Path.GetTempPath(), $"adit-test-{Guid.NewGuid():N}", "adit.db")}"
                : await cluster.CreateDatabaseAsync(cancellationToken);
        executor ??= new FakeExecutor();
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Database:Provider"] = provider.ToString(),
                ["Database:ConnectionString"] = connectionString,
                ["Jobs:RetryDelaySeconds:0"] = "0",
                ["Receiver:Port"] = "0",
                ["Jobs:MaxParallelTasks"] = "5",
                ["Seed:Groups:0:Name"] = "Researchers",
                ["Seed:Groups:0:Permissions:0"] = "*",
                ["Seed:Servers:0:Name"] = "Source",
                ["Seed:Servers:0:AeTitle"] = "SOURCE",
                ["Seed:Servers:0:Host"] = "127.0.0.1",
                ["Seed:Servers:0:Port"] = "104",
                ["Seed:Servers:0:Accepts"] = "Identified",
                ["Seed:Servers:0:MaxAssociations"] = "40",
                ["Seed:Servers:0:SourceFor:0"] = "Researchers",
                ["Seed:Servers:1:Name"] = "Destination",
                ["Seed:Servers:1:AeTitle"] = "DESTINATION",
                ["Seed:Servers:1:Host"] = "127.0.0.1",
                ["Seed:Servers:1:Port"] = "105",
                ["Seed:Servers:1:Accepts"] = "Identified, Pseudonymised",
                ["Seed:Servers:1:MaxAssociations"] = "40",
                ["Seed:Servers:1:DestinationFor:0"] = "Researchers",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        builder.Services.RemoveAll<ITaskExecutor>();
        builder.Services.AddSingleton<ITaskExecutor>(executor);
        if (!askServers)
        {
            // Nothing listens at the two servers, and most tests are not about that.
            builder.Services.AddSingleton<IServerProbe, AnsweringServers>();
        }

        configure?.Invoke(builder.Services);
        var host = new EngineHost(builder.Build(), connectionString, provider, executor, owns);
        if (start)
        {
            await host.StartAsync(cancellationToken);
        }
        else
        {
            await host.Get<IDatabaseInitializer>().MigrateAsync(cancellationToken);
            await host.Get<ISeeder>()
                .SeedAsync(
                    host.Get<Microsoft.Extensions.Options.IOptions<SeedOptions>>().Value,
                    cancellationToken
                );
            await host.FindNodesAsync(cancellationToken);
        }

        return host;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken);
        _started = true;
        await FindNodesAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _started = false;
        await _host.StopAsync(cancellationToken);
    }

    public async Task<Actor> PersonAsync(
        string name,
        CancellationToken cancellationToken,
        bool staff = false
    )
    {
        await Get<ISeeder>()
            .SeedAsync(
                new SeedOptions
                {
                    People =
                    [
                        new SeedPerson
                        {
                            UserName = name,
                            Password = "correct horse battery",
                            IsStaff = staff,
                            Groups = ["Researchers"],
                        },
                    ],
                },
                cancellationToken
            );
        await using var db = await OpenAsync(cancellationToken);
        var id = await db
            .Users.Where(u => u.UserName == name)
            .Select(u => u.Id)
            .SingleAsync(cancellationToken);
        return (await Get<IActorProvider>().GetAsync(id, cancellationToken)).ShouldNotBeNull();
    }

    /// <summary>A job straight into the store, of any number of studies.</summary>
    public async Task<int> AddJobAsync(
        Actor owner,
        int tasks,
        CancellationToken cancellationToken,
        bool urgent = false,
        bool mail = false,
        bool wake = true
    )
    {
        var now = Get<TimeProvider>().GetUtcNow().UtcDateTime;
        var job = new Job(JobKind.SelectiveTransfer, owner.PersonId, owner.GroupId!.Value, now)
        {
            SourceId = SourceId,
            DestinationId = DestinationId,
            SendFinishedMail = mail,
        };
        if (urgent)
        {
            job.MakeUrgentFromStart();
        }

        job.BeginWith(JobTaskStatus.Pending, tasks);
        var id = await Get<IJobStore>()
            .AddAsync(
                job,
                [
                    .. Enumerable
                        .Range(1, tasks)
                        .Select(i => new JobTask(
                            SourceId,
                            DestinationId,
                            string.Create(CultureInfo.InvariantCulture, $"P{i}"),
                            string.Create(CultureInfo.InvariantCulture, $"2.25.{i}"),
                            now
                        )),
                ],
                cancellationToken
            );
        if (wake)
        {
            Get<IEngineSignal>().WorkMayBeDue();
        }

        return id;
    }

    public SelectiveTransferInput Input(int studies = 1) =>
        new()
        {
            SourceId = SourceId,
            DestinationId = DestinationId,
            Studies =
            [
                .. Enumerable
                    .Range(1, studies)
                    .Select(i => new SelectedStudy(
                        "P1",
                        string.Create(CultureInfo.InvariantCulture, $"2.25.{i}")
                    )),
            ],
        };

    public async Task<Job> JobAsync(int id, CancellationToken cancellationToken) =>
        (await Get<IJobStore>().FindJobAsync(id, cancellationToken)).ShouldNotBeNull();

    public async Task<IReadOnlyList<JobTask>> TasksAsync(
        int jobId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db
            .Tasks.AsNoTracking()
            .Where(t => t.JobId == jobId)
            .OrderBy(t => t.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Waits for a state of a job by the announcements, with a deadline.</summary>
    public async Task<Job> WaitForAsync(
        int jobId,
        Func<Job, bool> condition,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        await using var watch = Get<IJobProgressBroker>().Watch(new JobWatchScope.Job(jobId));
        var job = await JobAsync(jobId, cancellationToken);
        if (condition(job))
        {
            return job;
        }

        await foreach (var _ in watch.ReadAllAsync(deadline.Token))
        {
            job = await JobAsync(jobId, cancellationToken);
            if (condition(job))
            {
                return job;
            }
        }

        throw new TimeoutException(
            $"The job is still {job.Status}: {job.Counts.Pending} pending, {job.Counts.InProgress} in progress."
        );
    }

    public Task<AditDbContext> OpenAsync(CancellationToken cancellationToken) =>
        Get<IDbContextFactory<AditDbContext>>().CreateDbContextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Executor.ReleaseAll();
        if (_started)
        {
            using var deadline = new CancellationTokenSource(Patience);
            await _host.StopAsync(deadline.Token);
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        if (_ownsDatabase && Provider == DatabaseProvider.Sqlite)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(
                Path.GetDirectoryName(
                    new SqliteConnectionStringBuilder(ConnectionString).DataSource
                )!,
                recursive: true
            );
        }
    }

    private sealed class AnsweringServers : IServerProbe
    {
        public Task<ProbeResult> EchoAsync(
            DicomServerNode server,
            LimiterLane lane,
            CancellationToken cancellationToken
        ) => Task.FromResult(new ProbeResult(true, "It answers.", TimeSpan.Zero));
    }

    private async Task FindNodesAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        var nodes = await db.Nodes.AsNoTracking().ToListAsync(cancellationToken);
        SourceId = nodes.Single(n => n.Name == "Source").Id;
        DestinationId = nodes.Single(n => n.Name == "Destination").Id;
    }
}
