using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;

namespace Adit.Domain.DicomNodes;

/// <summary>A pair for which direct C-MOVE is enabled, with the names for a page.</summary>
public sealed record DirectMoveRow(
    int SourceId,
    string SourceName,
    int DestinationId,
    string DestinationName
);

public interface IDirectMoveQueries
{
    /// <summary>All enabled pairs by name; empty for who is not staff.</summary>
    Task<IReadOnlyList<DirectMoveRow>> ListAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    );
}

public interface IDirectMoveStore
{
    /// <summary>Stores or removes the pair; doing so twice changes nothing. False when one of the two is gone.</summary>
    Task<bool> SetAsync(
        int sourceId,
        int destinationId,
        bool enabled,
        CancellationToken cancellationToken
    );
}

/// <summary>
/// Allows a source to send to a destination by itself, or takes that back. Images then travel without passing through
/// Adit, so that it is off until staff has tried it: the source must know the destination's AE title and address.
/// </summary>
public sealed class SetDirectMove(INodeStore nodes, IDirectMoveStore pairs, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int sourceId,
        int destinationId,
        bool enabled,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        if (
            enabled
            && await RefuseAsync(sourceId, destinationId, cancellationToken).ConfigureAwait(false)
                is { } refused
        )
        {
            return refused;
        }

        if (
            !await pairs
                .SetAsync(sourceId, destinationId, enabled, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return NodeErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.direct-move",
                    "node",
                    sourceId,
                    $"to node {destinationId} {(enabled ? "enabled" : "disabled")}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }

    private async Task<DomainError?> RefuseAsync(
        int sourceId,
        int destinationId,
        CancellationToken cancellationToken
    )
    {
        var source = await nodes.FindAsync(sourceId, cancellationToken).ConfigureAwait(false);
        var destination = await nodes
            .FindAsync(destinationId, cancellationToken)
            .ConfigureAwait(false);
        return (source, destination) switch
        {
            (null, _) or (_, null) => NodeErrors.NotFound,
            ({ IsArchived: true }, _) => NodeErrors.Archived(source.Name),
            (_, { IsArchived: true }) => NodeErrors.Archived(destination.Name),
            (DicomServerNode from, DicomServerNode to)
                when sourceId == destinationId || from.IsSameServerAs(to) =>
                NodeErrors.DirectMoveToItself,
            (DicomServerNode { CanMove: false }, DicomServerNode) =>
                NodeErrors.DirectMoveNotOffered(source.Name),
            (DicomServerNode, DicomServerNode) => null,
            _ => NodeErrors.DirectMoveNeedsServers,
        };
    }
}
