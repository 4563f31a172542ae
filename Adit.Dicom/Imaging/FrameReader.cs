using System.Buffers;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Imaging;

/// <summary>Joins the fragments of an open encapsulated value to frames (PS3.5 Annex A.4), in memory that is used again.</summary>
internal sealed class FrameReader : IDisposable
{
    private const int FirstSize = 64 << 10;
    private const int StartOfImageLength = 2;

    private readonly DicomStreamReader _reader;
    private readonly bool _isJpeg;
    private readonly bool _isSingle;
    private readonly int _maxBytes;
    private readonly byte[] _start = new byte[StartOfImageLength];
    private byte[] _buffer = [];
    private int _startLength;
    private int _length;
    private bool _isOpen;
    private bool _isBegun;

    /// <param name="reader">Has the encapsulated value open.</param>
    /// <param name="syntax">How the frames are encoded.</param>
    /// <param name="frame">What the header says about them.</param>
    public FrameReader(DicomStreamReader reader, DicomTransferSyntax syntax, FrameDescription frame)
    {
        _reader = reader;
        // One fragment is one frame for RLE (section G.2); JPEG frames may be cut anywhere (section A.4).
        _isJpeg =
            syntax != DicomTransferSyntax.RleLossless
            && syntax != DicomTransferSyntax.EncapsulatedUncompressed;
        _isSingle = frame.NumberOfFrames == 1 && _isJpeg;
        // No coding makes a frame twice as large; the rest is for what stands around it.
        _maxBytes = (int)Math.Min(2 * frame.FrameBytes + (1 << 20), Array.MaxLength);
    }

    /// <summary>The next frame, valid until the next call; null behind the last one.</summary>
    /// <exception cref="DicomDataException">The data are damaged, or a frame is longer than it can be.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            await OpenFragmentAsync(cancellationToken).ConfigureAwait(false);
        }
        if (!_isOpen)
        {
            return null;
        }
        _length = 0;
        do
        {
            await AppendFragmentAsync(cancellationToken).ConfigureAwait(false);
            await OpenFragmentAsync(cancellationToken).ConfigureAwait(false);
        } while (_isOpen && BelongsToFrame());
        return _buffer.AsMemory(0, _length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>True when the open fragment goes on with the frame: a new one begins with the start marker, which coded data never hold.</summary>
    private bool BelongsToFrame() =>
        _isSingle || (_isJpeg && !(_startLength == StartOfImageLength && _start is [0xFF, 0xD8]));

    private async ValueTask OpenFragmentAsync(CancellationToken cancellationToken)
    {
        _isOpen =
            await _reader.OpenFragmentAsync(cancellationToken).ConfigureAwait(false) is not null;
        _startLength = _isOpen
            ? await _reader.ReadFragmentBytesAsync(_start, cancellationToken).ConfigureAwait(false)
            : 0;
    }

    private async ValueTask AppendFragmentAsync(CancellationToken cancellationToken)
    {
        Reserve(_startLength);
        _start.AsSpan(0, _startLength).CopyTo(_buffer.AsSpan(_length));
        _length += _startLength;
        while (true)
        {
            Reserve(1);
            var count = await _reader
                .ReadFragmentBytesAsync(_buffer.AsMemory(_length), cancellationToken)
                .ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }
            _length += count;
        }
    }

    /// <summary>Grows with what has arrived, never with what a length promises.</summary>
    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }
        if (_length + count > _maxBytes)
        {
            throw new DicomDataException(
                "A compressed frame is longer than the picture could be.",
                DicomTag.PixelData,
                _reader.Offset
            );
        }
        var larger = ArrayPool<byte>.Shared.Rent(
            (int)Math.Min(Math.Max(FirstSize, 2L * _buffer.Length), Array.MaxLength)
        );
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
