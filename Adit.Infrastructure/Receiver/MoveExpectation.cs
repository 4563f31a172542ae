using Adit.Dicom.Network;
using Adit.Infrastructure.Transfers;

namespace Adit.Infrastructure.Receiver;

/// <summary>
/// One running retrieve from the receiver's side: which message ids are its own, what has come, and what is on its way at this
/// moment. Closed for good when it is disposed; what comes later belongs to no running retrieve.
/// </summary>
internal sealed class MoveExpectation : IAsyncDisposable
{
    private readonly MoveReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly IDisposable? _studyTurn;
    private readonly SemaphoreSlim _imageTurn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<Exception> _fault = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _taken = [];
    private readonly Dictionary<int, DicomNetworkException> _broken = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _current;
    private int _underWay;
    private bool _closed;
    private bool _stirred;
    private long _lastSign;

    internal MoveExpectation(
        MoveReceiver receiver,
        MoveOrder order,
        TimeProvider time,
        IDisposable? studyTurn
    )
    {
        _receiver = receiver;
        _time = time;
        _studyTurn = studyTurn;
        Order = order;
        _lastSign = time.GetTimestamp();
    }

    public MoveOrder Order { get; }

    /// <summary>The handler's exception, as soon as it threw one: the retrieve cannot succeed any more.</summary>
    public Task<Exception> Fault => _fault.Task;

    /// <summary>Images taken so far.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken.Values.Sum();
            }
        }
    }

    /// <summary>Images taken of one C-MOVE.</summary>
    public int TakenBy(int messageId)
    {
        lock (_gate)
        {
            return _taken.GetValueOrDefault(messageId);
        }
    }

    /// <summary>What broke the line in the middle of an image of one C-MOVE; null when nothing did.</summary>
    public DicomNetworkException? BrokenBy(int messageId)
    {
        lock (_gate)
        {
            return _broken.GetValueOrDefault(messageId);
        }
    }

    /// <summary>The message id for the next C-MOVE of this retrieve; its images are expected from now on.</summary>
    public int BeginMove()
    {
        var id = _receiver.Register(this);
        lock (_gate)
        {
            _taken[id] = 0;
            _current = id;
            _stirred = false;
            _lastSign = _time.GetTimestamp();
        }
        return id;
    }

    /// <summary>Something was heard of the retrieve, such as a pending response.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            Stir();
        }
    }

    /// <summary>Takes an image; null when the retrieve has ended.</summary>
    public async ValueTask<DicomStatus?> DeliverAsync(
        DicomIncomingInstance image,
        int? messageId,
        CancellationToken cancellationToken
    )
    {
        int id;
        lock (_gate)
        {
            if (_closed || _fault.Task.IsCompleted)
            {
                return null;
            }
            id = messageId ?? _current;
            _underWay++;
            Stir();
        }
        var taken = false;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken,
                _closing.Token
            );
            var status = await DeliverInTurnAsync(image, either.Token).ConfigureAwait(false);
            taken = status.IsSuccess || status.IsWarning;
            return status;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw new DicomAssociationAbortedException(
                "The retrieve ended while this image arrived.",
                byPeer: false
            );
        }
        catch (DicomNetworkException broken)
        {
            lock (_gate)
            {
                _broken[id] = broken;
            }
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _underWay--;
                if (taken)
                {
                    _taken[id] = _taken.GetValueOrDefault(id) + 1;
                }
                Stir();
            }
        }
    }

    /// <summary>
    /// Ends when the source has been silent for too long: nothing under way, no image, no response. An image that arrives has a
    /// deadline of its own.
    /// </summary>
    public async Task WaitForSilenceAsync(
        TimeSpan untilFirst,
        TimeSpan between,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            Task changed;
            TimeSpan? left;
            lock (_gate)
            {
                changed = _changed.Task;
                left =
                    _underWay > 0
                        ? null
                        : (_stirred ? between : untilFirst) - _time.GetElapsedTime(_lastSign);
            }
            if (left <= TimeSpan.Zero)
            {
                return;
            }
            await WaitAsync(changed, left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// After the final response: waits for what is still on its way, until as many images of this C-MOVE have come as the source says
    /// that it sent, or nothing comes any more. True when all have come.
    /// </summary>
    public async Task<bool> WaitForRestAsync(
        int messageId,
        int? sent,
        TimeSpan idle,
        CancellationToken cancellationToken
    )
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            Task changed;
            TimeSpan? left;
            lock (_gate)
            {
                changed = _changed.Task;
                if (_underWay > 0)
                {
                    left = null;
                }
                else if (sent is { } count && _taken.GetValueOrDefault(messageId) >= count)
                {
                    return true;
                }
                else
                {
                    left = idle - _time.GetElapsedTime(Math.Max(since, _lastSign));
                }
            }
            if (left <= TimeSpan.Zero)
            {
                return sent is null;
            }
            await WaitAsync(changed, left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the retrieve: an image that is just arriving is broken off, later ones are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }
            _closed = true;
        }
        _receiver.Forget(this);
        await _closing.CancelAsync().ConfigureAwait(false);
        // The handler may hold what its owner is about to dispose.
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_underWay == 0)
                {
                    break;
                }
                changed = _changed.Task;
            }
            await changed.ConfigureAwait(false);
        }
        _studyTurn?.Dispose();
        _imageTurn.Dispose();
        _closing.Dispose();
    }

    private async ValueTask<DicomStatus> DeliverInTurnAsync(
        DicomIncomingInstance image,
        CancellationToken cancellationToken
    )
    {
        await _imageTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Order.Handler(image, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is not DicomNetworkException
                && !cancellationToken.IsCancellationRequested
            )
        {
            // Not the connection: the retrieve itself cannot go on, over whichever association its images come.
            _fault.TrySetResult(exception);
            return exception is TransferBufferFullException
                ? DicomStatus.OutOfResources
                : DicomStatus.ProcessingFailure;
        }
        finally
        {
            _imageTurn.Release();
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan? left, CancellationToken cancellationToken)
    {
        if (left is not { } limit)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        try
        {
            await changed.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller looks at the clock itself.
        }
    }

    private void Stir()
    {
        _stirred = true;
        _lastSign = _time.GetTimestamp();
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
