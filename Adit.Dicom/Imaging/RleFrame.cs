using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>RLE Lossless (PS3.5 Annex G): one segment of PackBits per byte of a sample, the most significant one first.</summary>
internal static class RleFrame
{
    private const int HeaderLength = 64;
    private const int MostSegments = 15;

    public static void Decode(
        ReadOnlySpan<byte> data,
        FrameDescription frame,
        Span<byte> samples,
        CancellationToken cancellationToken
    )
    {
        if (data.Length < HeaderLength)
        {
            throw Damaged("A frame is shorter than its table of segments.");
        }
        var size = frame.BitsAllocated / 8;
        var count = size * frame.SamplesPerPixel;
        if (count > MostSegments || BinaryPrimitives.ReadUInt32LittleEndian(data) != count)
        {
            throw Damaged("A frame has another number of segments than the header says.");
        }
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 + 4 * i)..]);
            var end =
                i + 1 < count
                    ? BinaryPrimitives.ReadUInt32LittleEndian(data[(8 + 4 * i)..])
                    : (uint)data.Length;
            if (start < HeaderLength || end < start || end > data.Length)
            {
                throw Damaged("A segment leaves its frame.");
            }
            // Bytes of a sample go from the most to the least significant one, in the output the other way round.
            var first = i / size * size + (size - 1 - i % size);
            Expand(data[(int)start..(int)end], samples[first..], count);
        }
    }

    /// <summary>Writes every byte so many places behind the one before.</summary>
    private static void Expand(ReadOnlySpan<byte> segment, Span<byte> target, int step)
    {
        var at = 0;
        var position = 0;
        while (position < target.Length)
        {
            if (at >= segment.Length)
            {
                throw Damaged("A segment is shorter than the picture.");
            }
            var control = (sbyte)segment[at++];
            if (control >= 0)
            {
                var count = control + 1;
                if (at + count > segment.Length)
                {
                    throw Damaged("A segment ends in the middle of a run.");
                }
                for (var i = 0; i < count && position < target.Length; i++, position += step)
                {
                    target[position] = segment[at + i];
                }
                at += count;
            }
            else if (control != sbyte.MinValue)
            {
                if (at >= segment.Length)
                {
                    throw Damaged("A segment ends in the middle of a run.");
                }
                var value = segment[at++];
                for (var i = 0; i < 1 - control && position < target.Length; i++, position += step)
                {
                    target[position] = value;
                }
            }
        }
    }

    private static DicomDataException Damaged(string message) => new(message, DicomTag.PixelData);
}
