using Adit.Domain.Accounts;
using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Web.Features.Projects;

/// <summary>From the pages to the use cases behind them.</summary>
public sealed class ProjectCommands(
    CreateProject create,
    ChangeProject change,
    SetProjectMembers members,
    ArchiveProject archive
)
{
    /// <summary>The project's ID.</summary>
    public async Task<Result<int>> SaveAsync(Actor actor, int? projectId, ProjectInput input)
    {
        if (projectId is not { } id)
        {
            return await create.ExecuteAsync(actor, input);
        }
        var result = await change.ExecuteAsync(actor, id, input);
        return result.Error is { } error ? error : id;
    }

    public Task<Result> SetMembersAsync(
        Actor actor,
        int projectId,
        IReadOnlyList<string> userNames
    ) => members.ExecuteAsync(actor, projectId, userNames);

    public Task<Result> ArchiveAsync(Actor actor, int projectId, bool archived) =>
        archive.ExecuteAsync(actor, projectId, archived);
}
