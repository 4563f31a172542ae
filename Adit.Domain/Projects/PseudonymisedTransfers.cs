using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>Under which project, profile and pseudonyms a job is to run.</summary>
public sealed record PseudonymisedPlan(
    Project Project,
    int ProfileVersionId,
    PseudonymAssignment Pseudonyms
);

/// <summary>Whether a person may make a pseudonymised job, and what it then runs under. The same for every kind of job.</summary>
public sealed class PseudonymisedTransfers(
    IProjectStore projects,
    IProfileStore profiles,
    IProjectSecrets secrets,
    AssignPseudonyms assign,
    TimeProvider time
)
{
    public async Task<Result<PseudonymisedPlan>> PlanAsync(
        Actor actor,
        int projectId,
        string? profileName,
        TransferEnds ends,
        IReadOnlyList<PatientToLink> patients,
        CancellationToken cancellationToken
    )
    {
        var chosen = await ChooseAsync(actor, projectId, profileName, cancellationToken)
            .ConfigureAwait(false);
        if (chosen.Error is { } refused)
        {
            return refused;
        }

        var (project, profile) = chosen.Value;
        var allowed = ProjectTransferRights.Check(
            project,
            actor.PersonId,
            profile.Name,
            ends.Destination?.Id,
            ends.Destination?.Name,
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)
        );
        if (allowed.Error is { } notAllowed)
        {
            return notAllowed;
        }

        var key = secrets.Open(project);
        if (key.Error is { } unreadable)
        {
            return unreadable;
        }

        var assigned = await assign
            .CheckAsync(project, key.Value, ends.Source.IdDomain, patients, cancellationToken)
            .ConfigureAwait(false);
        return assigned.Error is { } faults
            ? faults
            : new PseudonymisedPlan(project, profile.Id, assigned.Value);
    }

    /// <summary>Asks again when a task of the job starts.</summary>
    public async Task<Result> CheckAsync(
        Job job,
        int projectId,
        TransferEnds ends,
        CancellationToken cancellationToken
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null)
        {
            return ProjectErrors.NotFound;
        }

        var profile = job.ProfileVersionId is { } versionId
            ? await profiles.FindAsync(versionId, cancellationToken).ConfigureAwait(false)
            : null;
        return ProjectTransferRights.Check(
            project,
            job.OwnerId,
            profile?.Name,
            ends.Destination?.Id,
            ends.Destination?.Name,
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)
        );
    }

    /// <summary>The project, and the newest version of the profile that is asked for, or of the project's default.</summary>
    public async Task<Result<(Project Project, ProfileVersion Profile)>> ChooseAsync(
        Actor actor,
        int projectId,
        string? profileName,
        CancellationToken cancellationToken
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is null || !project.HasMember(actor.PersonId))
        {
            return ProjectErrors.NotFound;
        }

        var name = string.IsNullOrWhiteSpace(profileName)
            ? project.DefaultProfile
            : profileName.Trim();
        var profile = name is null
            ? null
            : await profiles.FindNewestAsync(name, cancellationToken).ConfigureAwait(false);
        return profile is { IsArchived: false }
            ? (project, profile)
            : ProjectErrors.ProfileUnknown(name ?? "");
    }
}
