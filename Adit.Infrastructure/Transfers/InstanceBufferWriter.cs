using System.Buffers;
using System.IO.Pipelines;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// Writes into an <see cref="InstanceBuffer"/>: straight into the block at hand, and what does not fit there aside until the next
/// flush, because only a flush may wait for a free block.
/// </summary>
/// <param name="data">Where the bytes go. Completing this writer does not complete it.</param>
/// <param name="flushed">Called while and when what was written gets into the buffer.</param>
internal sealed class InstanceBufferWriter(
    InstanceBuffer data,
    Func<CancellationToken, ValueTask> flushed
) : PipeWriter
{
    private const int SmallestAside = 4 << 10;
    private const int Piece = 64 << 10;

    private byte[] _aside = [];
    private int _asideLength;
    private bool _isLastAside;
    private long _unflushed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_asideLength == 0 && data.Room is var room && room.Length >= wanted)
        {
            _isLastAside = false;
            return room;
        }
        _isLastAside = true;
        if (_aside.Length - _asideLength < wanted)
        {
            var size = Math.Max(
                checked(_asideLength + Math.Max(wanted, SmallestAside)),
                (int)Math.Min(_aside.Length * 2L, Array.MaxLength)
            );
            var larger = ArrayPool<byte>.Shared.Rent(size);
            _aside.AsSpan(0, _asideLength).CopyTo(larger);
            ReturnAside();
            _aside = larger;
        }
        return _aside.AsMemory(_asideLength);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        _unflushed += bytes;
        if (_isLastAside)
        {
            _asideLength += bytes;
        }
        else
        {
            data.AdvanceRoom(bytes);
        }
    }

    public override async ValueTask<FlushResult> FlushAsync(
        CancellationToken cancellationToken = default
    )
    {
        // Piece by piece: a reader that is let in on the way makes the room that the rest needs.
        for (var at = 0; at < _asideLength; at += Piece)
        {
            var piece = new ReadOnlySequence<byte>(_aside, at, Math.Min(Piece, _asideLength - at));
            await data.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            if (at + Piece < _asideLength)
            {
                await flushed(cancellationToken).ConfigureAwait(false);
            }
        }
        _asideLength = 0;
        await data.PublishFullAsync(cancellationToken).ConfigureAwait(false);
        _unflushed = 0;
        await flushed(cancellationToken).ConfigureAwait(false);
        return default;
    }

    /// <summary>What was not flushed is dropped.</summary>
    public override void Complete(Exception? exception = null) => ReturnAside();

    public override void CancelPendingFlush() =>
        throw new NotSupportedException("A flush is cancelled by its token.");

    private void ReturnAside()
    {
        if (_aside.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_aside);
        }
        _aside = [];
    }
}
