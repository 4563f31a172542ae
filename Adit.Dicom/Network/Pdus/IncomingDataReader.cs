using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace Adit.Dicom.Network.Pdus;

/// <summary>
/// The data set of a message that is being received. Reading pulls from the socket: what is not read is not received, so
/// the peer feels the back-pressure through TCP. The bytes lie in the receive buffer until they are advanced over; nothing
/// is copied.
/// </summary>
internal sealed class IncomingDataReader(DicomConnection connection) : PipeReader
{
    private readonly Stack<Segment> _spare = new();
    private Segment? _head;
    private Segment? _tail;
    private int _headIndex;
    private long _length;
    private long _examined;
    private byte _contextId;
    private bool _receivedLast = true;
    private bool _completed = true;
    private bool _cancelPending;

    /// <summary>True when the whole data set has been received and advanced over.</summary>
    public bool IsDrained => _receivedLast && _length == 0;

    /// <summary>Bytes of the data set received so far.</summary>
    public long ReceivedLength { get; private set; }

    /// <summary>Begins with the data set that follows a command set.</summary>
    public void Open(byte contextId)
    {
        DropAll();
        _contextId = contextId;
        _receivedLast = false;
        _completed = false;
        _cancelPending = false;
        ReceivedLength = 0;
    }

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfCompleted();
        if (!_receivedLast && _examined >= _length)
        {
            TakePieces();
        }
        if (_cancelPending || _receivedLast || _examined < _length)
        {
            result = MakeResult();
            return true;
        }
        result = default;
        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryRead(out var result)
            ? new ValueTask<ReadResult>(result)
            : AwaitReadAsync(cancellationToken);
    }

    private async ValueTask<ReadResult> AwaitReadAsync(CancellationToken cancellationToken)
    {
        ReadResult result;
        do
        {
            await connection.Reader.FillDataAsync(cancellationToken).ConfigureAwait(false);
        } while (!TryRead(out result));
        return result;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_head is null)
        {
            return;
        }
        var start = new SequencePosition(_head, _headIndex);
        var examinedLength = Distance(start, examined);
        var consumedSegment = (Segment)consumed.GetObject()!;
        _length -= Distance(start, consumed);
        _examined = Math.Max(0, examinedLength - Distance(start, consumed));
        while (_head != consumedSegment)
        {
            DropHead();
        }
        _headIndex = consumed.GetInteger();
        if (_head is { } head && _headIndex == head.Memory.Length)
        {
            DropHead();
        }
    }

    /// <summary>Receives what is left of the data set and forgets it.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        DropAll();
        while (!_receivedLast)
        {
            TakePieces();
            DropAll();
            if (!_receivedLast)
            {
                await connection.Reader.FillDataAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        _completed = true;
    }

    public override void CancelPendingRead() => _cancelPending = true;

    /// <summary>Says that nobody reads on; the association skips the rest itself.</summary>
    public override void Complete(Exception? exception = null) => _completed = true;

    private ReadResult MakeResult()
    {
        var cancelled = _cancelPending;
        _cancelPending = false;
        var buffer =
            _head is null || _tail is null
                ? ReadOnlySequence<byte>.Empty
                : new ReadOnlySequence<byte>(_head, _headIndex, _tail, _tail.Memory.Length);
        return new ReadResult(buffer, cancelled, _receivedLast);
    }

    // Everything that the last receive brought is handed out together.
    private void TakePieces()
    {
        try
        {
            AppendPieces();
        }
        catch (DicomNetworkException)
        {
            connection.IsBroken = true;
            throw;
        }
    }

    private void AppendPieces()
    {
        while (!_receivedLast && connection.Reader.TryTake(out var piece))
        {
            if (piece.Kind != PieceKind.Data || piece.IsCommand || piece.ContextId != _contextId)
            {
                ThrowUnexpected(piece);
            }
            _receivedLast = piece.IsLast;
            if (piece.Bytes.IsEmpty)
            {
                continue;
            }
            ReceivedLength += piece.Bytes.Length;
            _length += piece.Bytes.Length;
            var segment = _spare.TryPop(out var spare) ? spare : new Segment();
            segment.Set(piece.Bytes, piece.Block!, _tail);
            _tail = segment;
            if (_head is null)
            {
                _head = segment;
                _headIndex = 0;
            }
        }
    }

    [DoesNotReturn]
    private void ThrowUnexpected(Piece piece) =>
        throw new DicomProtocolException(
            piece.Kind != PieceKind.Data
                ? $"{connection.PeerName} asked to release the association in the middle of a data set."
                : $"{connection.PeerName} sent a fragment of {(piece.IsCommand ? "a command set" : "another presentation context")} in the middle of a data set."
        );

    private void ThrowIfCompleted()
    {
        if (_completed)
        {
            throw new InvalidOperationException(
                "The data set of this instance cannot be read any more."
            );
        }
    }

    private static long Distance(SequencePosition from, SequencePosition to)
    {
        var start = (Segment)from.GetObject()!;
        var end = (Segment)to.GetObject()!;
        return end.RunningIndex + to.GetInteger() - start.RunningIndex - from.GetInteger();
    }

    private void DropHead()
    {
        var head = _head!;
        _head = (Segment?)head.Next;
        _headIndex = 0;
        if (_head is null)
        {
            _tail = null;
        }
        head.Clear();
        _spare.Push(head);
    }

    private void DropAll()
    {
        while (_head is not null)
        {
            DropHead();
        }
        _length = 0;
        _examined = 0;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private ReceiveBlock? _block;

        public void Set(ReadOnlyMemory<byte> memory, ReceiveBlock block, Segment? previous)
        {
            Memory = memory;
            Next = null;
            _block = block;
            block.AddUser();
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
            {
                previous.Next = this;
            }
        }

        public void Clear()
        {
            _block!.Release();
            _block = null;
            Memory = default;
            Next = null;
        }
    }
}
