using Adit.Domain.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Claims due tasks while slots are free and starts them. Sleeps until it is woken (a job was created, a task ended,
/// an urgency changed), until the next retry is due, or until the slow tick that also finds lost claims.
/// </summary>
internal sealed partial class TaskDispatcher(
    DueTaskFinder finder,
    ClaimStore claims,
    SlotBook slots,
    RunningTasks running,
    CoravelTaskRunner runner,
    EngineLock engineLock,
    EngineSignal signal,
    IJobProgressBroker broker,
    IHostApplicationLifetime lifetime,
    IOptionsMonitor<JobsOptions> options,
    ILogger<TaskDispatcher> logger,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _hostStopping = new();
    private bool _saidWaiting;
    private bool _disposed;
    private DateTime _recoverAt = DateTime.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The tasks are told at the first sign of the end, not when the turn of this service comes.
        using var registration = lifetime.ApplicationStopping.Register(_hostStopping.Cancel);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken,
            _hostStopping.Token
        );
        var stop = either.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var wait = await WorkAsync(stop).ConfigureAwait(false);
                await signal.WaitForWorkAsync(wait, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database may be away for a while: jobs wait in it, and so does this loop.
                LogFault(fault);
                await PauseAsync(stop).ConfigureAwait(false);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that is disposed by a test server stops its services once more afterwards.
        if (_disposed)
        {
            return;
        }

        await _hostStopping.CancelAsync().ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (
            !await runner
                .WhenIdleAsync(TimeSpan.FromSeconds(options.CurrentValue.StopSeconds))
                .ConfigureAwait(false)
        )
        {
            LogStillRunning(slots.Running);
        }

        await engineLock.ReleaseAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _disposed = true;
        _hostStopping.Dispose();
        base.Dispose();
    }

    /// <summary>Starts what can be started; returns how long to sleep.</summary>
    private async Task<TimeSpan> WorkAsync(CancellationToken cancellationToken)
    {
        if (!await engineLock.TryHoldAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_saidWaiting)
            {
                _saidWaiting = true;
                LogWaiting();
            }

            return LockPoll;
        }

        _saidWaiting = false;
        var tick = TimeSpan.FromSeconds(options.CurrentValue.TickSeconds);
        var now = time.GetUtcNow().UtcDateTime;
        if (now >= _recoverAt)
        {
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
            _recoverAt = now + tick;
        }

        var lostRaces = new HashSet<int>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pick = await finder
                .FindAsync(slots, lostRaces, cancellationToken)
                .ConfigureAwait(false);
            if (pick.Task is not { } due)
            {
                var untilDue = pick.NextDueAt - time.GetUtcNow().UtcDateTime;
                return untilDue is { } soon && soon < tick ? Positive(soon) : tick;
            }

            if (
                await claims.TryClaimAsync(due, cancellationToken).ConfigureAwait(false)
                is not { } claim
            )
            {
                // Canceled, deleted or taken in this moment: look at the others first.
                lostRaces.Add(due.JobId);
                continue;
            }

            Start(due, claim);
        }
    }

    private void Start(DueTask due, TaskClaim claim)
    {
        slots.Take(due);
        broker.Announce(new JobChange.TaskChanged(claim.JobId, claim.OwnerId, claim.TaskId));
        broker.Announce(new JobChange.JobChanged(claim.JobId, claim.OwnerId));
        _ = RunAsync(claim);
    }

    private async Task RunAsync(TaskClaim claim)
    {
        try
        {
            await runner.StartAsync(claim, _hostStopping.Token).ConfigureAwait(false);
        }
        finally
        {
            slots.Free(claim.TaskId);
            signal.WorkMayBeDue();
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var lost = await claims
            .FindLostAsync(engineLock.ProvesToBeAlone, cancellationToken)
            .ConfigureAwait(false);
        // A starved machine may renew too late. As long as this process works on the task, nothing is lost: only the
        // holder of the engine's lock, which this is, could have given it to another.
        foreach (var claim in lost.Where(claim => !running.Holds(claim)))
        {
            var receipt = await claims
                .EndAsync(claim, new ClaimEnd.Crashed(), cancellationToken)
                .ConfigureAwait(false);
            if (receipt is null)
            {
                continue;
            }

            LogRecovered(claim.TaskId);
            TaskExecution.Announce(broker, receipt, claim.TaskId);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(LockPoll, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }

    // A millisecond more than needed, so that a rounded time does not wake the loop just before the task is due.
    private static TimeSpan Positive(TimeSpan wait) =>
        (wait < TimeSpan.Zero ? TimeSpan.Zero : wait) + TimeSpan.FromMilliseconds(1);

    [LoggerMessage(Level = LogLevel.Error, Message = "Dispatching tasks failed; it is tried again")]
    private partial void LogFault(Exception fault);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Another process runs the tasks of this database; this one takes over when that one ends"
    )]
    private partial void LogWaiting();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId} was left behind by a process that is gone"
    )]
    private partial void LogRecovered(long taskId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} tasks did not end in time; they are taken up again after the next start"
    )]
    private partial void LogStillRunning(int count);
}
