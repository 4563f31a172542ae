using System.Collections.Concurrent;
using Coravel.Invocable;
using Coravel.Queuing;
using Coravel.Queuing.Interfaces;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Jobs;

/// <summary>What Coravel runs: a wrapper around the body, which knows nothing of Coravel.</summary>
internal sealed class RunTaskInvocable(TaskExecution execution)
    : IInvocable,
        IInvocableWithPayload<QueuedTask>
{
    public QueuedTask Payload { get; set; } = null!;

    public async Task Invoke()
    {
        // Off the caller's thread, which holds the runner's lock.
        await Task.Yield();
        await execution.RunAsync(Payload.Claim, Payload.HostStopping).ConfigureAwait(false);
    }
}

internal sealed record QueuedTask(TaskClaim Claim, CancellationToken HostStopping);

/// <summary>
/// The only place that touches Coravel's queue. Coravel's own consumer takes everything that is queued and waits for
/// all of it before it takes more, so that one long transfer would hold back what comes after. Here each task is queued
/// and drained by itself; the drain ends when the task ends, and is observed.
/// </summary>
internal sealed partial class CoravelTaskRunner
{
    private readonly Lock _gate = new();
    private readonly Queue _queue;
    private readonly ConcurrentDictionary<Task, byte> _drains = [];
    private readonly ILogger<CoravelTaskRunner> _logger;

    public CoravelTaskRunner(IQueue queue, ILogger<CoravelTaskRunner> logger)
    {
        _queue = (Queue)queue;
        _logger = logger;
        // An exception in here would end Coravel's loop silently: it only logs.
        _queue.OnError(LogQueueError);
    }

    public Task StartAsync(TaskClaim claim, CancellationToken hostStopping)
    {
        Task drain;
        // Two drains that dequeue at the same time throw.
        lock (_gate)
        {
            _queue.QueueInvocableWithPayload<RunTaskInvocable, QueuedTask>(
                new QueuedTask(claim, hostStopping)
            );
            drain = _queue.ConsumeQueueAsync();
        }

        _drains[drain] = 0;
        return ObserveAsync(drain);
    }

    /// <summary>Waits for all running tasks; false when the time was up first.</summary>
    public async Task<bool> WhenIdleAsync(TimeSpan atMost)
    {
        try
        {
            await Task.WhenAll(_drains.Keys).WaitAsync(atMost).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (Exception fault)
        {
            LogDrainFault(fault);
            return true;
        }
    }

    private async Task ObserveAsync(Task drain)
    {
        try
        {
            await drain.ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogDrainFault(fault);
        }
        finally
        {
            _drains.TryRemove(drain, out _);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A queued task ended with an exception that it should have caught"
    )]
    private partial void LogQueueError(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Draining the queue failed")]
    private partial void LogDrainFault(Exception fault);
}
