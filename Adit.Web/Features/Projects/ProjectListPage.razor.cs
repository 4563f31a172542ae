using Adit.Domain.Projects;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>The projects that a person works in; staff sees all.</summary>
public sealed partial class ProjectListPage
{
    private IReadOnlyList<ProjectRow>? _projects;
    private DateOnly _today;
    private bool _isStaff;
    private bool _mayCreate;
    private bool _archived;
    private bool _mineOnly;

    [SupplyParameterFromQuery(Name = "show")]
    private string? ShowQuery { get; set; }

    [SupplyParameterFromQuery(Name = "of")]
    private string? OfQuery { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProjectQueries Projects { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string EmptyText =>
        (_archived, _mayCreate) switch
        {
            (true, _) =>
                "An archived project starts nothing any more; what was done in it stays here.",
            (false, true) =>
                "Data leaves with a pseudonym for a project: it says who works on it, by which rules the data is de-identified, and where it may go.",
            (false, false) =>
                "Data leaves with a pseudonym for a project. Ask a member of yours to add you, or an administrator to make one.",
        };

    protected override async Task OnParametersSetAsync()
    {
        if (await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
        _isStaff = actor.IsStaff;
        _mayCreate = ProjectRights.MayCreate(actor);
        _archived = ShowQuery == "archived";
        _mineOnly = _isStaff && OfQuery == "me";
        var all = await Projects.ListAsync(actor, includeArchived: _archived);
        _projects =
        [
            .. all.Where(project =>
                project.IsArchived == _archived && (!_mineOnly || project.IsMember)
            ),
        ];
    }

    private static string Link(ProjectRow project) => $"/projects/{project.Id}";

    private void Open(ProjectRow project) => Navigation.NavigateTo(Link(project));

    private string With(string name, string? value) =>
        Navigation.GetUriWithQueryParameter(name, value);
}
