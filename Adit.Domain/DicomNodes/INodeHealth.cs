namespace Adit.Domain.DicomNodes;

/// <summary>What keeps a node from being used.</summary>
public enum NodeFault
{
    None = 0,

    /// <summary>Nothing answers, or not in time; a folder that cannot be written. Mends itself, most often.</summary>
    Unreachable = 1,

    /// <summary>The server answers and refuses Adit: somebody has to change a setting, here or there.</summary>
    Refused = 2,
}

/// <summary>Whether a task may start at a node; else why not, and when the node is tried again.</summary>
public sealed record NodeState(
    NodeFault Fault,
    string Message,
    DateTime CheckedAt,
    DateTime? NextTryAt
)
{
    public bool IsUsable => Fault == NodeFault.None;
}

/// <summary>A node whose tasks wait, as pages show it. Times are UTC.</summary>
public sealed record NodeHealthRow(
    int NodeId,
    string NodeName,
    NodeFault Fault,
    string Message,
    DateTime DownSince,
    DateTime CheckedAt,
    DateTime NextTryAt
);

/// <summary>
/// What this process knows of its nodes. A node that does not answer is left out by the dispatcher, so that all its tasks
/// wait together, and is tried again with growing pauses until it answers.
/// </summary>
public interface INodeHealth
{
    /// <summary>
    /// Asks the node whether it answers, within a few seconds. The answer is shared by everybody who asks within half a
    /// minute, and one question runs at a time. Never throws for what the node does.
    /// </summary>
    ValueTask<NodeState> CheckAsync(
        DicomNode node,
        bool asSource,
        CancellationToken cancellationToken
    );

    /// <summary>The node has just done what was asked of it; that is as good as a check.</summary>
    void Succeeded(int nodeId);

    /// <summary>The node did not answer in the middle of the work: its tasks pause until it does.</summary>
    void Unreachable(int nodeId, string message);

    /// <summary>Nodes that are down at this moment, by name; most often none.</summary>
    IReadOnlyList<NodeHealthRow> Snapshot();

    /// <summary>
    /// Calls back after each change of <see cref="Snapshot"/>, on a thread of its own choosing and without waiting for
    /// anything; dispose to end it.
    /// </summary>
    IDisposable Watch(Action changed);
}
