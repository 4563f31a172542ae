using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>Lossless JPEG with Huffman coding, all seven predictors (ISO/IEC 10918-1 Annex H, process 14).</summary>
internal sealed class JpegLosslessFrame
{
    private readonly JpegFrameHeader _header;
    private readonly FrameDescription _frame;
    private readonly JpegTables _tables = new();

    private JpegLosslessFrame(JpegFrameHeader header, FrameDescription frame)
    {
        _header = header;
        _frame = frame;
    }

    /// <summary>Decodes all scans into interleaved samples.</summary>
    /// <exception cref="DicomDataException">The frame is damaged, or of a kind that is not understood.</exception>
    public static void Decode(
        JpegFrameHeader header,
        FrameDescription frame,
        Span<byte> samples,
        CancellationToken cancellationToken
    )
    {
        if (!header.IsFullySampled)
        {
            throw JpegFrameHeader.Damaged("Lossless frames must have all samples of every pixel.");
        }
        var decoder = new JpegLosslessFrame(header, frame);
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
    }

    private void DecodeScan(
        ReadOnlySpan<byte> content,
        ReadOnlySpan<byte> data,
        Span<byte> samples,
        CancellationToken cancellationToken
    )
    {
        var count = content[0];
        var predictor = content[1 + 2 * count];
        var shift = content[3 + 2 * count] & 0x0F;
        if (predictor is 0 or > 7 || shift >= _header.Precision)
        {
            throw JpegFrameHeader.Damaged("The predictor of a scan is not defined.");
        }
        var tables = new JpegHuffmanTable[count];
        Span<int> offsets = stackalloc int[count];
        var size = _frame.BitsAllocated / 8;
        for (var i = 0; i < count; i++)
        {
            tables[i] = _tables.Direct(content[2 + 2 * i] >> 4);
            offsets[i] = _header.Find(content[1 + 2 * i]).Index;
        }
        if (_tables.RestartInterval % _frame.Columns != 0)
        {
            // Section H.1.1: whole lines only.
            throw JpegFrameHeader.Damaged("A restart interval ends inside of a line.");
        }
        // Lines of samples, of the row above and this one, for every component of the scan.
        var columns = _frame.Columns;
        var lines = System.Buffers.ArrayPool<int>.Shared.Rent(2 * columns * count);
        try
        {
            var reader = new JpegBitReader(data);
            var stride = columns * _frame.SamplesPerPixel * size;
            var rowsPerRestart = _tables.RestartInterval / columns;
            var initial = 1 << (_header.Precision - shift - 1);
            for (var row = 0; row < _frame.Rows; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isFirst = row == 0;
                if (rowsPerRestart > 0 && row > 0 && row % rowsPerRestart == 0)
                {
                    reader.Restart(row / rowsPerRestart - 1);
                    isFirst = true;
                }
                var above = lines.AsSpan((row & 1) * columns * count, columns * count);
                var line = lines.AsSpan((~row & 1) * columns * count, columns * count);
                DecodeLine(ref reader, tables, predictor, isFirst ? initial : -1, above, line);
                var target = samples.Slice(row * stride, stride);
                for (var i = 0; i < count; i++)
                {
                    Store(line, i, count, shift, target, offsets[i] * size);
                }
            }
        }
        finally
        {
            System.Buffers.ArrayPool<int>.Shared.Return(lines);
        }
    }

    /// <param name="reader">The data.</param>
    /// <param name="tables">Of the components.</param>
    /// <param name="predictor">1 to 7 (Table H.1).</param>
    /// <param name="initial">What the first sample is predicted to be in a line that has none above; -1: there is one.</param>
    /// <param name="above">The line above, components side by side.</param>
    /// <param name="line">Takes the line.</param>
    private static void DecodeLine(
        ref JpegBitReader reader,
        JpegHuffmanTable[] tables,
        int predictor,
        int initial,
        ReadOnlySpan<int> above,
        Span<int> line
    )
    {
        var count = tables.Length;
        for (var x = 0; x < line.Length; x += count)
        {
            for (var i = 0; i < count; i++)
            {
                var at = x + i;
                int prediction;
                if (x == 0)
                {
                    prediction = initial >= 0 ? initial : above[at];
                }
                else if (initial >= 0)
                {
                    prediction = line[at - count];
                }
                else
                {
                    var left = line[at - count];
                    var up = above[at];
                    var corner = above[at - count];
                    prediction = predictor switch
                    {
                        1 => left,
                        2 => up,
                        3 => corner,
                        4 => left + up - corner,
                        5 => left + ((up - corner) >> 1),
                        6 => up + ((left - corner) >> 1),
                        _ => (left + up) >> 1,
                    };
                }
                var size = reader.ReadSymbol(tables[i]);
                if (size > 16)
                {
                    throw JpegFrameHeader.Damaged(
                        "A difference in a frame is larger than defined."
                    );
                }
                var difference = size == 16 ? 32_768 : reader.ReadDifference(size);
                line[at] = (prediction + difference) & 0xFFFF;
            }
        }
    }

    private void Store(
        ReadOnlySpan<int> line,
        int first,
        int step,
        int shift,
        Span<byte> target,
        int offset
    )
    {
        var mask = (1 << _header.Precision) - 1;
        var pixel = _frame.SamplesPerPixel * _frame.BitsAllocated / 8;
        for (var at = first; at < line.Length; at += step, offset += pixel)
        {
            var value = SampleCells.Extend((line[at] << shift) & mask, _header.Precision, _frame);
            if (_frame.BitsAllocated == 8)
            {
                target[offset] = (byte)value;
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(target[offset..], (ushort)value);
            }
        }
    }
}
