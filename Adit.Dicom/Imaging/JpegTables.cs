using System.Buffers.Binary;

namespace Adit.Dicom.Imaging;

/// <summary>The tables that are in force at a place of a JPEG stream (ISO/IEC 10918-1 section B.2.4).</summary>
internal sealed class JpegTables
{
    private const int Most = 4;
    private const int CountsLength = 16;

    private readonly JpegHuffmanTable?[] _direct = new JpegHuffmanTable?[Most];
    private readonly JpegHuffmanTable?[] _alternating = new JpegHuffmanTable?[Most];
    private readonly float[]?[] _quantisation = new float[]?[Most];

    /// <summary>After so many units a restart marker stands; 0: none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>The code of differences.</summary>
    public JpegHuffmanTable Direct(int number) => Require(_direct, number);

    /// <summary>The code of the other coefficients.</summary>
    public JpegHuffmanTable Alternating(int number) => Require(_alternating, number);

    /// <summary>The factors of the 64 coefficients, in the order of the stream.</summary>
    public float[] Quantisation(int number) => Require(_quantisation, number);

    /// <summary>Takes over a segment that is not a scan.</summary>
    /// <exception cref="Data.DicomDataException">It is damaged.</exception>
    public void Read(JpegSegment segment, ReadOnlySpan<byte> content)
    {
        switch (segment.Marker)
        {
            case JpegFrameHeader.Dht:
                ReadCodes(content);
                break;
            case JpegFrameHeader.Dqt:
                ReadQuantisation(content);
                break;
            default:
                RestartInterval =
                    content.Length == 2
                        ? BinaryPrimitives.ReadUInt16BigEndian(content)
                        : throw JpegFrameHeader.Damaged("A restart interval has a wrong length.");
                break;
        }
    }

    private void ReadCodes(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var count = 0;
            if (content.Length > CountsLength)
            {
                foreach (var codes in content.Slice(1, CountsLength))
                {
                    count += codes;
                }
            }
            var (kind, number) = (content[0] >> 4, content[0] & 0x0F);
            if (
                content.Length < 1 + CountsLength + count
                || count > 256
                || kind > 1
                || number >= Most
            )
            {
                throw JpegFrameHeader.Damaged("A code table has a wrong length.");
            }
            (kind == 0 ? _direct : _alternating)[number] = new JpegHuffmanTable(
                content.Slice(1, CountsLength),
                content.Slice(1 + CountsLength, count)
            );
            content = content[(1 + CountsLength + count)..];
        }
    }

    private void ReadQuantisation(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var (size, number) = (1 + (content[0] >> 4), content[0] & 0x0F);
            if (size > 2 || number >= Most || content.Length < 1 + 64 * size)
            {
                throw JpegFrameHeader.Damaged("A quantisation table has a wrong length.");
            }
            var factors = _quantisation[number] ??= new float[64];
            for (var i = 0; i < factors.Length; i++)
            {
                factors[i] =
                    size == 1
                        ? content[1 + i]
                        : BinaryPrimitives.ReadUInt16BigEndian(content[(1 + 2 * i)..]);
            }
            content = content[(1 + 64 * size)..];
        }
    }

    private static T Require<T>(T?[] tables, int number)
        where T : class =>
        number < Most && tables[number] is { } table
            ? table
            : throw JpegFrameHeader.Damaged("A scan names a table that is not there.");
}
