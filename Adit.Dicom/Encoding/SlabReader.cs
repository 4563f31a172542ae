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

    private byte[] slab = [];
    private int start;
    private int end;

    /// <summary>The bytes read so far, used ones included.</summary>
    public ReadOnlyMemory<byte> Memory => slab.AsMemory(0, end);

    /// <summary>The position in <see cref="Memory"/> of the first unused byte.</summary>
    public int Start => start;

    /// <summary>How many unused bytes are there.</summary>
    public int Available => end - start;

    /// <summary>True when the pipe has no more bytes than those in <see cref="Memory"/>.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The offset in the stream of the first byte of <see cref="Memory"/>.</summary>
    public long BaseOffset { get; private set; }

    /// <summary>The offset in the stream of the first unused byte.</summary>
    public long Offset => BaseOffset + start;

    /// <summary>Takes bytes as used.</summary>
    public void AdvanceTo(int position) => start = position;

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
                output.Write(slab.AsSpan(start, part));
                start += part;
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
                    .WriteAsync(slab.AsMemory(start, part), cancellationToken)
                    .ConfigureAwait(false);
                start += part;
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
                start += part;
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
            Pass(result, buffer);
            return (int)buffer.Length;
        }
        var part = Math.Min(destination.Length, Available);
        slab.AsMemory(start, part).CopyTo(destination);
        start += part;
        return part;
    }

    private async ValueTask<bool> FillAsync(int needed, CancellationToken cancellationToken)
    {
        while (Available < needed && !IsCompleted)
        {
            if (end == slab.Length)
            {
                Grow(needed);
            }
            var result = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var part =
                buffer.Length > slab.Length - end ? buffer.Slice(0, slab.Length - end) : buffer;
            part.CopyTo(slab.AsSpan(end));
            end += (int)part.Length;
            input.AdvanceTo(part.End);
            IsCompleted = result.IsCompleted && part.Length == buffer.Length;
        }
        return Available >= needed;
    }

    private void Grow(int needed)
    {
        var size = Math.Max(SlabSize, Math.Min(Math.Max(needed, Available + 1), Available * 2L));
        var next = new byte[Math.Min(size, Array.MaxLength)];
        slab.AsSpan(start, Available).CopyTo(next);
        BaseOffset += start;
        end -= start;
        start = 0;
        slab = next;
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
        BaseOffset += length + start;
        start = 0;
        end = 0;
        if (slab.Length > 0)
        {
            slab = [];
        }
    }
}
