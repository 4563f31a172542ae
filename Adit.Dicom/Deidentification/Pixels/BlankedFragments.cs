using System.Buffers;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>Passes the bytes of an encapsulated value on to a data set, without the comments in its frames.</summary>
internal sealed class BlankedFragments(CommentBlanker comments, DicomStreamWriter writer) : Stream
{
    private const int Piece = 64 << 10;

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(Piece);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        while (!buffer.IsEmpty)
        {
            // What is read belongs to the reader; it is changed in a copy.
            var piece = _buffer.AsMemory(0, Math.Min(buffer.Length, Piece));
            buffer[..piece.Length].CopyTo(piece);
            comments.Blank(piece.Span);
            await writer.WriteBulkBytesAsync(piece, cancellationToken).ConfigureAwait(false);
            buffer = buffer[piece.Length..];
        }
    }

    public override Task WriteAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
        base.Dispose(disposing);
    }
}
