using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

public sealed record TransferEnds(DicomNode Source, DicomNode? Destination);

/// <summary>
/// What a group may do between two nodes. Asked when a job is made, and again when each of its tasks starts: rights may
/// be gone by then.
/// </summary>
public static class TransferRights
{
    public static async Task<Result<TransferEnds>> CheckAsync(
        INodeStore nodes,
        int groupId,
        int sourceId,
        int? destinationId,
        AcceptedData data,
        CancellationToken cancellationToken
    )
    {
        var source = await nodes.FindAsync(sourceId, cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return NodeErrors.NotFound;
        }

        var access = await nodes
            .FindAccessAsync(groupId, sourceId, cancellationToken)
            .ConfigureAwait(false);
        if (access is not { IsSource: true })
        {
            return NodeErrors.NotSource;
        }

        if (source.IsArchived)
        {
            return NodeErrors.Archived(source.Name);
        }

        if (source is not DicomServerNode)
        {
            return NodeErrors.SourceNotServer;
        }

        if (destinationId is not { } target)
        {
            return new TransferEnds(source, null);
        }

        var destination = await nodes.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (destination is null)
        {
            return NodeErrors.NotFound;
        }

        access = await nodes
            .FindAccessAsync(groupId, target, cancellationToken)
            .ConfigureAwait(false);
        if (access is not { IsDestination: true })
        {
            return NodeErrors.NotDestination;
        }

        if (destination.IsArchived)
        {
            return NodeErrors.Archived(destination.Name);
        }

        if (!destination.Accepts(data))
        {
            return data == AcceptedData.Identified
                ? NodeErrors.DestinationRefusesIdentified(destination.Name)
                : NodeErrors.DestinationRefusesPseudonymised(destination.Name);
        }

        return new TransferEnds(source, destination);
    }
}
