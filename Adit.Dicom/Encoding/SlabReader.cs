using System.Buffers;
using System.IO.Pipelines;

namespace Adit.Dicom.Encoding;

/// <summary>
/// Reads a pipe through contiguous memory. The slabs are never reused, so that values may refer to them; they grow only
/// with what has arrived, never with what a length promises.
/// </summary>
internal sealed class SlabReader(PipeReader input)
{
    private const int SlabSize = 16 << 10;

    private byte[] _slab = [];
    private int _start;
    private int _end;

    /// <summary>The bytes read so far, used ones included.</summary>
    public ReadOnlyMemory<byte> Memory => _slab.AsMemory(0, _end);

    /// <summary>The position in <see cref="Memory"/> of the first unused byte.</summary>
    public int Start => _start;

    /// <summary>How many unused bytes are there.</summary>
    public int Available => _end - _start;

    /// <summary>True when the pipe has no more bytes than those in <see cref="Memory"/>.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The offset in the stream of the first byte of <see cref="Memory"/>.</summary>
    public long BaseOffset { get; private set; }

    /// <summary>The offset in the stream of the first unused byte.</summary>
    public long Offset => BaseOffset + _start;

    /// <summary>Takes bytes as used.</summary>
    public void AdvanceTo(int position) => _start = position;

    /// <summary>Reads until so many bytes are available, or the pipe ends; false when it ended before.</summary>
    public ValueTask<bool> EnsureAsync(int needed, CancellationToken cancellationToken) =>
        Available >= needed || IsCompleted
            ? ValueTask.FromResult(Available >= needed)
            : FillAsync(needed, cancellationToken);

    /// <summary>Copies exactly so many bytes on; false when the pipe ended before.</summary>
    public async ValueTask<bool> CopyAsync(
        PipeWriter output,
        long count,
        CancellationToken cancellationToken
    )
    {
        while (count > 0)
        {
            if (Available > 0)
            {
                var part = (int)Math.Min(count, Available);
                output.Write(_slab.AsSpan(_start, part));
                _start += part;
                count -= part;
                continue;
            }
            if (IsCompleted)
            {
                return false;
            }
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > count)
            {
                buffer = buffer.Slice(0, count);
            }
            foreach (var segment in buffer)
            {
                output.Write(segment.Span);
            }
            count -= buffer.Length;
            Pass(result, buffer);
            var flushed = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flushed.IsCompleted && count > 0)
            {
                throw new IOException("The receiver of a copied value has stopped reading.");
            }
        }
        return true;
    }

    /// <summary>Copies exactly so many bytes on; false when the pipe ended before.</summary>
    public async ValueTask<bool> CopyAsync(
        Stream output,
        long count,
        CancellationToken cancellationToken
    )
    {
        while (count > 0)
        {
            if (Available > 0)
            {
                var part = (int)Math.Min(count, Available);
                await output
                    .WriteAsync(_slab.AsMemory(_start, part), cancellationToken)
                    .ConfigureAwait(false);
                _start += part;
                count -= part;
                continue;
            }
            if (IsCompleted)
            {
                return false;
            }
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > count)
            {
                buffer = buffer.Slice(0, count);
            }
            foreach (var segment in buffer)
            {
                await output.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
            }
            count -= buffer.Length;
            Pass(result, buffer);
        }
        return true;
    }

    /// <summary>Drops exactly so many bytes; false when the pipe ended before.</summary>
    public async ValueTask<bool> SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (Available > 0)
            {
                var part = (int)Math.Min(count, Available);
                _start += part;
                count -= part;
                continue;
            }
            if (IsCompleted)
            {
                return false;
            }
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer =
                result.Buffer.Length > count ? result.Buffer.Slice(0, count) : result.Buffer;
            count -= buffer.Length;
            Pass(result, buffer);
        }
        return true;
    }

    /// <summary>Reads some of the rest into the memory; 0 at the end.</summary>
    public async ValueTask<int> ReadSomeAsync(
        Memory<byte> destination,
        CancellationToken cancellationToken
    )
    {
        if (Available == 0 && !IsCompleted)
        {
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer =
                result.Buffer.Length > destination.Length
                    ? result.Buffer.Slice(0, destination.Length)
                    : result.Buffer;
            buffer.CopyTo(destination.Span);
            // The pipe may use the buffer's segments again once it has them back.
            var count = (int)buffer.Length;
            Pass(result, buffer);
            return count;
        }
        var part = Math.Min(destination.Length, Available);
        _slab.AsMemory(_start, part).CopyTo(destination);
        _start += part;
        return part;
    }

    private async ValueTask<bool> FillAsync(int needed, CancellationToken cancellationToken)
    {
        while (Available < needed && !IsCompleted)
        {
            if (_end == _slab.Length)
            {
                Grow(needed);
            }
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var part =
                buffer.Length > _slab.Length - _end ? buffer.Slice(0, _slab.Length - _end) : buffer;
            part.CopyTo(_slab.AsSpan(_end));
            _end += (int)part.Length;
            input.AdvanceTo(part.End);
            IsCompleted = result.IsCompleted && part.Length == buffer.Length;
        }
        return Available >= needed;
    }

    private void Grow(int needed)
    {
        var size = Math.Max(SlabSize, Math.Min(Math.Max(needed, Available + 1), Available * 2L));
        var next = new byte[Math.Min(size, Array.MaxLength)];
        _slab.AsSpan(_start, Available).CopyTo(next);
        BaseOffset += _start;
        _end -= _start;
        _start = 0;
        _slab = next;
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
        return result.IsCanceled
            ? throw new OperationCanceledException("Reading the data set was cancelled.")
            : result;
    }

    /// <summary>Gives bytes back to the pipe that were used without passing through the slab.</summary>
    private void Pass(ReadResult result, ReadOnlySequence<byte> used)
    {
        var all = used.Length == result.Buffer.Length;
        var length = used.Length;
        input.AdvanceTo(used.End);
        IsCompleted = result.IsCompleted && all;
        BaseOffset += length + _start;
        _start = 0;
        _end = 0;
        if (_slab.Length > 0)
        {
            _slab = [];
        }
    }
}
