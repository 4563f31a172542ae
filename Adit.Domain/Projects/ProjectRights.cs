using Adit.Domain.Accounts;

namespace Adit.Domain.Projects;

/// <summary>Who may do what with projects. Being staff opens the administration, never the patients.</summary>
public static class ProjectRights
{
    public static bool MayCreate(Actor actor) =>
        actor.IsStaff || actor.Has(Permissions.ProjectsCreate);

    public static bool MaySee(Actor actor, Project project) =>
        actor.IsStaff || project.HasMember(actor.PersonId);

    public static bool MayChange(Actor actor, Project project) =>
        actor.IsStaff
        || (project.HasMember(actor.PersonId) && actor.Has(Permissions.ProjectsCreate));

    public static bool MayReadLinkTable(Actor actor, Project project) =>
        project.HasMember(actor.PersonId) && actor.Has(Permissions.ProjectsLinkTable);
}
