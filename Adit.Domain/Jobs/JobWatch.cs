using System.Runtime.CompilerServices;

namespace Adit.Domain.Jobs;

/// <summary>
/// One listener's view of the changes in its scope. What is not fetched yet is held bounded: progress keeps the latest
/// value per task, equal facts are kept once, and when there are too many facts of single tasks they melt into "the job
/// changed", so that a slow page reads its rows again and misses nothing.
/// </summary>
public sealed class JobWatch : IAsyncDisposable
{
    public static readonly TimeSpan BatchInterval = TimeSpan.FromMilliseconds(250);

    private const int MaxFacts = 256;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly TimeProvider _time;
    private readonly Action<JobWatch> _unsubscribe;
    private readonly Dictionary<long, JobChange.TaskProgressed> _progress = [];
    private readonly HashSet<JobChange> _seen = [];
    private readonly List<JobChange> _facts = [];
    private bool _disposed;

    public JobWatch(
        JobWatchScope scope,
        IReadOnlyDictionary<long, JobChange.TaskProgressed> snapshot,
        TimeProvider time,
        Action<JobWatch> unsubscribe
    )
    {
        Scope = scope;
        Snapshot = snapshot;
        _time = time;
        _unsubscribe = unsubscribe;
    }

    public JobWatchScope Scope { get; }

    /// <summary>Progress of the running tasks in scope at the moment of subscribing, by task.</summary>
    public IReadOnlyDictionary<long, JobChange.TaskProgressed> Snapshot { get; }

    /// <summary>Called by the broker; never waits.</summary>
    public void Offer(JobChange change)
    {
        if (!Scope.Covers(change))
        {
            return;
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            Keep(change);
            if (_arrived.CurrentCount == 0)
            {
                _arrived.Release();
            }
        }
    }

    /// <summary>
    /// Batches of changes, at most one per <see cref="BatchInterval"/>, until the token or the watch ends it. The first
    /// change after a silence comes at once. Ends without an exception.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<JobChange>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            _closed.Token
        );
        while (true)
        {
            if (!await WaitAsync(either.Token).ConfigureAwait(false))
            {
                yield break;
            }

            var batch = Take();
            if (batch.Count > 0)
            {
                yield return batch;
            }

            if (!await PauseAsync(either.Token).ConfigureAwait(false))
            {
                yield break;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return ValueTask.CompletedTask;
            }

            _disposed = true;
            _facts.Clear();
            _seen.Clear();
            _progress.Clear();
        }

        _unsubscribe(this);
        // Neither source nor semaphore is disposed: a reader that is about to leave may still hold them, and both
        // are plain memory as long as no wait handle was asked for.
        return new ValueTask(_closed.CancelAsync());
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<bool> PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(BatchInterval, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Keep(JobChange change)
    {
        if (change is JobChange.TaskProgressed progressed)
        {
            _progress[progressed.Progress.TaskId] = progressed;
            return;
        }

        if (change is JobChange.TaskChanged ended)
        {
            // The row tells more than an older counter; a counter that comes later is kept again.
            _progress.Remove(ended.TaskId);
        }

        if (_facts.Count >= MaxFacts && change is JobChange.TaskChanged or JobChange.TaskLogged)
        {
            change = new JobChange.JobChanged(change.JobId, change.OwnerId);
        }

        if (_seen.Add(change))
        {
            _facts.Add(change);
        }
    }

    private List<JobChange> Take()
    {
        lock (_gate)
        {
            List<JobChange> batch = [.. _facts, .. _progress.Values];
            _facts.Clear();
            _seen.Clear();
            _progress.Clear();
            return batch;
        }
    }
}
