using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>
/// Looks at pseudonyms while a form is filled in: which patients the project knows already, and what is wrong with what was entered.
/// Nothing is stored; who makes the job is asked all of it again.
/// </summary>
public sealed class CheckPseudonyms(
    IProjectStore projects,
    INodeStore nodes,
    IProjectSecrets secrets,
    AssignPseudonyms assign
)
{
    public async Task<Result<PseudonymFindings>> ExecuteAsync(
        Actor actor,
        int projectId,
        int sourceId,
        IReadOnlyList<PatientToLink> patients,
        CancellationToken cancellationToken = default
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null || !project.HasMember(actor.PersonId))
        {
            return ProjectErrors.NotFound;
        }

        var source = await nodes.FindAsync(sourceId, cancellationToken).ConfigureAwait(false);
        if (
            source is null
            || actor.GroupId is not { } groupId
            || await nodes
                .FindAccessAsync(groupId, source.Id, cancellationToken)
                .ConfigureAwait(false)
                is not { IsSource: true }
        )
        {
            return NodeErrors.NotSource;
        }

        var opened = secrets.Open(project);
        return opened.Error is { } unreadable
            ? unreadable
            : await assign
                .FindAsync(project, opened.Value, source.IdDomain, patients, cancellationToken)
                .ConfigureAwait(false);
    }
}
