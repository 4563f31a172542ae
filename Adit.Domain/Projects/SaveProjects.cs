using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.Projects;

/// <summary>What creating and changing a project have in common: whether the input may be stored.</summary>
public sealed class ProjectAdmission(
    IProjectStore projects,
    IProfileStore profiles,
    INodeStore nodes,
    IValidator<ProjectInput> validator
)
{
    public async Task<Result> CheckAsync(
        Actor actor,
        ProjectInput input,
        Project? before,
        CancellationToken cancellationToken
    )
    {
        var check = await validator.ValidateAsync(input, cancellationToken).ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        var name = input.Name.Trim();
        if (
            await projects
                .NameExistsAsync(name, before?.Id, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return ProjectErrors.NameTaken(name);
        }

        if (
            !actor.IsStaff
            && !input
                .AllowedSopClasses.ToHashSet(StringComparer.Ordinal)
                .SetEquals(before?.AllowedSopClasses ?? [])
        )
        {
            return ProjectErrors.StaffAllowsSopClasses;
        }

        // What the project has already stays, also when it could not be chosen any more.
        var known = await profiles.NamesAsync(cancellationToken).ConfigureAwait(false);
        if (
            input.AllowedProfiles.FirstOrDefault(p =>
                !known.Contains(p, StringComparer.OrdinalIgnoreCase)
                && before?.AllowsProfile(p) != true
            ) is
            { } unknown
        )
        {
            return ProjectErrors.ProfileUnknown(unknown);
        }

        foreach (var id in input.DestinationIds.Where(id => before?.HasDestination(id) != true))
        {
            var fit = await CheckDestinationAsync(actor, id, cancellationToken)
                .ConfigureAwait(false);
            if (fit.IsFailure)
            {
                return fit;
            }
        }

        return Result.Success;
    }

    private async Task<Result> CheckDestinationAsync(
        Actor actor,
        int nodeId,
        CancellationToken cancellationToken
    )
    {
        var node = await nodes.FindAsync(nodeId, cancellationToken).ConfigureAwait(false);
        if (node is null)
        {
            return NodeErrors.NotFound;
        }

        var maySend =
            actor.IsStaff
            || (
                actor.GroupId is { } groupId
                && await nodes
                    .FindAccessAsync(groupId, nodeId, cancellationToken)
                    .ConfigureAwait(false)
                    is { IsDestination: true }
            );
        return maySend && !node.IsArchived && node.Accepts(AcceptedData.Pseudonymised)
            ? Result.Success
            : ProjectErrors.DestinationUnfit(node.Name);
    }
}

/// <summary>Makes a project with a secret of its own. Who makes it is its first member.</summary>
public sealed class CreateProject(
    IProjectStore projects,
    ProjectAdmission admission,
    IProjectSecrets secrets,
    IAuditTrail audit,
    TimeProvider time
)
{
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        ProjectInput input,
        CancellationToken cancellationToken = default
    )
    {
        if (!ProjectRights.MayCreate(actor))
        {
            return ProjectErrors.MayNotCreate;
        }

        var admitted = await admission
            .CheckAsync(actor, input, before: null, cancellationToken)
            .ConfigureAwait(false);
        if (admitted.Error is { } refused)
        {
            return refused;
        }

        var project = new Project(input.Name, secrets.Create(), time.GetUtcNow().UtcDateTime);
        Apply(project, input);
        project.AddMember(actor.PersonId);
        if (await projects.AddAsync(project, cancellationToken).ConfigureAwait(false) is not { } id)
        {
            return ProjectErrors.NameTaken(project.Name);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(actor, "project.create", "project", id, Describe(project)),
                cancellationToken
            )
            .ConfigureAwait(false);
        return id;
    }

    internal static void Apply(Project project, ProjectInput input)
    {
        project.Describe(input.Name, input.Description);
        project.SetTrial(input.TrialProtocolId, input.TrialProtocolName);
        project.SetEthics(input.EthicsReference, input.EthicsUntil);
        project.AllowProfiles(input.AllowedProfiles, input.DefaultProfile);
        project.SetDestinations(input.DestinationIds);
        project.AllowSopClasses(input.AllowedSopClasses);
    }

    internal static string Describe(Project project) =>
        $"{project.Name}; profiles {string.Join(", ", project.AllowedProfiles)}; destinations {string.Join(' ', project.Destinations.Select(d => d.NodeId))}; "
        + $"SOP classes {string.Join(' ', project.AllowedSopClasses)}; ethics until {project.EthicsUntil?.ToString("O", CultureInfo.InvariantCulture) ?? "no end"}";
}

