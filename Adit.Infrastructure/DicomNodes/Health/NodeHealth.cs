using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.DicomNodes.Health;

/// <summary>Asks nodes, one question per node at a time, and shares the answer.</summary>
internal sealed class NodeHealth(
    NodeHealthBook book,
    IServerProbe servers,
    IFolderProbe folders,
    TimeProvider time
) : INodeHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Task<NodeState>> _asking = [];

    public async ValueTask<NodeState> CheckAsync(
        DicomNode node,
        bool asSource,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Whether it is the source or the destination: the question that tells most is the same one for both.
        return book.Find(node)
            ?? await AskAsync(node).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Succeeded(int nodeId) => book.Answered(nodeId);

    public void Unreachable(int nodeId, string message) =>
        book.Failed(nodeId, node: null, NodeFault.Unreachable, message, asTry: false);

    public IReadOnlyList<NodeHealthRow> Snapshot() => book.Down;

    public IDisposable Watch(Action changed) => book.Watch(changed);

    /// <summary>Asks whatever is known already. It ends by its own deadline; who asked may leave earlier.</summary>
    internal Task<NodeState> AskAsync(DicomNode node)
    {
        lock (_gate)
        {
            if (_asking.TryGetValue(node.Id, out var running))
            {
                return running;
            }

            // It works for all who wait, so it must not write into the log of the task that happened to be the first.
            using (ExecutionContext.SuppressFlow())
            {
                return _asking[node.Id] = Task.Run(() => AskOnceAsync(node));
            }
        }
    }

    private async Task<NodeState> AskOnceAsync(DicomNode node)
    {
        try
        {
            var answer = await ProbeAsync(node).ConfigureAwait(false);
            if (answer.WasBusy)
            {
                // Others are talking to it in all places: that says more than a question. Only a pause goes on.
                return book.Find(node) is { IsUsable: false } known
                    ? book.Failed(node, known.Fault, known.Message, asTry: true)
                    : new NodeState(NodeFault.None, "", time.GetUtcNow().UtcDateTime, null);
            }

            if (answer.Fault != NodeFault.None)
            {
                return book.Failed(node, answer.Fault, answer.Message, asTry: true);
            }

            book.Answered(node);
            return new NodeState(NodeFault.None, "", time.GetUtcNow().UtcDateTime, null);
        }
        finally
        {
            lock (_gate)
            {
                _asking.Remove(node.Id);
            }
        }
    }

    private Task<ProbeResult> ProbeAsync(DicomNode node) =>
        node switch
        {
            DicomServerNode server => servers.EchoAsync(
                server,
                LimiterLane.Task,
                CancellationToken.None
            ),
            DicomFolderNode folder => folders.CheckAsync(folder, CancellationToken.None),
            _ => Task.FromResult(new ProbeResult(true, "", TimeSpan.Zero)),
        };
}
