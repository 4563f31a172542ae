using System.Buffers;
using System.IO.Pipelines;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// The bytes of one instance on their way: written by the retrieve, read by the store as a <see cref="PipeReader"/>, in the order
/// of arrival and unchanged. A reader is woken per block and not per network packet, which is what makes it cheap.
/// </summary>
internal sealed class InstanceBuffer(TransferBuffer buffer) : PipeReader
{
    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public byte[]? Bytes { get; set; }
        public long SpillOffset { get; init; } = -1;
        public int Length { get; init; }

        public void Place(long runningIndex)
        {
            RunningIndex = runningIndex;
            Memory = Bytes.AsMemory(0, Length);
        }

        public void LinkTo(Block? next) => Next = next;
    }

    private readonly Lock _gate = new();
    private readonly LinkedList<Block> _blocks = new();
    private TaskCompletionSource? _waiter;
    private byte[]? _tail;
    private bool _tailIsSpill;
    private int _tailLength;
    private bool _written;
    private bool _readerDone;
    private bool _readCanceled;
    private Exception? _fault;
    private int _headOffset;
    private int _exposedBlocks;
    private bool _wantsMore;

    /// <summary>Bytes received so far.</summary>
    public long Length { get; private set; }

    /// <summary>The source did not deliver it to its end.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_gate)
            {
                return _fault is not null;
            }
        }
    }

    /// <summary>All of it is here: <see cref="Length"/> is its length.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return _written && _fault is null;
            }
        }
    }

    public async ValueTask WriteAsync(
        ReadOnlySequence<byte> data,
        CancellationToken cancellationToken
    )
    {
        foreach (var part in data)
        {
            var rest = part;
            while (!rest.IsEmpty)
            {
                if (_tail is null)
                {
                    (_tail, _tailIsSpill) = await buffer
                        .NextBlockAsync(cancellationToken)
                        .ConfigureAwait(false);
                    _tailLength = 0;
                }
                var count = Math.Min(rest.Length, _tail.Length - _tailLength);
                rest.Span[..count].CopyTo(_tail.AsSpan(_tailLength));
                _tailLength += count;
                Length += count;
                rest = rest[count..];
                if (_tailLength == _tail.Length)
                {
                    await PublishTailAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The free end of the block that is being filled; empty when there is none.</summary>
    public Memory<byte> Room => _tail is null ? default : _tail.AsMemory(_tailLength);

    /// <summary>Takes over so many bytes that were written into <see cref="Room"/>.</summary>
    public void AdvanceRoom(int count)
    {
        _tailLength += count;
        Length += count;
    }

    /// <summary>Hands a block on that <see cref="AdvanceRoom"/> has filled.</summary>
    public ValueTask PublishFullAsync(CancellationToken cancellationToken) =>
        _tail is not null && _tailLength == _tail.Length
            ? PublishTailAsync(cancellationToken)
            : ValueTask.CompletedTask;

    /// <summary>Ends the instance. With a fault the reader sees that fault after nothing more than what it has already seen.</summary>
    public async ValueTask CompleteWritingAsync(
        Exception? fault,
        CancellationToken cancellationToken
    )
    {
        if (fault is null && _tail is not null)
        {
            await PublishTailAsync(cancellationToken).ConfigureAwait(false);
        }
        lock (_gate)
        {
            if (_tail is not null && !_tailIsSpill)
            {
                buffer.Pool.Return(_tail);
            }
            _tail = null;
            _written = true;
            _fault = fault;
        }
        Wake();
    }

    public override async ValueTask<ReadResult> ReadAsync(
        CancellationToken cancellationToken = default
    )
    {
        while (true)
        {
            Block? spilled = null;
            Task? changed = null;
            lock (_gate)
            {
                if (_fault is not null)
                {
                    throw new IOException("The instance did not arrive completely.", _fault);
                }
                if (TryExpose(out var result))
                {
                    return result;
                }
                // Nothing new lies in memory; perhaps the next block waits in the file.
                spilled = _blocks.FirstOrDefault(block => block.Bytes is null);
                if (spilled is null)
                {
                    _waiter ??= new TaskCompletionSource(
                        TaskCreationOptions.RunContinuationsAsynchronously
                    );
                    changed = _waiter.Task;
                }
            }
            if (spilled is not null)
            {
                await LoadAsync(spilled, cancellationToken).ConfigureAwait(false);
                continue;
            }
            await changed!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                throw new IOException("The instance did not arrive completely.", _fault);
            }
            if (TryExpose(out result))
            {
                return true;
            }
            result = default;
            return false;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (_gate)
        {
            var examinedAll =
                _blocks.Count == 0
                || _exposedBlocks == 0
                || (
                    examined.GetObject() is Block last
                    && last.Next is null
                    && examined.GetInteger() == last.Length
                );
            if (consumed.GetObject() is Block target)
            {
                while (_blocks.First is { } first && first.Value != target)
                {
                    Drop(first.Value);
                }
                _headOffset = consumed.GetInteger();
                if (_headOffset == target.Length)
                {
                    Drop(target);
                }
            }
            _wantsMore = examinedAll;
        }
    }

    public override void CancelPendingRead()
    {
        lock (_gate)
        {
            _readCanceled = true;
        }
        Wake();
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_gate)
        {
            if (_readerDone)
            {
                return;
            }
            _readerDone = true;
            while (_blocks.First is { } first)
            {
                Drop(first.Value);
            }
        }
    }

    private bool TryExpose(out ReadResult result)
    {
        var canceled = _readCanceled;
        _readCanceled = false;
        var available = 0;
        for (var node = _blocks.First; node is { Value.Bytes: not null }; node = node.Next)
        {
            available++;
        }
        var complete = _written && available == _blocks.Count;
        if (
            !canceled
            && !complete
            && (available == 0 || (_wantsMore && available <= _exposedBlocks))
        )
        {
            result = default;
            return false;
        }
        _exposedBlocks = available;
        _wantsMore = false;
        if (available == 0)
        {
            result = new ReadResult(ReadOnlySequence<byte>.Empty, canceled, complete);
            return true;
        }
        var first = _blocks.First!.Value;
        var last = first;
        var index = 0L;
        var current = _blocks.First;
        for (var i = 0; i < available; i++, current = current.Next)
        {
            var block = current!.Value;
            block.Place(index);
            index += block.Length;
            block.LinkTo(i + 1 < available ? current.Next!.Value : null);
            last = block;
        }
        result = new ReadResult(
            new ReadOnlySequence<byte>(first, _headOffset, last, last.Length),
            canceled,
            complete
        );
        return true;
    }

    private async ValueTask PublishTailAsync(CancellationToken cancellationToken)
    {
        var bytes = _tail!;
        Block block;
        if (_tailIsSpill)
        {
            var offset =
                await buffer
                    .Spill.TryWriteAsync(bytes.AsMemory(0, _tailLength), cancellationToken)
                    .ConfigureAwait(false)
                ?? throw new TransferBufferFullException();
            block = new Block { SpillOffset = offset, Length = _tailLength };
        }
        else
        {
            block = new Block { Bytes = bytes, Length = _tailLength };
        }
        lock (_gate)
        {
            _tail = null;
            if (_readerDone)
            {
                Free(block);
                return;
            }
            _blocks.AddLast(block);
        }
        Wake();
    }

    // What comes back from the file goes into one extra array per block, not into the pool: taking from the pool here could
    // wait for the very reader that is asking.
    private async ValueTask LoadAsync(Block block, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(block.Length);
        await buffer
            .Spill.ReadAsync(block.SpillOffset, bytes.AsMemory(0, block.Length), cancellationToken)
            .ConfigureAwait(false);
        lock (_gate)
        {
            block.Bytes = bytes;
        }
    }

    private void Drop(Block block)
    {
        _blocks.RemoveFirst();
        _headOffset = 0;
        _exposedBlocks = Math.Max(0, _exposedBlocks - 1);
        Free(block);
    }

    private void Free(Block block)
    {
        if (block.SpillOffset >= 0)
        {
            buffer.Spill.Release(block.Length);
            if (block.Bytes is { } loaded)
            {
                ArrayPool<byte>.Shared.Return(loaded);
            }
        }
        else
        {
            buffer.Pool.Return(block.Bytes!);
        }
    }

    private void Wake()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
        }
        waiter?.SetResult();
    }
}
