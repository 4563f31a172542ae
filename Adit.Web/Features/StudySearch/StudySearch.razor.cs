using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Web.Features.Shell;
using FluentValidation;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.StudySearch;

/// <summary>
/// Searches a server for studies and lets a person choose among them. Every page that needs studies uses this one.
/// </summary>
public sealed partial class StudySearch : IAsyncDisposable
{
    // Four renders a second are enough for an eye; a fast server sends thousands of answers in that time.
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private IReadOnlyList<NodeChoice>? _sources;
    private IReadOnlyDictionary<string, string> _faults = new Dictionary<string, string>();
    private StudySearchFields _fields = new();
    private bool _remembered;
    private bool _folded;
    private SearchRun? _run;
    private CancellationTokenSource? _cancellation;
    private Task _loop = Task.CompletedTask;

    /// <summary>Several studies may be chosen; otherwise the last one counts.</summary>
    [Parameter]
    public bool MultiSelect { get; set; } = true;

    /// <summary>The studies that are chosen now, in the order of the table.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<StudySearchHit>> SelectionChanged { get; set; }

    /// <summary>The server that is searched now.</summary>
    [Parameter]
    public EventCallback<NodeChoice?> SourceChanged { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private INodeQueries Nodes { get; set; } = default!;

    [Inject]
    private SearchStudies Search { get; set; } = default!;

    [Inject]
    private IValidator<StudySearchCriteria> Validator { get; set; } = default!;

    [Inject]
    private StudySearchMemory Memory { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool IsSearching => _run?.IsRunning == true;

    private string StatusText =>
        _run switch
        {
            null => "",
            { IsRunning: true, Count: 0 } =>
                $"Waiting for {_run.SourceName} …{Seconds(Time.GetElapsedTime(_run.StartedAt))}",
            { IsRunning: true } =>
                $"{Studies(_run.Count)} so far, {_run.SourceName} is still answering …",
            { WasCanceled: true } => $"Search canceled, {Studies(_run.Count)} until then",
            { Error: not null } => $"Search failed, {Studies(_run.Count)} until then",
            _ => $"{Studies(_run.Count)} found on {_run.SourceName}"
                + (_run.Elapsed is { } elapsed ? $" in {elapsed.TotalSeconds:0.0} s" : ""),
        };

    public async ValueTask DisposeAsync()
    {
        if (_cancellation is not null)
        {
            await _cancellation.CancelAsync();
        }
        await _loop;
        _cancellation?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _remembered = Memory.Fields is not null;
        _fields = Memory.Fields ??= new StudySearchFields();
        if (await Actors.FindAsync() is not { } actor)
        {
            _sources = [];
            return;
        }
        _sources =
        [
            .. (await Nodes.SourcesForAsync(actor)).Where(node => node.Kind == NodeKind.Server),
        ];
        if (_sources.All(node => node.Id != _fields.SourceId))
        {
            _fields.SourceId = _sources.Count > 0 ? _sources[0].Id : 0;
        }
        await SourceChanged.InvokeAsync(Source());
    }

    private static string Studies(int count) => count == 1 ? "1 study" : $"{count} studies";

    private static string Seconds(TimeSpan elapsed) =>
        elapsed.TotalSeconds < 1 ? "" : $" {elapsed.TotalSeconds:0} s";

    private NodeChoice? Source() => _sources?.FirstOrDefault(node => node.Id == _fields.SourceId);

    private async Task SearchAsync()
    {
        var criteria = _fields.ToCriteria();
        var check = await Validator.ValidateAsync(criteria);
        _faults = check
            .Errors.GroupBy(fault => fault.PropertyName.Split('[')[0])
            .ToDictionary(
                group => group.Key,
                group => string.Join(' ', group.Select(fault => fault.ErrorMessage).Distinct())
            );
        if (!check.IsValid || await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        await StopAsync();
        await ClearSelectionAsync();
        _cancellation = new CancellationTokenSource();
        _folded = true;
        _run = new SearchRun(Source()?.Name ?? "the server", Time.GetTimestamp());
        _loop = RenderWhileAsync(
            _run,
            _run.ReadAsync(Search, actor, criteria, _cancellation.Token)
        );
    }

    private async Task RenderWhileAsync(SearchRun run, Task reading)
    {
        using var timer = new PeriodicTimer(RenderInterval, Time);
        while (!reading.IsCompleted)
        {
            await Task.WhenAny(
                reading,
                timer.WaitForNextTickAsync(CancellationToken.None).AsTask()
            );
            if (_run == run)
            {
                StateHasChanged();
            }
        }
        if (_run == run && run.Count == 0 && _folded)
        {
            // Nothing to see: the criteria are what people want to change now.
            _folded = false;
            StateHasChanged();
        }
        try
        {
            await reading;
        }
        catch (Exception fault)
        {
            // The use case names every expected failure; this is a bug, and the error boundary shows and logs it.
            await DispatchExceptionAsync(fault);
        }
    }

    private async Task StopAsync()
    {
        if (_cancellation is { } running)
        {
            await running.CancelAsync();
            await _loop;
            running.Dispose();
            _cancellation = null;
        }
    }

    private async Task CancelAsync()
    {
        if (_cancellation is { } running)
        {
            await running.CancelAsync();
        }
    }

    private void Unfold() => _folded = false;

    private async Task ClearAsync()
    {
        await StopAsync();
        (_run, _folded, _remembered) = (null, false, false);
        _faults = new Dictionary<string, string>();
        _fields.Clear();
        await ClearSelectionAsync();
    }

    private async Task SourceChangedAsync()
    {
        // Studies of one server cannot be taken from another.
        await StopAsync();
        (_run, _folded) = (null, false);
        await ClearSelectionAsync();
        await SourceChanged.InvokeAsync(Source());
    }

    private async Task ClearSelectionAsync()
    {
        _selected.Clear();
        await SelectionChanged.InvokeAsync([]);
    }

    private async Task SelectAsync(IReadOnlyCollection<string> chosen)
    {
        _selected.Clear();
        _selected.UnionWith(chosen);
        await SelectionChanged.InvokeAsync([
            .. _run?.Hits.Where(hit => _selected.Contains(hit.StudyInstanceUid)) ?? [],
        ]);
    }
}
