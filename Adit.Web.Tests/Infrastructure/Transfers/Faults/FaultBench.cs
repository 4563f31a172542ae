using System.Globalization;
using System.Text.Json.Nodes;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Receiver;
using Adit.Infrastructure.Transfers;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>
/// What all cells of the matrix share: two healthy Orthancs, and the whole application on a database, so that the outcome of every
/// image is read from the real ledger.
/// </summary>
public sealed class FaultBench : IAsyncLifetime
{
    public const string ReceiverAeTitle = "ADITMOVE";

    private readonly DirectoryInfo _spill = Directory.CreateTempSubdirectory("adit-fault-spill-");
    private readonly PostgreSqlCluster _unused = new();
    private EngineHost _host = null!;
    private Actor _person = null!;
    private ReceiverService _receiver = null!;

    public OrthancServer Source { get; private set; } = null!;

    public OrthancServer Destination { get; private set; } = null!;

    /// <summary>Where our own receiver listens.</summary>
    public int ReceiverPort => Receiver.Port!.Value;

    public ReceiverSnapshot Receiver => _host.Get<IReceiverQueries>().Get(_person)!;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var source = OrthancServer.StartAsync("SOURCE", Configure, token);
        var destination = OrthancServer.StartAsync("DEST", Configure, token);
        _host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            _unused,
            token,
            start: false,
            settings: new Dictionary<string, string?>
            {
                ["Transfers:SpillDirectory"] = _spill.FullName,
                ["Folders:ReserveBytes"] = "0",
                ["Transfers:CancelGrace"] = "00:00:00.300",
                ["Receiver:AeTitle"] = ReceiverAeTitle,
                ["Seed:Servers:2:Name"] = "Misbehaving",
                ["Seed:Servers:2:AeTitle"] = MisbehavingPacs.AeTitle,
                ["Seed:Servers:2:Host"] = "127.0.0.1",
                ["Seed:Servers:2:Port"] = "104",
                ["Receiver:Address"] = "127.0.0.1",
                ["Receiver:Port"] = "0",
            }
        );
        _person = await _host.PersonAsync("ann", token, staff: true);
        // The receiver alone: the dispatcher would take the tasks of the cells for its own.
        _receiver = _host.Services.GetServices<IHostedService>().OfType<ReceiverService>().Single();
        await _receiver.StartAsync(token);
        Source = await source;
        Destination = await destination;
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await _unused.DisposeAsync();
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
        _spill.Delete(recursive: true);
    }

    /// <summary>Temporary files of transfers that nobody has removed.</summary>
    public IEnumerable<string> Spilled => _spill.EnumerateFiles().Select(file => file.Name);

    /// <summary>Runs one attempt as the engine would, and reads the ledger back from the database.</summary>
    internal async Task<FaultRun> RunAsync(Scene scene, CancellationToken cancellationToken)
    {
        await using (var db = await _host.OpenAsync(cancellationToken))
        {
            // Sources of C-MOVE are known by their own names, which several cells have in common.
            var earlier = await db
                .Servers.Where(server => server.AeTitle == scene.Source.AeTitle)
                .ToListAsync(cancellationToken);
            earlier.ForEach(server =>
                server.MoveTo(
                    string.Create(CultureInfo.InvariantCulture, $"EARLIER{server.Id}"),
                    server.Host,
                    server.Port
                )
            );
            await db.SaveChangesAsync(cancellationToken);
            db.Nodes.AddRange(scene.Source, scene.Destination);
            await db.SaveChangesAsync(cancellationToken);
        }
        var claim = await ClaimAsync(scene, cancellationToken);
        await using var scope = _host.Services.CreateAsyncScope();
        var journal = scope.ServiceProvider.GetRequiredService<TransferJournal>();
        var ledger = await journal.OpenLedgerAsync(claim, cancellationToken);
        var (job, task) = await LoadAsync(claim, cancellationToken);
        var executor = ActivatorUtilities.CreateInstance<StudyTransferExecutor>(
            scope.ServiceProvider,
            new FixedDeidentifier(scene.Deidentifier)
        );
        if (scene.BeforeSecondAttempt is { } change)
        {
            await new FaultRun(scene).ExecuteAsync(
                executor,
                task,
                job,
                ledger,
                claim.ClaimId,
                cancellationToken
            );
            await journal.SettleAsync();
            await using var db = await _host.OpenAsync(cancellationToken);
            await db
                .Ledger.Where(line => line.TaskId == claim.TaskId)
                .ExecuteDeleteAsync(cancellationToken);
            ledger = await journal.OpenLedgerAsync(claim, cancellationToken);
            change();
        }
        var run = new FaultRun(scene);
        await run.ExecuteAsync(executor, task, job, ledger, claim.ClaimId, cancellationToken);
        await journal.SettleAsync();
        run.Report = await _host
            .Get<IDeidentificationReports>()
            .FindAsync(claim.TaskId, cancellationToken);
        run.Ledger = (await ledger.LoadAsync(cancellationToken)).ToDictionary(
            line => line.SopInstanceUid,
            StringComparer.Ordinal
        );
        return run;
    }

    private async Task<TaskClaim> ClaimAsync(Scene scene, CancellationToken cancellationToken)
    {
        var now = _host.Get<TimeProvider>().GetUtcNow().UtcDateTime;
        var job = new Job(JobKind.SelectiveTransfer, _person.PersonId, _person.GroupId!.Value, now)
        {
            SourceId = scene.Source.Id,
            DestinationId = scene.Destination.Id,
        };
        job.BeginWith(JobTaskStatus.Pending, 1);
        var task = new JobTask(
            scene.Source.Id,
            scene.Destination.Id,
            scene.Study.PatientId,
            scene.Study.StudyInstanceUid,
            now
        )
        {
            SeriesInstanceUids = scene.ChosenSeries,
            Pseudonym = scene.Pseudonym,
        };
        var jobId = await _host.Get<IJobStore>().AddAsync(job, [task], cancellationToken);
        var taskId = (await _host.TasksAsync(jobId, cancellationToken)).Single().Id;
        var due = new DueTask(
            taskId,
            jobId,
            _person.PersonId,
            JobKind.SelectiveTransfer,
            scene.Source.Id,
            scene.Destination.Id,
            false
        );
        return await _host.Get<ClaimStore>().TryClaimAsync(due, cancellationToken)
            ?? throw new InvalidOperationException("The task could not be claimed.");
    }

    private async Task<(Job, JobTask)> LoadAsync(
        TaskClaim claim,
        CancellationToken cancellationToken
    )
    {
        await using var db = await _host.OpenAsync(cancellationToken);
        return (
            await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == claim.JobId, cancellationToken),
            await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == claim.TaskId, cancellationToken)
        );
    }

    private sealed class FixedDeidentifier(Deidentifier? deidentifier) : ITaskDeidentifiers
    {
        public Task<Result<Deidentifier?>> CreateAsync(
            Job job,
            JobTask task,
            DicomNode source,
            CancellationToken cancellationToken
        ) => Task.FromResult(Result.Ok(deidentifier));
    }

    private static void Configure(JsonObject configuration)
    {
        configuration["StorageCompression"] = false;
        // A file that is deleted behind its back must be missed, not served from memory.
        configuration["MaximumStorageCacheSize"] = 0;
    }
}

[CollectionDefinition(nameof(FaultBench))]
public sealed class FaultBenchCollection : ICollectionFixture<FaultBench>;
