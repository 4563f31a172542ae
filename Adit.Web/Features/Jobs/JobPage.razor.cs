using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>
/// One job, live. Rows are read again when something about them was committed; counters of running tasks come with the
/// announcement. A page on which nothing happens does nothing.
/// </summary>
public sealed partial class JobPage : IAsyncDisposable
{
    private const int PageSize = 25;

    private static readonly Crumb[] ListCrumb = [new("Jobs", "/jobs")];

    private readonly RunningTasks _running = new();
    private readonly CancellationSeries _reads = new();
    private LiveLoop? _live;
    private int _shownJobId;
    private bool _loaded;
    private JobDetails? _job;
    private Page<TaskRow>? _tasks;
    private TaskListFilter _filter = new();

    [Parameter]
    public int JobId { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusQuery { get; set; }

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

    /// <summary>Those of the job, and where its tasks differ, those of the tasks in sight.</summary>
    private List<string?> NodeNames =>
        [
            _job?.SourceName,
            _job?.DestinationName,
            .. _tasks?.Items.Select(task => task.SourceName) ?? [],
            .. _tasks?.Items.Select(task => task.DestinationName) ?? [],
        ];

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
        _filter = new TaskListFilter
        {
            Status = Enum.TryParse<JobTaskStatus>(StatusQuery, ignoreCase: true, out var status)
                ? status
                : null,
            Sort = SortQuery,
            Descending = SortHeader.ReadDescending(DescendingQuery) ?? false,
            Skip = (CurrentPage - 1) * PageSize,
            Take = PageSize,
        };
        if (_shownJobId != JobId)
        {
            _shownJobId = JobId;
            _loaded = false;
            await WatchAsync();
        }
        await ReadAsync(_reads.Next());
    }

    private async Task WatchAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
        // Subscribed before the rows are read: whatever is committed in between is announced.
        var watch = Broker.Watch(new JobWatchScope.Job(JobId));
        _running.Reset(watch.Snapshot);
        _live = LiveLoop.Start(watch, TakeAsync, DispatchExceptionAsync);
    }

    private async Task TakeAsync(
        IReadOnlyList<JobChange> batch,
        CancellationToken cancellationToken
    )
    {
        if (_running.Take(batch))
        {
            await ReadAsync(_reads.Next());
        }
        StateHasChanged();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var actor = await Actors.FindAsync(cancellationToken);
            var job = actor is null
                ? null
                : await Jobs.GetJobAsync(actor, JobId, cancellationToken);
            var tasks = job is null
                ? null
                : await Jobs.ListTasksAsync(actor!, JobId, _filter, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            (_job, _tasks, _loaded) = (job, tasks, true);
            if (job is null or { Counts.InProgress: 0 })
            {
                _running.Clear();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer read is on its way, or the page was left.
        }
    }

    private async Task ActionDoneAsync(JobAction action)
    {
        if (action == JobAction.Delete)
        {
            Navigation.NavigateTo("/jobs");
            return;
        }
        await ReadAsync(_reads.Next());
    }
}
