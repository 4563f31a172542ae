using System.Buffers.Binary;
using Adit.Dicom.Encoding;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>
/// Blanks the regions in native pixel data that pass by in pieces. Pixel data is seen as rows of equal length, one plane after the
/// other, one frame after the other, without a gap (PS3.5 section 8.1 and Annex D), so every piece can be treated for itself.
/// </summary>
internal sealed class CellBlanker
{
    private readonly PixelRegion[] _regions;
    private readonly int _rows;
    private readonly int _planes;
    private readonly long _rowBits;
    private readonly int _cellBits;

    /// <summary>How many pixels one cell of <see cref="_cellBits"/> shows: two share their colour in YBR_FULL_422.</summary>
    private readonly int _pixelsPerCell;

    /// <summary>What a blank cell of each plane looks like, in little endian.</summary>
    private readonly byte[][] _patterns;
    private readonly byte[]? _mask;
    private readonly int _swapUnit;

    /// <param name="image">The cells.</param>
    /// <param name="plan">What is blanked, with what.</param>
    /// <param name="swapUnit">
    /// The bytes of the numbers whose bytes stand in big endian order, 1 when none do. In OW these are words, whatever a cell has:
    /// of smaller cells two change places, of larger ones each word is turned for itself (PS3.5 section 8.1.1).
    /// </param>
    public CellBlanker(FrameDescription image, PixelPlan plan, int swapUnit)
    {
        _rows = image.Rows;
        _planes = image is { IsPlanar: true, SamplesPerPixel: > 1 } ? image.SamplesPerPixel : 1;
        _swapUnit = swapUnit;
        if (IsSubsampled(image) && plan.Blank.Count == 3)
        {
            _pixelsPerCell = 2;
            _planes = 1;
            _patterns =
            [
                [
                    (byte)plan.Blank[0],
                    (byte)plan.Blank[0],
                    (byte)plan.Blank[1],
                    (byte)plan.Blank[2],
                ],
            ];
        }
        else
        {
            _pixelsPerCell = 1;
            var samples = plan.Blank.Select(value => Encode(value, image.BitsAllocated)).ToArray();
            _patterns =
                _planes > 1
                    ? samples
                    :
                    [
                        [.. samples.SelectMany(sample => sample)],
                    ];
        }
        _cellBits = _pixelsPerCell switch
        {
            2 => 32,
            _ => image.BitsAllocated * (_planes > 1 ? 1 : image.SamplesPerPixel),
        };
        _rowBits = (long)image.Columns / _pixelsPerCell * _cellBits;
        _regions =
        [
            .. plan.Regions.Select(region =>
            {
                var first = region.X / _pixelsPerCell;
                var end = (region.X + region.Width + _pixelsPerCell - 1) / _pixelsPerCell;
                return region with { X = first, Width = end - first };
            }),
        ];
        if (plan.MasksUnusedBits && image.BitsStored < image.BitsAllocated)
        {
            var mask = ((1UL << image.BitsStored) - 1) << (image.HighBit - image.BitsStored + 1);
            _mask = Encode(mask, image.BitsAllocated);
        }
        FrameBits = _rowBits * _rows * _planes;
    }

    /// <summary>The size of a frame in bits; frames of single bits do not end at a byte.</summary>
    public long FrameBits { get; }

    /// <summary>True when two pixels share their colour samples, in native data too.</summary>
    public static bool IsSubsampled(FrameDescription image) =>
        image.PhotometricInterpretation is "YBR_FULL_422" or "YBR_PARTIAL_422";

    /// <summary>Treats the bytes that stand at this position of the value, a multiple of 8: no number is cut.</summary>
    public void Apply(Span<byte> piece, long position)
    {
        if (_swapUnit > 1)
        {
            ByteOrder.Swap(piece, _swapUnit);
        }
        if (_mask is { } mask)
        {
            for (var i = 0; i < piece.Length; i++)
            {
                piece[i] &= mask[i & (mask.Length - 1)];
            }
        }
        var firstBit = position * 8;
        var endBit = firstBit + piece.Length * 8L;
        var lastRow = (endBit - 1) / _rowBits;
        for (var row = firstBit / _rowBits; row <= lastRow; row++)
        {
            var y = (int)(row % _rows);
            var pattern = _patterns[(int)(row / _rows % _planes)];
            foreach (var region in _regions)
            {
                if (y < region.Y || y >= region.Y + region.Height)
                {
                    continue;
                }
                var from = row * _rowBits + (long)region.X * _cellBits;
                var to = from + (long)region.Width * _cellBits;
                from = Math.Max(from, firstBit);
                to = Math.Min(to, endBit);
                if (from >= to)
                {
                    continue;
                }
                if (_cellBits == 1)
                {
                    FillBits(piece, from - firstBit, to - firstBit, pattern[0] != 0);
                }
                else
                {
                    var rowStart = row * _rowBits / 8;
                    FillBytes(
                        piece[(int)((from - firstBit) / 8)..(int)((to - firstBit) / 8)],
                        pattern,
                        (int)((from / 8 - rowStart) % pattern.Length)
                    );
                }
            }
        }
        if (_swapUnit > 1)
        {
            ByteOrder.Swap(piece, _swapUnit);
        }
    }

    private static void FillBytes(Span<byte> cells, byte[] pattern, int phase)
    {
        if (!pattern.AsSpan().ContainsAnyExcept(pattern[0]))
        {
            cells.Fill(pattern[0]);
            return;
        }
        foreach (ref var cell in cells)
        {
            cell = pattern[phase];
            phase = phase + 1 == pattern.Length ? 0 : phase + 1;
        }
    }

    /// <summary>The first pixel is the least significant bit (PS3.5 section 8.1.1).</summary>
    private static void FillBits(Span<byte> piece, long from, long to, bool value)
    {
        while (from < to)
        {
            var bit = (int)(from & 7);
            var count = (int)Math.Min(8 - bit, to - from);
            var mask = (byte)(((1 << count) - 1) << bit);
            ref var target = ref piece[(int)(from >> 3)];
            target = (byte)(value ? target | mask : target & ~mask);
            from += count;
        }
    }

    private static byte[] Encode(ulong value, int bits)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes[..Math.Max(1, bits / 8)].ToArray();
    }
}
