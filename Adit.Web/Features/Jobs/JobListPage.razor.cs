using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Jobs, page by page. Rows on screen move with their jobs; rows that would push others wait to be asked for.</summary>
public sealed partial class JobListPage : IAsyncDisposable
{
    private const int PageSize = 25;

    private readonly CancellationSeries _reads = new();
    private LiveLoop? _live;
    private JobWatchScope? _scope;
    private Page<JobRow>? _jobs;
    private JobListFilter _filter = new();
    private bool _isStaff;
    private bool _hasNews;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusQuery { get; set; }

    [SupplyParameterFromQuery(Name = "owner")]
    private string? OwnerQuery { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortQuery { get; set; }

    [SupplyParameterFromQuery(Name = "desc")]
    private string? DescendingQuery { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageQuery { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IJobQueries Jobs { get; set; } = default!;

    [Inject]
    private IJobProgressBroker Broker { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private int CurrentPage => Pager.Read(PageQuery);

    public async ValueTask DisposeAsync()
    {
        _reads.Dispose();
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _isStaff = actor.IsStaff;
        _filter = new JobListFilter
        {
            AllOwners = _isStaff && OwnerQuery == "all",
            Status = Enum.TryParse<JobStatus>(StatusQuery, ignoreCase: true, out var status)
                ? status
                : null,
            Sort = SortQuery,
            Descending = SortHeader.ReadDescending(DescendingQuery) ?? SortQuery is null,
            Skip = (CurrentPage - 1) * PageSize,
            Take = PageSize,
        };
        await WatchAsync(
            _filter.AllOwners ? new JobWatchScope.All() : new JobWatchScope.Owner(actor.PersonId)
        );
        await ReadAsync(replace: true);
    }

    private async Task WatchAsync(JobWatchScope scope)
    {
        if (scope == _scope)
        {
            return;
        }
        _scope = scope;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
        _live = LiveLoop.Start(Broker.Watch(scope), TakeAsync, DispatchExceptionAsync);
    }

    private async Task TakeAsync(
        IReadOnlyList<JobChange> batch,
        CancellationToken cancellationToken
    )
    {
        if (batch.Any(change => change is not (JobChange.TaskProgressed or JobChange.TaskLogged)))
        {
            await ReadAsync(replace: false);
            StateHasChanged();
        }
    }

    private Task ShowNewsAsync() => ReadAsync(replace: true);

    private async Task ReadAsync(bool replace)
    {
        var cancellationToken = _reads.Next();
        try
        {
            if (await Actors.FindAsync(cancellationToken) is not { } actor)
            {
                return;
            }
            var fresh = await Jobs.ListJobsAsync(actor, _filter, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (
                replace
                || _jobs is null
                || _jobs.Items.Count == 0
                || SameRows(fresh.Items, _jobs.Items)
            )
            {
                (_jobs, _hasNews) = (fresh, false);
                return;
            }
            var byId = fresh.Items.ToDictionary(job => job.Id);
            _jobs = new Page<JobRow>(
                [.. _jobs.Items.Select(job => byId.GetValueOrDefault(job.Id, job))],
                _jobs.Total
            );
            _hasNews = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer read is on its way, or the page was left.
        }
    }

    private static bool SameRows(IReadOnlyList<JobRow> left, IReadOnlyList<JobRow> right) =>
        left.Select(job => job.Id).SequenceEqual(right.Select(job => job.Id));

    private string With(string name, string? value) =>
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { [name] = value, ["page"] = null }
        );
}
