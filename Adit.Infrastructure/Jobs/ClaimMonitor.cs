using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Looks after the claims of this process: renews their leases every five seconds and reads every second what people
/// want of them, at once when it happened in this process. One statement each for all tasks; sleeps while none runs.
/// </summary>
internal sealed partial class ClaimMonitor(
    RunningTasks running,
    ClaimStore claims,
    EngineSignal signal,
    IOptionsMonitor<JobsOptions> options,
    ILogger<ClaimMonitor> logger,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewed = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = running.Count == 0 ? Timeout.InfiniteTimeSpan : ReadEvery;
                await signal.WaitForStopAsync(wait, stoppingToken).ConfigureAwait(false);
                if (running.Count == 0)
                {
                    continue;
                }

                if (time.GetElapsedTime(renewed) >= RenewEvery)
                {
                    await RenewAsync(stoppingToken).ConfigureAwait(false);
                    renewed = time.GetTimestamp();
                }

                await ReadAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFault(fault);
                GiveUpExpired();
                await PauseAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var tasks = running.All;
        // Reckoned from before the statement: the stored lease is never shorter than what is assumed here.
        var lease = time.GetUtcNow().UtcDateTime + options.CurrentValue.Lease;
        await claims
            .RenewAsync([.. tasks.Select(t => t.Claim)], cancellationToken)
            .ConfigureAwait(false);
        foreach (var task in tasks)
        {
            task.LeaseUntil = lease;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var tasks = running.All.ToDictionary(t => t.Claim.TaskId);
        var states = await claims
            .ReadAsync([.. tasks.Values.Select(t => t.Claim)], cancellationToken)
            .ConfigureAwait(false);
        var seen = states.ToDictionary(s => s.TaskId);
        foreach (var (taskId, task) in tasks)
        {
            if (!seen.TryGetValue(taskId, out var state) || state.ClaimId != task.Claim.ClaimId)
            {
                // It may just have ended by itself: then nobody listens any more.
                task.Stop(StopReason.Lost);
            }
            else if (state.KillRequested)
            {
                task.Stop(StopReason.Killed);
            }
            else if (state.CancelRequested)
            {
                task.Stop(StopReason.Canceled);
            }
        }
    }

    /// <summary>Without the database nobody can renew: whoever's lease has run out must not go on.</summary>
    private void GiveUpExpired()
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var task in running.All.Where(t => t.LeaseUntil < now))
        {
            LogExpired(task.Claim.TaskId);
            task.Stop(StopReason.Lost);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(ReadEvery, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Looking after the running tasks failed; it is tried again"
    )]
    private partial void LogFault(Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Task {TaskId} is stopped: its lease could not be renewed"
    )]
    private partial void LogExpired(long taskId);
}
