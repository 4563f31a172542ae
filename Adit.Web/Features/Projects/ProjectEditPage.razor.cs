using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Web.Features.DeidentificationProfiles;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using FluentValidation;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>Makes a project, or changes what people have entered about one.</summary>
public sealed partial class ProjectEditPage
{
    private bool _loaded;
    private bool _busy;
    private int? _shown;
    private bool _isStaff;
    private string? _error;
    private ProjectForm? _form;
    private ProjectDetails? _project;
    private IReadOnlyList<ProfileChoice> _profiles = [];
    private IReadOnlyList<DestinationChoice> _destinations = [];
    private Dictionary<string, string> _faults = [];

    /// <summary>Null makes a new project.</summary>
    [Parameter]
    public int? ProjectId { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProjectQueries Projects { get; set; } = default!;

    [Inject]
    private IProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private INodeQueries Nodes { get; set; } = default!;

    [Inject]
    private ProjectCommands Commands { get; set; } = default!;

    [Inject]
    private IValidator<ProjectInput> Validator { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private Crumb[] Crumbs =>
        _project is null
            ? [new Crumb("Projects", "/projects")]
            :
            [
                new Crumb("Projects", "/projects"),
                new Crumb(_project.Name, $"/projects/{_project.Id}"),
            ];

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded && _shown == ProjectId)
        {
            // A form that is being filled is never thrown away by a new rendering.
            return;
        }
        _shown = ProjectId;
        (_project, _form, _error, _faults) = (null, null, null, []);
        if (await Actors.FindAsync() is { } actor)
        {
            _isStaff = actor.IsStaff;
            if (ProjectId is { } id)
            {
                _project = await Projects.GetAsync(actor, id);
                _form = _project is { MayChange: true } ? ProjectForm.From(_project) : null;
            }
            else if (ProjectRights.MayCreate(actor))
            {
                _form = new ProjectForm();
            }
            if (_form is not null)
            {
                await ReadChoicesAsync(actor, _form);
            }
        }
        _loaded = true;
    }

    private async Task ReadChoicesAsync(Actor actor, ProjectForm form)
    {
        var profiles = await Profiles.ListAsync(actor);
        var gone = form.Profiles.Except(
            profiles.Select(row => row.Name),
            StringComparer.OrdinalIgnoreCase
        );
        _profiles =
        [
            .. profiles.Select(row => new ProfileChoice(
                row.Name,
                ProfileWords.Sentence(row.Profile),
                IsGone: false
            )),
            .. gone.Select(name => new ProfileChoice(
                name,
                "Archived: no new job can use it.",
                IsGone: true
            )),
        ];
        if (_project is null && profiles.Count > 0)
        {
            form.Allow(profiles[0].Name, allowed: true);
        }

        var fit = actor.IsStaff
            ? (await Nodes.ListAsync(actor))
                .Where(node =>
                    !node.IsArchived && node.AcceptedData.HasFlag(AcceptedData.Pseudonymised)
                )
                .Select(node => (node.Id, node.Name))
            : (await Nodes.DestinationsForAsync(actor))
                .Where(node => node.AcceptedData.HasFlag(AcceptedData.Pseudonymised))
                .Select(node => (node.Id, node.Name));
        var choices = fit.Select(node => new DestinationChoice(node.Id, node.Name, null)).ToList();
        var known = choices.Select(choice => choice.NodeId).ToHashSet();
        choices.AddRange(
            (_project?.Destinations ?? [])
                .Where(row => !known.Contains(row.NodeId))
                .Select(row => new DestinationChoice(row.NodeId, row.Name, Caution(row)))
        );
        _destinations = choices;
    }

    private static string Caution(ProjectDestinationRow row) =>
        (row.IsArchived, row.AcceptsPseudonymised) switch
        {
            (true, _) => "Archived: nothing can be sent there.",
            (false, false) => "Does not accept pseudonymised data any more.",
            (false, true) =>
                "Your group may not send there; if you take it out, you cannot add it again.",
        };

    private async Task SaveAsync()
    {
        if (_busy || _form is null)
        {
            return;
        }
        _busy = true;
        try
        {
            var input = _form.ToInput();
            _error = null;
            await CheckAsync(input);
            if (_faults.Count > 0 || await Actors.FindAsync() is not { } actor)
            {
                return;
            }
            var result = await Commands.SaveAsync(actor, ProjectId, input);
            if (result.Error is { } error)
            {
                Place(error);
                return;
            }
            Notifications.Show(NotificationLevel.Success, $"{input.Name.Trim()} is saved.");
            Navigation.NavigateTo($"/projects/{result.Value}");
        }
        finally
        {
            _busy = false;
        }
    }

    // A fault goes when it is put right, not with the next try to save.
    private Task RecheckAsync() =>
        _faults.Count == 0 ? Task.CompletedTask : CheckAsync(_form!.ToInput());

    private async Task CheckAsync(ProjectInput input)
    {
        var check = await Validator.ValidateAsync(input);
        _faults = check
            .Errors.GroupBy(fault => fault.PropertyName.Split('[', '.')[0])
            .ToDictionary(
                group => group.Key,
                group => string.Join(' ', group.Select(fault => fault.ErrorMessage).Distinct())
            );
    }

    // The name is the only thing that is refused because of somebody else's project.
    private void Place(DomainError error)
    {
        if (error == ProjectErrors.NameTaken(_form!.Name.Trim()))
        {
            _faults = new Dictionary<string, string> { ["Name"] = error.Message };
        }
        else
        {
            _error = error.Message;
        }
    }
}
