using Adit.Domain.Accounts;
using Adit.Domain.Audit;
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
    AssignPseudonyms assign,
    IAuditTrail audit
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
        if (opened.Error is { } unreadable)
        {
            return unreadable;
        }

        var found = await assign
            .FindAsync(project, opened.Value, source.IdDomain, patients, cancellationToken)
            .ConfigureAwait(false);
        await PseudonymTrail
            .ToldAsync(audit, actor, project.Id, found.Linked.Values, cancellationToken)
            .ConfigureAwait(false);
        return found;
    }
}
