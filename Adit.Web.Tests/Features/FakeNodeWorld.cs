using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;

namespace Adit.Web.Tests.Features;

/// <summary>What is known around nodes: which are down, what may be moved directly, how full folders are, what was received.</summary>
internal sealed class FakeNodeWorld
    : INodeHealth,
        IDirectMoveQueries,
        IDirectMovePairs,
        IDirectMoveStore,
        IFolderUsageQueries,
        IReceiverQueries,
        IFolderProbe,
        IAuthorizationProtector,
        IServerProbe,
        IStudySeriesSearcher
{
    private readonly List<Action> _watchers = [];
    private IReadOnlyList<NodeHealthRow> _down = [];

    public HashSet<(int Source, int Destination)> Pairs { get; } = [];

    public List<FolderUsage> Usages { get; } = [];

    /// <summary>The series of every study; null: the server does not answer.</summary>
    public IReadOnlyList<StudySeries>? Series { get; set; } = [];

    public int SeriesQuestions { get; private set; }

    public ReceiverSnapshot? Receiver { get; set; }

    public bool IsReady => true;

    public int Watchers => _watchers.Count;

    public static NodeHealthRow Down(string name, string message) =>
        new(
            FakeHospital.ResearchId,
            name,
            NodeFault.Unreachable,
            message,
            Samples.Morning,
            Samples.Morning,
            Samples.Morning.AddMinutes(2)
        );

    public void Set(params NodeHealthRow[] down)
    {
        _down = down;
        foreach (var changed in _watchers.ToList())
        {
            changed();
        }
    }

    public IReadOnlyList<NodeHealthRow> Snapshot() => _down;

    public IDisposable Watch(Action changed)
    {
        _watchers.Add(changed);
        return new Ending(() => _watchers.Remove(changed));
    }

    public ValueTask<NodeState> CheckAsync(
        DicomNode node,
        bool asSource,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public void Succeeded(int nodeId) { }

    public void Unreachable(int nodeId, string message) { }

    public Task<IReadOnlyList<DirectMoveRow>> ListAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<DirectMoveRow>>([
            .. Pairs.Select(pair => new DirectMoveRow(pair.Source, "", pair.Destination, "")),
        ]);

    public Task<bool> IsEnabledAsync(
        int sourceId,
        int destinationId,
        CancellationToken cancellationToken
    ) => Task.FromResult(Pairs.Contains((sourceId, destinationId)));

    public Task<bool> SetAsync(
        int sourceId,
        int destinationId,
        bool enabled,
        CancellationToken cancellationToken
    )
    {
        _ = enabled
            ? Pairs.Add((sourceId, destinationId))
            : Pairs.Remove((sourceId, destinationId));
        return Task.FromResult(true);
    }

    Task<IReadOnlyList<FolderUsage>> IFolderUsageQueries.ListAsync(
        Actor staff,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<FolderUsage>>(Usages);

    public Task<ProbeResult> CheckAsync(
        DicomFolderNode folder,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new ProbeResult(true, "The folder takes files, 12.00 GB are free.", TimeSpan.Zero)
        );

    public Task<ProbeResult> EchoAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    ) => Task.FromResult(new ProbeResult(true, "It answered.", TimeSpan.Zero));

    public string Protect(string header) => $"protected:{header.Length}";

    public ReceiverSnapshot? Get(Actor staff) => staff.IsStaff ? Receiver : null;

    public Task<IReadOnlyList<StudySeries>> FindAsync(
        DicomServerNode server,
        string patientId,
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        SeriesQuestions++;
        return Series is null
            ? throw new IOException("connection refused")
            : Task.FromResult(Series);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
