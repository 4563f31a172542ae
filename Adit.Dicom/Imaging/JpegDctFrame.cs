using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>Lossy JPEG, baseline and extended with 8 or 12 bits (ISO/IEC 10918-1 Annex F, processes 1, 2 and 4).</summary>
internal sealed class JpegDctFrame
{
    private const int BlockSize = 8;
    private const int BlockLength = 64;

    /// <summary>Differences of more bits are not defined, nor are sums beyond them.</summary>
    private const int MostBits = 15;

    // csharpier-ignore - eight rows of a block
    private static ReadOnlySpan<byte> ZigZag =>
        [
            0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
            12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
            35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
            58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
        ];

    private readonly JpegFrameHeader _header;
    private readonly FrameDescription _frame;
    private readonly JpegTables _tables = new();
    private readonly int _maxHorizontal;
    private readonly int _maxVertical;
    private readonly int _size;

    private JpegDctFrame(JpegFrameHeader header, FrameDescription frame)
    {
        _header = header;
        _frame = frame;
        _size = frame.BitsAllocated / 8;
        foreach (var component in header.Components)
        {
            _maxHorizontal = Math.Max(_maxHorizontal, component.Horizontal);
            _maxVertical = Math.Max(_maxVertical, component.Vertical);
        }
    }

    /// <summary>Decodes into interleaved samples; colour becomes RGB.</summary>
    /// <exception cref="DicomDataException">The frame is damaged.</exception>
    public static void Decode(
        JpegFrameHeader header,
        FrameDescription frame,
        Span<byte> samples,
        CancellationToken cancellationToken
    )
    {
        var decoder = new JpegDctFrame(header, frame);
        foreach (var segment in header.Segments)
        {
            var content = header.Data.Span.Slice(segment.Start, segment.Length);
            if (segment.Marker == JpegFrameHeader.Sos)
            {
                var data = header.Data.Span[(segment.Start + segment.Length)..segment.End];
                decoder.DecodeScan(content, data, samples, cancellationToken);
            }
            else
            {
                decoder._tables.Read(segment, content);
            }
        }
        // An Adobe segment tells what the encoder did, whatever the header says about it.
        var isConverted = header.AdobeTransform switch
        {
            0 => false,
            1 => true,
            _ => frame.PhotometricInterpretation.StartsWith("YBR", StringComparison.Ordinal),
        };
        if (frame.SamplesPerPixel == 3 && isConverted)
        {
            ColourConversion.ToRgb(samples, decoder._size, header.Precision);
        }
    }

    private void DecodeScan(
        ReadOnlySpan<byte> content,
        ReadOnlySpan<byte> data,
        Span<byte> samples,
        CancellationToken cancellationToken
    )
    {
        var parts = new Part[content[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            var component = _header.Find(content[1 + 2 * i]);
            var tables = content[2 + 2 * i];
            parts[i] = new Part
            {
                Component = component,
                Direct = _tables.Direct(tables >> 4),
                Alternating = _tables.Alternating(tables & 0x0F),
                Factors = _tables.Quantisation(component.Quantisation),
            };
        }
        var isInterleaved = parts.Length > 1;
        // A scan of one component goes through its blocks alone; otherwise units hold blocks of all components (section A.2).
        var (unitWidth, unitHeight) = isInterleaved
            ? (_maxHorizontal * BlockSize, _maxVertical * BlockSize)
            : (
                BlockSize * _maxHorizontal / parts[0].Component.Horizontal,
                BlockSize * _maxVertical / parts[0].Component.Vertical
            );
        var columns = (_frame.Columns + unitWidth - 1) / unitWidth;
        var rows = (_frame.Rows + unitHeight - 1) / unitHeight;
        var reader = new JpegBitReader(data);
        Span<float> coefficients = stackalloc float[BlockLength];
        Span<int> block = stackalloc int[BlockLength];
        var done = 0;
        for (var row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var column = 0; column < columns; column++, done++)
            {
                if (_tables.RestartInterval > 0 && done > 0 && done % _tables.RestartInterval == 0)
                {
                    reader.Restart(done / _tables.RestartInterval - 1);
                    foreach (var part in parts)
                    {
                        part.Predictor = 0;
                    }
                }
                foreach (var part in parts)
                {
                    var across = isInterleaved ? part.Component.Horizontal : 1;
                    var down = isInterleaved ? part.Component.Vertical : 1;
                    for (var i = 0; i < across * down; i++)
                    {
                        ReadBlock(ref reader, part, coefficients);
                        JpegInverseTransform.Apply(coefficients, _header.Precision, block);
                        Store(
                            block,
                            part.Component,
                            column * across + i % across,
                            row * down + i / across,
                            samples
                        );
                    }
                }
            }
        }
    }

    /// <summary>Reads coefficients, column by column.</summary>
    private static void ReadBlock(ref JpegBitReader reader, Part part, scoped Span<float> block)
    {
        block.Clear();
        var size = reader.ReadSymbol(part.Direct);
        if (size > MostBits)
        {
            throw JpegFrameHeader.Damaged("A difference in a frame is larger than defined.");
        }
        part.Predictor += reader.ReadDifference(size);
        if (Math.Abs(part.Predictor) > 1 << MostBits)
        {
            throw JpegFrameHeader.Damaged("A sum in a frame is larger than defined.");
        }
        block[0] = part.Predictor * part.Factors[0];
        for (var i = 1; i < BlockLength; i++)
        {
            var symbol = reader.ReadSymbol(part.Alternating);
            var run = symbol >> 4;
            size = symbol & 0x0F;
            if (size == 0)
            {
                if (run != 15)
                {
                    // The block ends here.
                    break;
                }
                i += 15;
                continue;
            }
            i += run;
            if (i >= BlockLength)
            {
                throw JpegFrameHeader.Damaged("A block of a frame has too many coefficients.");
            }
            int place = ZigZag[i];
            block[((place & 7) << 3) | (place >> 3)] =
                reader.ReadDifference(size) * part.Factors[i];
        }
    }

    /// <summary>Writes a block; samples that stand for several pixels are repeated.</summary>
    private void Store(
        ReadOnlySpan<int> block,
        JpegComponent component,
        int blockX,
        int blockY,
        Span<byte> samples
    )
    {
        var wide = _maxHorizontal / component.Horizontal;
        var high = _maxVertical / component.Vertical;
        var left = blockX * BlockSize * wide;
        var top = blockY * BlockSize * high;
        var width = Math.Min(BlockSize * wide, _frame.Columns - left);
        var height = Math.Min(BlockSize * high, _frame.Rows - top);
        var pixel = _size * _frame.SamplesPerPixel;
        var shift = System.Numerics.BitOperations.Log2((uint)wide);
        for (var y = 0; y < height; y++)
        {
            var line = block.Slice(y / high * BlockSize, BlockSize);
            var at = ((top + y) * _frame.Columns + left) * pixel + component.Index * _size;
            for (var x = 0; x < width; x++, at += pixel)
            {
                var value = line[x >> shift];
                if (_size == 1)
                {
                    samples[at] = (byte)value;
                }
                else
                {
                    value = SampleCells.Extend(value, _header.Precision, _frame);
                    BinaryPrimitives.WriteUInt16LittleEndian(samples[at..], (ushort)value);
                }
            }
        }
    }

    /// <summary>A component in a scan.</summary>
    private sealed class Part
    {
        public required JpegComponent Component { get; init; }

        public required JpegHuffmanTable Direct { get; init; }

        public required JpegHuffmanTable Alternating { get; init; }

        public required float[] Factors { get; init; }

        public int Predictor { get; set; }
    }
}
