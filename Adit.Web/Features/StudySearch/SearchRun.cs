using Adit.Domain.Accounts;
using Adit.Domain.Results;
using Adit.Domain.StudySearch;

namespace Adit.Web.Features.StudySearch;

/// <summary>One running or finished search: what has arrived so far and how it stands.</summary>
public sealed class SearchRun(string sourceName, long startedAt)
{
    private readonly List<StudySearchHit> _hits = [];
    private bool _sorted = true;

    public string SourceName { get; } = sourceName;

    public long StartedAt { get; } = startedAt;

    public bool IsRunning { get; private set; } = true;

    public bool WasCanceled { get; private set; }

    public int? Limit { get; private set; }

    public DomainError? Error { get; private set; }

    public TimeSpan? Elapsed { get; private set; }

    public int Count => _hits.Count;

    /// <summary>Newest first; studies without a date come last.</summary>
    public IReadOnlyList<StudySearchHit> Hits
    {
        get
        {
            if (!_sorted)
            {
                _hits.Sort(NewestFirst);
                _sorted = true;
            }
            return _hits;
        }
    }

    public async Task ReadAsync(
        SearchStudies search,
        Actor actor,
        StudySearchCriteria criteria,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var happened in search.ExecuteAsync(actor, criteria, cancellationToken))
            {
                Take(happened);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            WasCanceled = true;
        }
        finally
        {
            WasCanceled |=
                cancellationToken.IsCancellationRequested && Elapsed is null && Error is null;
            IsRunning = false;
        }
    }

    private static int NewestFirst(StudySearchHit left, StudySearchHit right)
    {
        var byDate = Nullable.Compare(right.StudyDate, left.StudyDate);
        if (byDate != 0)
        {
            return byDate;
        }
        var byTime = Nullable.Compare(right.StudyTime, left.StudyTime);
        return byTime != 0
            ? byTime
            : string.CompareOrdinal(left.StudyInstanceUid, right.StudyInstanceUid);
    }

    private void Take(StudySearchEvent happened)
    {
        switch (happened)
        {
            case StudySearchEvent.Hit hit:
                _hits.Add(hit.Study);
                _sorted = false;
                break;
            case StudySearchEvent.LimitReached reached:
                Limit = reached.Limit;
                break;
            case StudySearchEvent.Failed failed:
                Error = failed.Error;
                break;
            case StudySearchEvent.Finished finished:
                Elapsed = finished.Elapsed;
                break;
        }
    }
}
