using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>
/// Writes a data set item by item, bulk values from their source. Items must come by ascending tag. Not safe for
/// concurrent use. Call <see cref="CompleteAsync"/> at the end; the given pipe stays the caller's.
/// </summary>
public sealed class DicomStreamWriter : IAsyncDisposable
{
    private const int FlushThreshold = 32 << 10;

    private readonly PipeWriter _output;
    private readonly DeflatedOutput? _deflated;

    /// <summary>Starts a data set.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="transferSyntax">How they are encoded.</param>
    public DicomStreamWriter(PipeWriter output, DicomTransferSyntax transferSyntax)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(transferSyntax);
        TransferSyntax = transferSyntax;
        if (transferSyntax.IsDeflated)
        {
            _deflated = new DeflatedOutput(output);
            output = _deflated.Writer;
        }
        _output = output;
    }

    /// <summary>How the data set is encoded.</summary>
    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Writes one item that is in memory.</summary>
    /// <exception cref="DicomDataException">It is nested too deep, or a sequence is too long.</exception>
    public ValueTask WriteAsync(DicomItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item is DicomBulkValue)
        {
            throw new ArgumentException("A bulk value is written from its source.", nameof(item));
        }
        var encoder = new DicomEncoder(_output, TransferSyntax);
        encoder.Write(item);
        encoder.Complete();
        return FlushIfFullAsync(cancellationToken);
    }

    /// <summary>Writes all items of a data set.</summary>
    /// <exception cref="DicomDataException">It is nested too deep, or a sequence is too long.</exception>
    public async ValueTask WriteAsync(
        DicomDataset dataset,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (var item in dataset)
        {
            await WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the header of a bulk value; then exactly its bytes must follow through <see cref="WriteBulkBytesAsync"/>.</summary>
    /// <exception cref="DicomDataException">The value is too long for a length of 32 bits.</exception>
    public void WriteBulkHeader(DicomBulkValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length >= uint.MaxValue)
        {
            throw new DicomDataException(
                "The value is too long for a length of 32 bits.",
                value.Tag
            );
        }
        var encoder = new DicomEncoder(_output, TransferSyntax);
        encoder.WriteHeader(
            value.Tag,
            value.Vr,
            value.Length is { } length ? (uint)length : uint.MaxValue
        );
        encoder.Complete();
    }

    /// <summary>Writes bytes of a bulk value, as they are to be on the wire.</summary>
    public ValueTask WriteBulkBytesAsync(
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken = default
    )
    {
        _output.Write(bytes.Span);
        return FlushIfFullAsync(cancellationToken);
    }

    /// <summary>Passes the bulk value on that is open in the reader, unchanged.</summary>
    /// <exception cref="DicomDataException">The data end before the value does, or its numbers have the other byte order.</exception>
    public async ValueTask WriteBulkAsync(
        DicomStreamReader source,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        var value =
            source.CurrentBulk ?? throw new InvalidOperationException("No bulk value is open.");
        if (
            value.IsBigEndian == TransferSyntax.IsLittleEndian
            && (value.IsFragments || value.Vr.UnitSize() > 1)
        )
        {
            throw new DicomDataException(
                $"Its numbers would have the wrong byte order in {TransferSyntax.Name}.",
                value.Tag
            );
        }
        WriteBulkHeader(value);
        await source.CopyBulkToAsync(_output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a bulk value of known length from a stream that holds it as it is to be on the wire.</summary>
    /// <exception cref="DicomDataException">The stream ends before the value does.</exception>
    public async ValueTask WriteBulkAsync(
        DicomTag tag,
        DicomVr vr,
        long length,
        Stream source,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        WriteBulkHeader(new DicomBulkValue(tag, vr, length));
        while (length > 0)
        {
            var memory = _output.GetMemory((int)Math.Min(length, FlushThreshold));
            if (memory.Length > length)
            {
                memory = memory[..(int)length];
            }
            var count = await source.ReadAsync(memory, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new DicomDataException("The source of a value ended too early.", tag);
            }
            _output.Advance(count);
            length -= count;
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the data set and flushes; a deflated one gets its last block and is padded.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_deflated is not null)
        {
            await _deflated.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Frees the compressor of a deflated data set.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_deflated is not null)
        {
            await _deflated.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask FlushIfFullAsync(CancellationToken cancellationToken) =>
        _output.CanGetUnflushedBytes && _output.UnflushedBytes < FlushThreshold
            ? ValueTask.CompletedTask
            : FlushAsync(cancellationToken);

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var result = await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted)
        {
            throw new IOException("The receiver of the data set has stopped reading.");
        }
    }

    private sealed class DeflatedOutput : IAsyncDisposable
    {
        private readonly PipeWriter _target;
        private readonly CountingStream _counter;
        private readonly DeflateStream _deflate;

        public DeflatedOutput(PipeWriter target)
        {
            _target = target;
            _counter = new CountingStream(target);
            _deflate = new DeflateStream(_counter, CompressionLevel.Fastest);
            Writer = PipeWriter.Create(_deflate, new StreamPipeWriterOptions(leaveOpen: true));
        }

        public PipeWriter Writer { get; }

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            await Writer.CompleteAsync().ConfigureAwait(false);
            await _deflate.DisposeAsync().ConfigureAwait(false);
            if ((_counter.Count & 1) != 0)
            {
                _target.Write([(byte)0]); // PS3.5 Annex A.5: padded to an even length
            }
            await _target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => _deflate.DisposeAsync();
    }

    private sealed class CountingStream(PipeWriter target) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) =>
            Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            target.Write(buffer);
            Count += buffer.Length;
        }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            Write(buffer.Span);
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
