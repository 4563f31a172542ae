using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Web.Features.DeidentificationProfiles;
using Adit.Web.Features.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Projects;

/// <summary>One project: by which rules its data leaves, who works on it, how its subjects stand.</summary>
public sealed partial class ProjectPage : IAsyncDisposable
{
    internal const int PageSize = 25;

    private static readonly Crumb[] ListCrumb = [new("Projects", "/projects")];

    // Reading a project costs more than reading a row: what comes in between melts into the next reading.
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(3);

    private readonly CancellationSeries _reads = new();
    private LiveLoop? _live;
    private bool _loaded;
    private bool _busy;
    private bool _hasNews;
    private bool _mayTransfer;
    private string? _error;
    private string? _memberError;
    private DateOnly _today;
    private ProjectDetails? _project;
    private Page<SubjectRow> _subjects = new([], 0);
    private IReadOnlyList<ProfileChoice> _profiles = [];

    [Parameter]
    public int ProjectId { get; set; }

    [SupplyParameterFromQuery(Name = "subject")]
    private string? PseudonymQuery { get; set; }

    [SupplyParameterFromQuery(Name = "only")]
    private string? OnlyQuery { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageQuery { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProjectQueries Projects { get; set; } = default!;

    [Inject]
    private IProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private ProjectCommands Commands { get; set; } = default!;

    [Inject]
    private IJobProgressBroker Broker { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private int CurrentPage => Pager.Read(PageQuery);

    private bool OnlyMissing => OnlyQuery == "missing";

    private ProjectState State =>
        ProjectWords.StateOf(_project!.IsArchived, _project.EthicsUntil, _today);

    private bool MayTransfer => _mayTransfer && _project is { IsOpen: true, IsMember: true };

    private string Trial
    {
        get
        {
            var parts = new[] { _project!.TrialProtocolId, _project.TrialProtocolName };
            var text = string.Join(" · ", parts.OfType<string>());
            return text.Length == 0 ? "–" : text;
        }
    }

    private string? Warning =>
        State switch
        {
            ProjectState.Open => null,
            ProjectState.EndsSoon =>
                $"The ethics approval ends on {ProjectWords.Day(_project!.EthicsUntil!.Value)} ({ProjectWords.Distance(_project.EthicsUntil.Value, _today)}). After that day nothing starts any more, also no job that waits. Have it prolonged in time.",
            ProjectState.Ended =>
                $"The ethics approval has ended on {ProjectWords.Day(_project!.EthicsUntil!.Value)}. Nothing starts any more, also no job that waits. When it is prolonged, enter the new day under Edit.",
            ProjectState.Archived =>
                "The project is archived: nothing starts any more. What was done in it stays readable.",
        };

    protected override async Task OnParametersSetAsync()
    {
        if (_project is not null && _project.Id != ProjectId)
        {
            (_project, _loaded, _error, _memberError) = (null, false, null, null);
        }
        await ReadAsync();
        _loaded = true;
        if (_live is null && _project is not null)
        {
            // Jobs of other members count as well; nothing of a change is shown, it only says that it is time to read again.
            _live = LiveLoop.Start(
                Broker.Watch(new JobWatchScope.All()),
                TakeAsync,
                DispatchExceptionAsync
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reads.Dispose();
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    private async Task TakeAsync(
        IReadOnlyList<JobChange> batch,
        CancellationToken cancellationToken
    )
    {
        var jobs = _subjects
            .Items.SelectMany(subject => subject.Missing)
            .Select(study => study.JobId)
            .ToHashSet();
        if (
            batch.Any(change =>
                change is JobChange.JobCreated
                || (
                    change is not (JobChange.TaskProgressed or JobChange.TaskLogged)
                    && jobs.Contains(change.JobId)
                )
            )
        )
        {
            await ReadAsync(replace: false);
            StateHasChanged();
            await Task.Delay(_pause, Time, cancellationToken);
        }
    }

    private Task ShowNewsAsync() => ReadAsync();

    private static string Delivered(int delivered, int studies) =>
        studies == 0 ? "–" : $"{Units.Count(delivered)} of {Units.Count(studies)}";

    private async Task ReadAsync(bool replace = true)
    {
        var cancellationToken = _reads.Next();
        try
        {
            if (await Actors.FindAsync(cancellationToken) is not { } actor)
            {
                return;
            }
            _today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
            _mayTransfer = actor.Has(Permissions.SelectiveTransferCreate);
            var project = await Projects.GetAsync(actor, ProjectId, cancellationToken);
            var subjects = await Projects.ListSubjectsAsync(
                actor,
                ProjectId,
                new SubjectListFilter
                {
                    Pseudonym = string.IsNullOrWhiteSpace(PseudonymQuery)
                        ? null
                        : PseudonymQuery.Trim(),
                    OnlyMissing = OnlyMissing,
                    Skip = (CurrentPage - 1) * PageSize,
                    Take = PageSize,
                },
                cancellationToken
            );
            var profiles = await Profiles.ListAsync(actor, cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            (_project, _profiles) = (project, project is null ? [] : Chosen(project, profiles));
            Show(subjects, replace);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer read is on its way, or the page was left.
        }
    }

    // Rows on screen keep their places; others wait to be asked for.
    private void Show(Page<SubjectRow> fresh, bool replace)
    {
        if (
            replace
            || _subjects.Items.Count == 0
            || fresh
                .Items.Select(row => row.Id)
                .SequenceEqual(_subjects.Items.Select(row => row.Id))
        )
        {
            (_subjects, _hasNews) = (fresh, false);
            return;
        }
        var byId = fresh.Items.ToDictionary(row => row.Id);
        _subjects = new Page<SubjectRow>(
            [.. _subjects.Items.Select(row => byId.GetValueOrDefault(row.Id, row))],
            _subjects.Total
        );
        _hasNews = true;
    }

    private static List<ProfileChoice> Chosen(
        ProjectDetails project,
        IReadOnlyList<ProfileRow> profiles
    )
    {
        var known = profiles.ToDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. project.AllowedProfiles.Select(name =>
                known.TryGetValue(name, out var row)
                    ? new ProfileChoice(row.Name, ProfileWords.Sentence(row.Profile), IsGone: false)
                    : new ProfileChoice(name, "Archived: no new job can use it.", IsGone: true)
            ),
        ];
    }

    private async Task<bool> SetMembersAsync(IReadOnlyList<string> userNames)
    {
        var isDone = false;
        await ActAsync(async actor =>
        {
            var result = await Commands.SetMembersAsync(actor, ProjectId, userNames);
            (isDone, _memberError) = (result.IsSuccess, result.Error?.Message);
            await ReadAsync();
        });
        StateHasChanged();
        return isDone;
    }

    private Task ArchiveAsync() =>
        ActAsync(async actor =>
        {
            var archive = !_project!.IsArchived;
            if (
                archive
                && await Dialogs.ShowMessageBoxAsync(
                    $"Archive {_project.Name}?",
                    "Nothing starts for it any more, and tasks that still wait will fail. Its subjects, its link table and its jobs stay readable, and you can take it up again.",
                    yesText: "Archive",
                    cancelText: "Keep it as it is"
                ) != true
            )
            {
                return;
            }
            var result = await Commands.ArchiveAsync(actor, ProjectId, archive);
            _error = result.Error?.Message;
            if (result.IsSuccess)
            {
                Notifications.Show(
                    NotificationLevel.Success,
                    archive ? $"{_project.Name} is archived." : $"{_project.Name} is open again."
                );
            }
            await ReadAsync();
        });

    private async Task ActAsync(Func<Actor, Task> act)
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        try
        {
            if (await Actors.FindAsync() is { } actor)
            {
                await act(actor);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
