using System.IO.Compression;

namespace Adit.Dicom.Encoding;

/// <summary>Inflates the rest of a reader, with the bound of <see cref="Inflater"/> against compression bombs.</summary>
internal sealed class BoundedInflateStream : Stream
{
    private readonly CompressedSource _source;
    private readonly DeflateStream _inflate;
    private readonly DicomReadOptions _options;
    private long _inflated;

    public BoundedInflateStream(SlabReader reader, DicomReadOptions options)
    {
        _options = options;
        _source = new CompressedSource(reader);
        _inflate = new DeflateStream(_source, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _inflated;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var count = await _inflate.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _inflated += count;
            Inflater.Check(_source.Count, _inflated, _options);
            return count;
        }
        catch (InvalidDataException exception)
        {
            throw Inflater.Damaged(exception);
        }
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflate.Dispose();
        }
        base.Dispose(disposing);
    }

    private sealed class CompressedSource(SlabReader reader) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var count = await reader.ReadSomeAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count += count;
            return count;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}
