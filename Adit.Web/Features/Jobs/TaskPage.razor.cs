using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>One task, live: how far it is, what arrived per series, what did not and why, and its log.</summary>
public sealed partial class TaskPage : IAsyncDisposable
{
    private const int LogLines = 200;
    private const int NotStoredLines = 100;

    // While images flow, the ledger is counted again this often; the bar moves in between.
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(2);

    private readonly RunningTasks _running = new();
    private readonly CancellationSeries _reads = new();
    private LiveLoop? _live;
    private (int, long) _shown;
    private bool _loaded;
    private TaskDetails? _task;
    private IReadOnlyList<SeriesLedgerRow> _series = [];
    private IReadOnlyList<RouteLedgerRow> _routes = [];
    private long _countedAt;
    private int _fullReads;
    private Page<LedgerRow>? _notStored;
    private TaskReport? _report;
    private Page<TaskLogRow> _log = new([], 0);

    [Parameter]
    public int JobId { get; set; }

    [Parameter]
    public long TaskId { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IJobQueries Jobs { get; set; } = default!;

    [Inject]
    private IDeidentificationReports Reports { get; set; } = default!;

    [Inject]
    private IJobProgressBroker Broker { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>The engine says it in the task's message.</summary>
    private bool ByCountsOnly =>
        _task?.Row.Message.Contains("source's counts only", StringComparison.Ordinal) == true;

    private Crumb[] Crumbs => [new("Jobs", "/jobs"), new($"Job {JobId}", $"/jobs/{JobId}")];

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
        if (_shown == (JobId, TaskId))
        {
            return;
        }
        _shown = (JobId, TaskId);
        _loaded = false;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
        var watch = Broker.Watch(new JobWatchScope.Task(JobId, TaskId));
        _running.Reset(watch.Snapshot);
        _live = LiveLoop.Start(watch, TakeAsync, DispatchExceptionAsync);
        await ReadAllAsync();
    }

    private async Task TakeAsync(
        IReadOnlyList<JobChange> batch,
        CancellationToken cancellationToken
    )
    {
        // A small read gives up a large one that is still on its way: then the large one is wanted again.
        if (_running.Take(batch) || !_loaded || _fullReads > 0)
        {
            await ReadAllAsync();
        }
        else
        {
            var logged = batch.Any(change => change is JobChange.TaskLogged);
            var count = Time.GetElapsedTime(_countedAt) >= CountInterval;
            if (logged || count)
            {
                await ReadAsync(
                    async (actor, token) =>
                    {
                        _log = logged ? await ReadLogAsync(actor, token) : _log;
                        if (count)
                        {
                            (_series, _routes) = await ReadLedgerAsync(actor, token);
                        }
                    }
                );
            }
        }
        StateHasChanged();
    }

    private async Task ReadAllAsync()
    {
        _fullReads++;
        try
        {
            await ReadAsync(ReadAllAsync);
        }
        finally
        {
            _fullReads--;
        }
    }

    private async Task ReadAllAsync(Actor actor, CancellationToken cancellationToken)
    {
        var task = await Jobs.GetTaskAsync(actor, TaskId, cancellationToken);
        // The address names the job too; a wrong pair is as good as absent.
        if (task is null || task.Row.JobId != JobId)
        {
            (_task, _loaded) = (null, true);
            return;
        }
        var (series, routes) = await ReadLedgerAsync(actor, cancellationToken);
        var notStored = task.IsOver()
            ? await Jobs.ListNotStoredAsync(actor, TaskId, 0, NotStoredLines, cancellationToken)
            : null;
        // It is stored at the end of an attempt.
        var report = task.Row.Pseudonym is null
            ? null
            : await Reports.GetAsync(actor, TaskId, cancellationToken);
        var log = await ReadLogAsync(actor, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        (_task, _series, _routes, _notStored, _report, _log, _loaded) = (
            task,
            series,
            routes,
            notStored,
            report,
            log,
            true
        );
        if (task.Row.Status != JobTaskStatus.InProgress)
        {
            _running.Clear();
        }
    }

    private async Task<(
        IReadOnlyList<SeriesLedgerRow>,
        IReadOnlyList<RouteLedgerRow>
    )> ReadLedgerAsync(Actor actor, CancellationToken cancellationToken)
    {
        var series = await Jobs.GetLedgerBySeriesAsync(actor, TaskId, cancellationToken);
        var routes = await Jobs.GetLedgerByRouteAsync(actor, TaskId, cancellationToken);
        _countedAt = Time.GetTimestamp();
        return (series, routes);
    }

    private async Task<Page<TaskLogRow>> ReadLogAsync(
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var log = await Jobs.GetTaskLogAsync(actor, TaskId, 0, LogLines, cancellationToken);
        // A long log shows its end: that is where the news is.
        return log.Total > LogLines
            ? await Jobs.GetTaskLogAsync(
                actor,
                TaskId,
                log.Total - LogLines,
                LogLines,
                cancellationToken
            )
            : log;
    }

    private async Task ReadAsync(Func<Actor, CancellationToken, Task> read)
    {
        var cancellationToken = _reads.Next();
        try
        {
            if (await Actors.FindAsync(cancellationToken) is { } actor)
            {
                await read(actor, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer read is on its way, or the page was left.
        }
    }
}
