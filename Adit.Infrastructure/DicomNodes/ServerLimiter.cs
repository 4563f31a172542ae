using System.Collections.Concurrent;
using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>
/// One gate per server for everything this process opens to it. Whoever opens an association has just read the server's row and
/// hands its limit in, so a changed setting counts from the next association on.
/// </summary>
internal sealed class ServerLimiter : IServerLimiter
{
    private const int DefaultMaxAssociations = 8;
    private const int MaxWaiting = 1000;

    private readonly ConcurrentDictionary<int, AssociationGate> _gates = new();

    public void Configure(int serverId, int maxAssociations) =>
        Gate(serverId).Configure(maxAssociations);

    public ValueTask<IAsyncDisposable> AcquireAsync(
        int serverId,
        LimiterLane lane,
        CancellationToken cancellationToken
    ) => Gate(serverId).AcquireAsync(lane, cancellationToken);

    /// <summary>A further association for someone who holds one already: never waits, so that two cannot wait for each other.</summary>
    public IAsyncDisposable? TryAcquire(int serverId, LimiterLane lane) =>
        Gate(serverId).TryAcquire(lane);

    private AssociationGate Gate(int serverId) =>
        _gates.GetOrAdd(serverId, _ => new AssociationGate(DefaultMaxAssociations, MaxWaiting));
}
