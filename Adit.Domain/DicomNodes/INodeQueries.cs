using Adit.Domain.Accounts;

namespace Adit.Domain.DicomNodes;

/// <summary>A node to choose on a form.</summary>
public sealed record NodeChoice(int Id, string Name, NodeKind Kind, AcceptedData AcceptedData);

public sealed record NodeRow(
    int Id,
    string Name,
    NodeKind Kind,
    string Address,
    AcceptedData AcceptedData,
    bool IsArchived,
    bool IsSuspended
);

public sealed record NodeAccessRow(
    int GroupId,
    string GroupName,
    bool IsSource,
    bool IsDestination
);

/// <summary>Everything of one node for the staff page; exactly one of the two inputs is set.</summary>
public sealed record NodeDetails(
    NodeRow Row,
    ServerInput? Server,
    FolderInput? Folder,
    IReadOnlyList<NodeAccessRow> Access
)
{
    /// <summary>An authorization header is stored; nobody can read it again.</summary>
    public bool HasAuthorization { get; init; }
}

public interface INodeQueries
{
    Task<IReadOnlyList<NodeChoice>> SourcesForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    );

    Task<IReadOnlyList<NodeChoice>> DestinationsForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    );

    /// <summary>All nodes, archived ones too; empty for who is not staff.</summary>
    Task<IReadOnlyList<NodeRow>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken = default
    );

    /// <summary>Null when it does not exist or the actor is not staff.</summary>
    Task<NodeDetails?> GetAsync(
        Actor staff,
        int nodeId,
        CancellationToken cancellationToken = default
    );
}

/// <summary>Loads nodes for use cases and saves what they changed.</summary>
public interface INodeStore
{
    /// <summary>A detached copy; null when it does not exist.</summary>
    Task<DicomNode?> FindAsync(int nodeId, CancellationToken cancellationToken);

    /// <summary>Whether another node has this name.</summary>
    Task<bool> NameExistsAsync(string name, int? exceptId, CancellationToken cancellationToken);

    /// <summary>Whether another server has this AE title.</summary>
    Task<bool> AeTitleExistsAsync(
        string aeTitle,
        int? exceptId,
        CancellationToken cancellationToken
    );

    Task<int> AddAsync(DicomNode node, CancellationToken cancellationToken);

    /// <summary>Applies a change to the stored node; false when it does not exist.</summary>
    Task<bool> ChangeAsync(
        int nodeId,
        Action<DicomNode> change,
        CancellationToken cancellationToken
    );

    /// <summary>What the group may do with the node; null: nothing.</summary>
    Task<NodeAccess?> FindAccessAsync(int groupId, int nodeId, CancellationToken cancellationToken);

    /// <summary>Sets (or, with two times false, removes) the access; false when group or node does not exist.</summary>
    Task<bool> SetAccessAsync(
        int groupId,
        int nodeId,
        bool isSource,
        bool isDestination,
        CancellationToken cancellationToken
    );
}
