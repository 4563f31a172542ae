using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.StudySearch;

/// <summary>Who may ask a server for studies and series.</summary>
internal static class SearchRights
{
    public static async Task<Result<DicomServerNode>> CheckAsync(
        INodeStore nodes,
        Actor actor,
        int sourceId,
        CancellationToken cancellationToken
    )
    {
        if (actor.GroupId is not { } groupId)
        {
            return AccountErrors.NoGroup;
        }

        if (
            !actor.Has(Permissions.SelectiveTransferCreate)
            && !actor.Has(Permissions.ExplorerQuery)
            && !actor.Has(Permissions.BatchTransferCreate)
        )
        {
            return StudySearchErrors.MayNotSearch;
        }

        var access = await nodes
            .FindAccessAsync(groupId, sourceId, cancellationToken)
            .ConfigureAwait(false);
        if (access is not { IsSource: true })
        {
            return NodeErrors.NotSource;
        }

        return await nodes.FindAsync(sourceId, cancellationToken).ConfigureAwait(false) switch
        {
            null => NodeErrors.NotFound,
            { IsArchived: true } archived => NodeErrors.Archived(archived.Name),
            DicomServerNode server => server,
            _ => NodeErrors.SourceNotServer,
        };
    }
}
