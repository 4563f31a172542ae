using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>
/// Counts the associations that are open to one server. Background work leaves a share free for people who wait at a screen, and
/// within a lane the first who asked is the first served.
/// </summary>
internal sealed class AssociationGate(int maxAssociations, int maxWaiting)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<IAsyncDisposable>> _interactive = new();
    private readonly LinkedList<TaskCompletionSource<IAsyncDisposable>> _tasks = new();
    private int _max = Math.Max(1, maxAssociations);
    private int _open;
    private int _openTasks;

    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Takes effect at once: a higher limit lets waiting ones in, a lower one is reached as associations end.</summary>
    public void Configure(int maxAssociations)
    {
        lock (_gate)
        {
            if (_max == maxAssociations)
            {
                return;
            }
            _max = Math.Max(1, maxAssociations);
            Admit();
        }
    }

    public IAsyncDisposable? TryAcquire(LimiterLane lane)
    {
        lock (_gate)
        {
            return MayEnter(lane) ? Enter(lane) : null;
        }
    }

    public async ValueTask<IAsyncDisposable> AcquireAsync(
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        TaskCompletionSource<IAsyncDisposable> waiter;
        LinkedListNode<TaskCompletionSource<IAsyncDisposable>> node;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MayEnter(lane))
            {
                return Enter(lane);
            }
            var line = Line(lane);
            if (line.Count >= maxWaiting)
            {
                throw new ServerBusyException();
            }
            waiter = new TaskCompletionSource<IAsyncDisposable>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            node = line.AddLast(waiter);
        }
        await using var registration = cancellationToken
            .Register(() =>
            {
                lock (_gate)
                {
                    if (waiter.TrySetCanceled(cancellationToken))
                    {
                        node.List?.Remove(node);
                    }
                }
            })
            .ConfigureAwait(false);
        return await waiter.Task.ConfigureAwait(false);
    }

    private LinkedList<TaskCompletionSource<IAsyncDisposable>> Line(LimiterLane lane) =>
        lane switch
        {
            LimiterLane.Interactive => _interactive,
            LimiterLane.Task => _tasks,
        };

    // One association is kept for people, as DicomServerNode.TaskSlots says; a server that allows only one shares it.
    private int MaxTasks => Math.Max(1, _max - 1);

    private bool MayEnter(LimiterLane lane) =>
        lane switch
        {
            LimiterLane.Interactive => _open < _max,
            LimiterLane.Task => _open < _max && _openTasks < MaxTasks && _interactive.Count == 0,
        };

    private Slot Enter(LimiterLane lane)
    {
        _open++;
        if (lane == LimiterLane.Task)
        {
            _openTasks++;
        }
        return new Slot(this, lane);
    }

    private void Leave(LimiterLane lane)
    {
        lock (_gate)
        {
            _open--;
            if (lane == LimiterLane.Task)
            {
                _openTasks--;
            }
            Admit();
        }
    }

    private void Admit()
    {
        while (_interactive.First is { } person && MayEnter(LimiterLane.Interactive))
        {
            _interactive.RemoveFirst();
            person.Value.TrySetResult(Enter(LimiterLane.Interactive));
        }
        while (_tasks.First is { } task && MayEnter(LimiterLane.Task))
        {
            _tasks.RemoveFirst();
            task.Value.TrySetResult(Enter(LimiterLane.Task));
        }
    }

    private sealed class Slot(AssociationGate gate, LimiterLane lane) : IAsyncDisposable
    {
        private int _left;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                gate.Leave(lane);
            }
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Everything that Adit may open to a server is in use.</summary>
public sealed class ServerBusyException : Exception
{
    public ServerBusyException()
        : base("Too many requests are waiting for this server. Try again later.") { }

    public ServerBusyException(int maxAssociations)
        : base(
            $"{(maxAssociations == 1 ? "The one connection that Adit may open to this server is" : $"All {maxAssociations} connections that Adit may open to this server are")} in use. Try again later, or have staff raise the limit."
        ) { }
}
