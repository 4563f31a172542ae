using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using Adit.Domain.StudySearch;

namespace Adit.Web.Tests.Features;

/// <summary>Nodes that a group may use, and a server whose answers a test gives one by one.</summary>
internal sealed class FakeHospital : INodeStore, INodeQueries, IStudySearcher, IDicomFaultMessages
{
    public const int PacsId = 1;
    public const int ResearchId = 2;
    public const int VaultId = 3;
    public const int FolderId = 4;

    private readonly Dictionary<int, DicomNode> _nodes = new()
    {
        [PacsId] = Accepting(
            PacsId,
            new DicomServerNode("Main PACS", "PACS", "127.0.0.1", 104),
            AcceptedData.Identified
        ),
        [ResearchId] = Accepting(
            ResearchId,
            new DicomServerNode("Research", "RESEARCH", "127.0.0.1", 105),
            AcceptedData.Identified
        ),
        [VaultId] = Accepting(
            VaultId,
            new DicomServerNode("Vault", "VAULT", "127.0.0.1", 106),
            AcceptedData.Pseudonymised
        ),
        [FolderId] = Accepting(
            FolderId,
            new DicomFolderNode("Share", "/data/share"),
            AcceptedData.Identified
        ),
    };

    private Channel<StudySearchHit> _answers = Channel.CreateUnbounded<StudySearchHit>();

    public List<StudySearchCriteria> Searches { get; } = [];

    public bool HasSources { get; set; } = true;

    /// <summary>The server has seen that the search was given up.</summary>
    public TaskCompletionSource GivenUp { get; } = new();

    public static StudySearchHit Study(
        string uid,
        DateOnly? date = null,
        string name = "Muster^Mia"
    ) =>
        new(
            PacsId,
            "P1",
            name,
            new DateOnly(1970, 2, 1),
            "F",
            uid,
            "A1",
            date,
            null,
            "CT Thorax",
            ["CT"],
            2,
            120,
            InstanceAvailability.Unknown
        );

    public void Answer(params StudySearchHit[] studies)
    {
        foreach (var study in studies)
        {
            _answers.Writer.TryWrite(study);
        }
    }

    public void EndOfAnswers(Exception? fault = null) => _answers.Writer.TryComplete(fault);

    public async IAsyncEnumerable<StudySearchHit> SearchAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Searches.Add(criteria);
        var answers = _answers;
        try
        {
            await foreach (var study in answers.Reader.ReadAllAsync(cancellationToken))
            {
                yield return study;
            }
        }
        finally
        {
            _answers = Channel.CreateUnbounded<StudySearchHit>();
            if (cancellationToken.IsCancellationRequested)
            {
                GivenUp.TrySetResult();
            }
        }
    }

    public DomainError Describe(Exception exception, DicomNode node) =>
        new("dicom", $"{node.Name} did not answer: {exception.Message}");

    public Task<IReadOnlyList<NodeChoice>> SourcesForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<NodeChoice>>(
            HasSources ? [Choice(PacsId), Choice(ResearchId)] : []
        );

    public Task<IReadOnlyList<NodeChoice>> DestinationsForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<NodeChoice>>([
            Choice(PacsId),
            Choice(ResearchId),
            Choice(VaultId),
            Choice(FolderId),
        ]);

    public DicomServerNode Server(int id) => (DicomServerNode)_nodes[id];

    public Task<IReadOnlyList<NodeRow>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken = default
    ) => Task.FromResult<IReadOnlyList<NodeRow>>([.. _nodes.Keys.Select(Row)]);

    public Task<NodeDetails?> GetAsync(
        Actor staff,
        int nodeId,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<NodeDetails?>(
            _nodes[nodeId] switch
            {
                DicomServerNode server => new NodeDetails(Row(nodeId), Input(server), null, [])
                {
                    HasAuthorization = server.ProtectedAuthorization is not null,
                },
                DicomFolderNode folder => new NodeDetails(
                    Row(nodeId),
                    null,
                    new FolderInput
                    {
                        Id = nodeId,
                        Name = folder.Name,
                        Path = folder.Path,
                    },
                    []
                ),
                _ => null,
            }
        );

    public Task<DicomNode?> FindAsync(int nodeId, CancellationToken cancellationToken) =>
        Task.FromResult(_nodes.GetValueOrDefault(nodeId));

    public Task<NodeAccess?> FindAccessAsync(
        int groupId,
        int nodeId,
        CancellationToken cancellationToken
    ) => Task.FromResult<NodeAccess?>(new NodeAccess(groupId, nodeId, true, true));

    public Task<bool> NameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    ) => Task.FromResult(false);

    public Task<bool> AeTitleExistsAsync(
        string aeTitle,
        int? exceptId,
        CancellationToken cancellationToken
    ) => Task.FromResult(false);

    public Task<int> AddAsync(DicomNode node, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> ChangeAsync(
        int nodeId,
        Action<DicomNode> change,
        CancellationToken cancellationToken
    )
    {
        change(_nodes[nodeId]);
        return Task.FromResult(true);
    }

    public Task<bool> SetAccessAsync(
        int groupId,
        int nodeId,
        bool isSource,
        bool isDestination,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    private static ServerInput Input(DicomServerNode server) =>
        new()
        {
            Name = server.Name,
            AcceptedData = server.AcceptedData,
            AeTitle = server.AeTitle,
            Host = server.Host,
            Port = server.Port,
            Services = server.Services,
            DicomWebUrl = server.DicomWebUrl,
            WadoPrefix = server.WadoPrefix,
            Timeouts = server.Timeouts,
        };

    private NodeRow Row(int id) =>
        new(id, _nodes[id].Name, _nodes[id].Kind, "", _nodes[id].AcceptedData, false, false);

    private static DicomNode Accepting(int id, DicomNode node, AcceptedData data)
    {
        // The database gives out IDs, and nobody else may.
        typeof(DicomNode).GetProperty(nameof(DicomNode.Id))!.SetValue(node, id);
        node.Accept(data);
        return node;
    }

    private NodeChoice Choice(int id) =>
        new(id, _nodes[id].Name, _nodes[id].Kind, _nodes[id].AcceptedData);
}