/// <summary>Changes everything of a project but its members and its secret.</summary>
public sealed class ChangeProject(
    IProjectStore projects,
    ProjectAdmission admission,
    IAuditTrail audit
)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int projectId,
        ProjectInput input,
        CancellationToken cancellationToken = default
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null || !ProjectRights.MaySee(actor, project))
        {
            return ProjectErrors.NotFound;
        }

        if (!ProjectRights.MayChange(actor, project))
        {
            return ProjectErrors.MayNotChange;
        }

        var admitted = await admission
            .CheckAsync(actor, input, project, cancellationToken)
            .ConfigureAwait(false);
        if (admitted.IsFailure)
        {
            return admitted;
        }

        CreateProject.Apply(project, input);
        if (
            !await projects
                .ChangeAsync(
                    projectId,
                    stored =>
                        CreateProject.Apply(
                            stored,
                            // What staff has allowed since the form was opened is not taken back by it.
                            actor.IsStaff
                                ? input
                                : input with
                                {
                                    AllowedSopClasses = stored.AllowedSopClasses,
                                }
                        ),
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            return await projects
                .NameExistsAsync(input.Name.Trim(), projectId, cancellationToken)
                .ConfigureAwait(false)
                ? ProjectErrors.NameTaken(input.Name.Trim())
                : ProjectErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "project.change",
                    "project",
                    projectId,
                    CreateProject.Describe(project)
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}

/// <summary>Says by user name who works in a project.</summary>
public sealed class SetProjectMembers(IProjectStore projects, IAuditTrail audit)
{
    private const int MaxMembers = 500;

    public async Task<Result> ExecuteAsync(
        Actor actor,
        int projectId,
        IReadOnlyList<string> userNames,
        CancellationToken cancellationToken = default
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null || !ProjectRights.MaySee(actor, project))
        {
            return ProjectErrors.NotFound;
        }

        if (!ProjectRights.MayChange(actor, project))
        {
            return ProjectErrors.MayNotChange;
        }

        string[] names =
        [
            .. userNames
                .Select(n => n.Trim())
                .Where(n => n.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        if (names.Length is 0 or > MaxMembers)
        {
            return DomainError.Invalid(
                $"A project has 1 to {MaxMembers} members. Archive a project that nobody works in any more."
            );
        }

        var people = await projects.FindPeopleAsync(names, cancellationToken).ConfigureAwait(false);
        if (Array.Find(names, n => !people.ContainsKey(n)) is { } unknown)
        {
            return ProjectErrors.UnknownPerson(unknown);
        }

        var ids = people.Values.ToHashSet();
        if (
            !await projects
                .ChangeAsync(projectId, stored => stored.SetMembers(ids), cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return ProjectErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "project.members",
                    "project",
                    projectId,
                    string.Join(' ', names)
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}

/// <summary>Ends a project, or takes it up again. What was done in it stays readable.</summary>
public sealed class ArchiveProject(IProjectStore projects, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int projectId,
        bool archived = true,
        CancellationToken cancellationToken = default
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null || !ProjectRights.MaySee(actor, project))
        {
            return ProjectErrors.NotFound;
        }

        if (!ProjectRights.MayChange(actor, project))
        {
            return ProjectErrors.MayNotChange;
        }

        var changed = await projects
            .ChangeAsync(
                projectId,
                stored =>
                {
                    if (archived)
                    {
                        stored.Archive();
                    }
                    else
                    {
                        stored.Restore();
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!changed)
        {
            return ProjectErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    archived ? "project.archive" : "project.restore",
                    "project",
                    projectId
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}
