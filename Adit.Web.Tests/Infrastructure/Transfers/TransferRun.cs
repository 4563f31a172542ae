using System.Collections.Concurrent;
using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Receiver;
using Adit.Infrastructure.Transfers;
using Adit.Infrastructure.Transfers.Routes;
using Adit.Web.Tests.Infrastructure.Folders;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>The executor as the engine would call it, with everything it writes kept in memory for the test to read.</summary>
internal sealed class TransferRun
    : ITaskLog,
        ITransferLedger,
        IDirectMovePairs,
        ITaskDeidentifiers,
        IDeidentificationReports,
        IProgress<TransferProgress>
{
    private static readonly DateTime At = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<string, InstanceRecord> _lines = new(StringComparer.Ordinal);
    private readonly TransferOptions _options;
    private readonly ServerLimiter _limiter = new();

    public TransferRun(Action<TransferOptions>? configure = null)
    {
        _options = new TransferOptions
        {
            NetworkBackoff = TimeSpan.FromMilliseconds(10),
            // Made when it is first needed; the files in it are unlinked as soon as they are open.
            SpillDirectory = Path.Combine(Path.GetTempPath(), "adit-test-spill"),
        };
        configure?.Invoke(_options);
    }

    public ConcurrentQueue<string> Log { get; } = new();

    public ConcurrentQueue<TransferProgress> Progress { get; } = new();

    public string? Route { get; private set; }

    public ConcurrentDictionary<string, SeriesRecord> Series { get; } = new(StringComparer.Ordinal);

    public string? FoundPatientId { get; private set; }

    /// <summary>Called with every line before it is kept; a test stops or breaks things here.</summary>
    public Action<InstanceRecord>? OnRecord { get; set; }

    public IReadOnlyDictionary<string, InstanceRecord> Ledger
    {
        get
        {
            lock (_lines)
            {
                return new Dictionary<string, InstanceRecord>(_lines);
            }
        }
    }

    /// <summary>As after a crash: what was expected is written down, what became of it is not.</summary>
    public void Forget()
    {
        lock (_lines)
        {
            foreach (var line in _lines.Values.ToArray())
            {
                _lines[line.SopInstanceUid] = line with { Outcome = InstanceOutcome.Expected };
            }
        }
    }

    public int CountOf(InstanceOutcome outcome) => Ledger.Values.Count(r => r.Outcome == outcome);

    public string LogText => string.Join('\n', Log);

    public static DicomServerNode Server(
        string name,
        string aeTitle,
        int port,
        string host = "127.0.0.1",
        ServerTimeouts? timeouts = null,
        ExpectedSet expected = ExpectedSet.ImageList,
        int maxAssociations = 8,
        ServerServices services = ServerServices.DimseDefault
    )
    {
        var server = new DicomServerNode(name, aeTitle, host, port);
        server.Configure(
            services,
            expected,
            DicomServerNode.DefaultMaxSearchResults,
            maxAssociations,
            timeouts
                ?? new ServerTimeouts
                {
                    ConnectSeconds = 5,
                    ResponseSeconds = 20,
                    FirstImageSeconds = 20,
                    IdleSeconds = 20,
                },
            null
        );
        return server;
    }

    /// <summary>A server with DICOMweb at this address, and no DIMSE service unless it is named.</summary>
    public static DicomServerNode WebServer(
        string name,
        Uri address,
        ServerServices services,
        int dicomPort = 1,
        string? authorization = null,
        ServerTimeouts? timeouts = null
    )
    {
        var server = Server(name, "ANY", dicomPort, timeouts: timeouts, services: services);
        server.ConfigureDicomWeb(address.AbsoluteUri, null, null, null);
        server.Authorize(authorization is null ? null : Authorization.Protect(authorization));
        return server;
    }

    private static AuthorizationProtector Authorization { get; } =
        new(new EphemeralDataProtectionProvider());

    public ServerConnector Connector =>
        new(_limiter, new Options<DicomOptions>(new DicomOptions { PlaceTimeout = PlaceTimeout }));

    /// <summary>How long to wait while all places at a server are taken.</summary>
    public TimeSpan PlaceTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public Task<TaskOutcome> ExecuteAsync(
        DicomNode source,
        DicomNode destination,
        TestStudy study,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? series = null
    )
    {
        var connector = Connector;
        var faults = new DicomFaultMessages();
        var web = new DicomWebConnector(connector, Authorization);
        var executor = new StudyTransferExecutor(
            new TransferRoutes(
                [new FindListingRoute(connector), new QidoListingRoute(web)],
                Receiver is { } receiver
                    ?
                    [
                        new WadoRoute(web),
                        new GetRoute(connector),
                        new MoveRoute(connector, receiver),
                    ]
                    : [new WadoRoute(web), new GetRoute(connector)],
                [
                    new StoreRoute(connector, faults),
                    new StowRoute(web, faults),
                    new FolderRoute(Folders.Writing, NullLogger<FolderDelivery>.Instance),
                ]
            ),
            this,
            connector,
            faults,
            this,
            this,
            new Options<TransferOptions>(_options),
            TimeProvider.System,
            NullLogger<StudyTransferExecutor>.Instance
        );
        var task = new JobTask(1, 2, study.PatientId, study.StudyInstanceUid, At)
        {
            SeriesInstanceUids = series ?? [],
            Pseudonym = Pseudonym,
        };
        var job = new Job(JobKind.SelectiveTransfer, 1, 1, At)
        {
            SendThroughAdit = SendThroughAdit,
            OnlyModalities = OnlyModalities,
        };
        return executor.ExecuteAsync(
            new TaskExecutionContext(
                task,
                job,
                source,
                destination,
                this,
                this,
                this,
                Guid.NewGuid()
            )
            {
                Killed = Killed,
            },
            cancellationToken
        );
    }

    /// <summary>Where images that come by C-MOVE are received; without it that way does not exist.</summary>
    public IMoveReceiver? Receiver { get; set; }

    /// <summary>What the images of the task become; null: they stay as they are. A new one for each attempt, as in the engine.</summary>
    public Func<Deidentifier>? Deidentifier { get; set; }

    /// <summary>Of the task, when it is pseudonymised.</summary>
    public string? Pseudonym { get; init; }

    /// <summary>What the last attempt has stored.</summary>
    public DeidentificationReport? Report { get; private set; }

    /// <summary>The owner's option of the job.</summary>
    public bool SendThroughAdit { get; set; }

    /// <summary>The owner's choice of series.</summary>
    public IReadOnlyList<string> OnlyModalities { get; set; } = [];

    /// <summary>What runs into the same folders share.</summary>
    public TestFolders Folders { get; init; } = new();

    /// <summary>Staff kills the task.</summary>
    public CancellationToken Killed { get; init; }

    /// <summary>Whether the source may send to the destination itself.</summary>
    public bool MayMoveDirectly { get; set; }

    Task<bool> IDirectMovePairs.IsEnabledAsync(
        int sourceId,
        int destinationId,
        CancellationToken cancellationToken
    ) => Task.FromResult(MayMoveDirectly);

    Task<Result<Deidentifier?>> ITaskDeidentifiers.CreateAsync(
        Job job,
        JobTask task,
        DicomNode source,
        CancellationToken cancellationToken
    ) => Task.FromResult(Result.Ok(Deidentifier?.Invoke()));

    Task<bool> IDeidentificationReports.SaveAsync(
        long taskId,
        Guid claimId,
        DeidentificationReport report,
        CancellationToken cancellationToken
    )
    {
        Report = report;
        return Task.FromResult(true);
    }

    Task<DeidentificationReport?> IDeidentificationReports.FindAsync(
        long taskId,
        CancellationToken cancellationToken
    ) => Task.FromResult(Report);

    Task<TaskReport?> IDeidentificationReports.GetAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken
    ) => Task.FromResult<TaskReport?>(null);

    void ITaskLog.Write(LogLevel level, string text) => Log.Enqueue($"{level}: {text}");

    void IProgress<TransferProgress>.Report(TransferProgress value) => Progress.Enqueue(value);

    Task<IReadOnlyList<TransferredInstance>> ITransferLedger.LoadAsync(
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<TransferredInstance>>([
            .. Ledger.Values.Select(record => new TransferredInstance(1, record, At)),
        ]);

    ValueTask ITransferLedger.RecordAsync(
        InstanceRecord record,
        CancellationToken cancellationToken
    )
    {
        OnRecord?.Invoke(record);
        lock (_lines)
        {
            _lines[record.SopInstanceUid] = record;
        }
        return ValueTask.CompletedTask;
    }

    ValueTask ITransferLedger.RecordAsync(
        IReadOnlyCollection<InstanceRecord> records,
        CancellationToken cancellationToken
    )
    {
        lock (_lines)
        {
            foreach (var record in records)
            {
                _lines[record.SopInstanceUid] = record;
            }
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Lines that would have survived a crash at this moment.</summary>
    public IReadOnlyDictionary<string, InstanceRecord> Durable { get; private set; } =
        new Dictionary<string, InstanceRecord>(StringComparer.Ordinal);

    Task ITransferLedger.FlushAsync(CancellationToken cancellationToken)
    {
        Durable = Ledger;
        return Task.CompletedTask;
    }

    Task ITransferLedger.SetRouteAsync(string route, CancellationToken cancellationToken)
    {
        Route = route;
        return Task.CompletedTask;
    }

    ValueTask ITransferLedger.RecordSeriesAsync(
        IReadOnlyCollection<SeriesRecord> records,
        CancellationToken cancellationToken
    )
    {
        foreach (var record in records)
        {
            Series[record.SeriesInstanceUid] = record;
        }

        return ValueTask.CompletedTask;
    }

    Task ITransferLedger.SetFoundPatientIdAsync(
        string patientId,
        CancellationToken cancellationToken
    )
    {
        FoundPatientId = patientId;
        return Task.CompletedTask;
    }

    Task ITransferLedger.SetExpectedImagesAsync(int count, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private sealed class Options<T>(T value) : IOptionsMonitor<T>
    {
        public T CurrentValue => value;

        public T Get(string? name) => value;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
