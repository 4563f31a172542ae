using Adit.Domain.StudySearch;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>The series of one study to choose from; the server is asked when the study is opened.</summary>
public sealed partial class StudySeriesList : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private bool _open;
    private string? _error;

    [Parameter, EditorRequired]
    public StudySearchHit Study { get; set; } = default!;

    [Parameter, EditorRequired]
    public SeriesPlan Plan { get; set; } = default!;

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IStudySeriesQueries Queries { get; set; } = default!;

    private IReadOnlyList<StudySeries>? Series => Plan.Known(Study.StudyInstanceUid);

    private string Summary
    {
        get
        {
            if (Series is not { Count: > 0 } all)
            {
                return Study.SeriesCount is { } count ? $"all {count} series" : "all series";
            }
            var ticked = all.Count(one => Plan.IsTicked(Study.StudyInstanceUid, one));
            return ticked == all.Count
                ? $"all {all.Count} series"
                : $"{ticked} of {all.Count} series";
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task ToggleAsync()
    {
        _open = !_open;
        if (_open && Series is null)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _error = null;
        var cancellationToken = _left.Token;
        try
        {
            if (await Actors.FindAsync(cancellationToken) is not { } actor)
            {
                _error = "Your account is no longer active. Log in again.";
                return;
            }
            var found = await Queries.FindSeriesAsync(
                actor,
                Study.SourceId,
                Study.PatientId,
                Study.StudyInstanceUid,
                cancellationToken
            );
            if (found.Error is { } error)
            {
                _error = error.Message;
                return;
            }
            Plan.Learn(Study.StudyInstanceUid, found.Value);
            await OnChanged.InvokeAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The study was taken out of the choice, or the page was left.
        }
    }

    private Task TickAsync(StudySeries series, bool ticked)
    {
        Plan.Tick(Study.StudyInstanceUid, series, ticked);
        return OnChanged.InvokeAsync();
    }

    private Task TickAllAsync(bool ticked)
    {
        foreach (var series in Series ?? [])
        {
            Plan.Tick(Study.StudyInstanceUid, series, ticked);
        }
        return OnChanged.InvokeAsync();
    }
}
