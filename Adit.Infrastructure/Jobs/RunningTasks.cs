using System.Collections.Concurrent;

namespace Adit.Infrastructure.Jobs;

/// <summary>Why a running task is told to end.</summary>
internal enum StopReason
{
    None = 0,
    Canceled = 1,
    Killed = 2,

    /// <summary>The claim is not this runner's any more, or could not be renewed: nothing may be written.</summary>
    Lost = 3,
}

/// <summary>A task that runs in this process.</summary>
internal sealed class RunningTask(TaskClaim claim, DateTime leaseUntil) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private int _reason;

    public TaskClaim Claim { get; } = claim;

    public DateTime LeaseUntil { get; set; } = leaseUntil;

    public CancellationToken StopToken => _stop.Token;

    /// <summary>Cancelled, beside the other one, when nothing may be brought to an end any more.</summary>
    public CancellationToken KillToken => _kill.Token;

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>The first reason counts, except that staff's kill and a lost claim go over a wish to cancel.</summary>
    public void Stop(StopReason reason)
    {
        if (
            (int)reason
            > Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None)
        )
        {
            Volatile.Write(ref _reason, (int)reason);
        }

        try
        {
            if (reason is StopReason.Killed or StopReason.Lost)
            {
                _kill.Cancel();
            }

            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this moment: nothing is left to stop.
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
    }
}

/// <summary>All tasks that run in this process, by task.</summary>
internal sealed class RunningTasks(EngineSignal signal)
{
    private readonly ConcurrentDictionary<long, RunningTask> _tasks = [];

    public int Count => _tasks.Count;

    public IReadOnlyCollection<RunningTask> All => [.. _tasks.Values];

    /// <summary>Whether this very claim is being worked on here.</summary>
    public bool Holds(TaskClaim claim) =>
        _tasks.TryGetValue(claim.TaskId, out var task) && task.Claim.ClaimId == claim.ClaimId;

    public void Add(RunningTask task)
    {
        _tasks[task.Claim.TaskId] = task;
        // The monitor sleeps while nothing runs.
        signal.StopMayBeRequested();
    }

    public void Remove(RunningTask task) =>
        _tasks.TryRemove(new KeyValuePair<long, RunningTask>(task.Claim.TaskId, task));
}
