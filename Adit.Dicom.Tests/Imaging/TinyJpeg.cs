namespace Adit.Dicom.Tests.Imaging;

/// <summary>
/// Writes small JPEG streams in forms that DCMTK does not write: restarts, scans of single components, unusual sampling. Codes are
/// of equal length, so that the streams are easy to follow.
/// </summary>
internal sealed class TinyJpeg
{
    private const int CodeBits = 5;

    private readonly List<byte> _bytes = [0xFF, 0xD8];
    private ulong _bits;
    private int _count;

    /// <param name="sof">C0, C1 or C3.</param>
    /// <param name="precision">Bits per sample.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="columns">Samples per line.</param>
    /// <param name="sampling">Horizontal times 16 plus vertical, per component.</param>
    public TinyJpeg Frame(byte sof, int precision, int rows, int columns, params byte[] sampling)
    {
        Segment(
            sof,
            [
                (byte)precision,
                (byte)(rows >> 8),
                (byte)rows,
                (byte)(columns >> 8),
                (byte)columns,
                (byte)sampling.Length,
                .. sampling.SelectMany((factors, i) => new byte[] { (byte)(i + 1), factors, 0 }),
            ]
        );
        return this;
    }

    /// <summary>Codes of 5 bits for differences of 0 to 16 bits; a code of 1 bit for the end of a block.</summary>
    public TinyJpeg Codes()
    {
        var counts = new byte[16];
        counts[CodeBits - 1] = 17;
        Segment(0xC4, [0, .. counts, .. Enumerable.Range(0, 17).Select(size => (byte)size)]);
        Segment(0xC4, [0x10, 1, .. new byte[15], 0]);
        return this;
    }

    /// <summary>All factors 8: a block of one value has that value, less the middle, as its first coefficient.</summary>
    public TinyJpeg Factors() => Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);

    public TinyJpeg RestartEvery(int units) => Segment(0xDD, [(byte)(units >> 8), (byte)units]);

    public TinyJpeg Adobe(byte transform) =>
        Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);

    /// <param name="predictor">Of lossless frames; 0 for others.</param>
    /// <param name="shift">Bits that were dropped.</param>
    /// <param name="components">Their places in the frame.</param>
    public TinyJpeg Scan(int predictor, int shift, params int[] components) =>
        Segment(
            0xDA,
            [
                (byte)components.Length,
                .. components.SelectMany(i => new byte[] { (byte)(i + 1), 0 }),
                (byte)predictor,
                (byte)(predictor > 0 ? 0 : 63),
                (byte)shift,
            ]
        );

    public void Difference(int difference)
    {
        var size = 0;
        if (difference is 32_768 or -32_768)
        {
            Bits(16, CodeBits);
            return;
        }
        for (var rest = Math.Abs(difference); rest > 0; rest >>= 1)
        {
            size++;
        }
        Bits((uint)size, CodeBits);
        if (size > 0)
        {
            Bits((uint)(difference < 0 ? difference + (1 << size) - 1 : difference), size);
        }
    }

    public void EndOfBlock() => Bits(0, 1);

    public void Restart(int number)
    {
        Flush();
        _bytes.AddRange([0xFF, (byte)(0xD0 + number % 8)]);
    }

    /// <summary>Fills the last byte of a scan.</summary>
    public TinyJpeg Flush()
    {
        if (_count % 8 != 0)
        {
            Bits((1u << (8 - _count % 8)) - 1, 8 - _count % 8);
        }
        return this;
    }

    public byte[] End() => [.. _bytes, 0xFF, 0xD9];

    private TinyJpeg Segment(byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        _bytes.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length]);
        _bytes.AddRange(content);
        return this;
    }

    private void Bits(uint value, int count)
    {
        _bits = (_bits << count) | value;
        _count += count;
        while (_count >= 8)
        {
            _count -= 8;
            var next = (byte)(_bits >> _count);
            _bytes.Add(next);
            if (next == 0xFF)
            {
                _bytes.Add(0);
            }
        }
    }
}
