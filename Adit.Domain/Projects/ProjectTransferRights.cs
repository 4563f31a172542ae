using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>
/// What a project lets a person send where. Asked when a job is made, and again when each of its tasks starts: it may have been
/// changed by then.
/// </summary>
public static class ProjectTransferRights
{
    public static Result Check(
        Project project,
        int personId,
        string? profileName,
        int? destinationId,
        string? destinationName,
        DateOnly today
    ) =>
        !project.HasMember(personId) ? ProjectErrors.NotMember(project.Name)
        : !project.IsOpenOn(today) ? ProjectErrors.Closed(project.Name)
        : profileName is not null && !project.AllowsProfile(profileName)
            ? ProjectErrors.ProfileNotAllowed(profileName, project.Name)
        : destinationId is { } id && !project.HasDestination(id)
            ? ProjectErrors.DestinationNotAllowed(destinationName ?? "", project.Name)
        : Result.Success;
}
