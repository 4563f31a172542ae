using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Web.Features.DicomNodes;

/// <summary>From the staff page to the use cases behind it.</summary>
public sealed class NodeCommands(
    SaveServer saveServer,
    SaveFolder saveFolder,
    ArchiveNode archive,
    SetNodeAccess access,
    SetDirectMove directMove,
    SetAuthorization authorization,
    TestConnection test
)
{
    public Task<Result<int>> SaveAsync(Actor actor, NodeForm form, int? nodeId) =>
        form.Kind switch
        {
            NodeKind.Server => saveServer.ExecuteAsync(actor, form.ToServer(nodeId)),
            NodeKind.Folder => saveFolder.ExecuteAsync(actor, form.ToFolder(nodeId)),
        };

    public Task<Result> ArchiveAsync(Actor actor, int nodeId, bool archived) =>
        archive.ExecuteAsync(actor, nodeId, archived);

    public Task<Result> SetAccessAsync(Actor actor, int nodeId, NodeAccessRow row) =>
        access.ExecuteAsync(actor, row.GroupId, nodeId, row.IsSource, row.IsDestination);

    public Task<Result> SetDirectMoveAsync(
        Actor actor,
        int sourceId,
        int destinationId,
        bool enabled
    ) => directMove.ExecuteAsync(actor, sourceId, destinationId, enabled);

    public Task<Result> SetAuthorizationAsync(Actor actor, int serverId, string? header) =>
        authorization.ExecuteAsync(actor, serverId, header);

    public Task<Result<string>> TestAsync(Actor actor, int nodeId) =>
        test.ExecuteAsync(actor, nodeId);
}
