using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Imaging;

/// <summary>Frames that are not compressed (PS3.5 section 8.1.1): brought into one order of bytes and samples.</summary>
internal static class NativeFrame
{
    public static void Decode(
        ReadOnlySpan<byte> data,
        FrameDescription frame,
        bool isBigEndian,
        Span<byte> samples
    )
    {
        var isSubsampled = frame.PhotometricInterpretation == "YBR_FULL_422";
        var length = isSubsampled ? frame.FrameBytes / 3 * 2 : frame.FrameBytes;
        if (data.Length < length || (isSubsampled && frame.Columns % 2 != 0))
        {
            throw new DicomDataException(
                "A frame is shorter than the header says.",
                DicomTag.PixelData
            );
        }
        data = data[..(int)length];
        if (isSubsampled)
        {
            for (int from = 0, to = 0; from < data.Length; from += 4, to += 6)
            {
                samples[to] = data[from];
                samples[to + 3] = data[from + 1];
                samples[to + 1] = samples[to + 4] = data[from + 2];
                samples[to + 2] = samples[to + 5] = data[from + 3];
            }
            return;
        }
        var size = Math.Max(1, frame.BitsAllocated / 8);
        if (!frame.IsPlanar || frame.SamplesPerPixel == 1)
        {
            data.CopyTo(samples);
        }
        else
        {
            var plane = data.Length / frame.SamplesPerPixel;
            var pixel = size * frame.SamplesPerPixel;
            for (var sample = 0; sample < frame.SamplesPerPixel; sample++)
            {
                var source = data.Slice(sample * plane, plane);
                var target = sample * size;
                for (var from = 0; from < source.Length; from += size, target += pixel)
                {
                    source.Slice(from, size).CopyTo(samples[target..]);
                }
            }
        }
        if (isBigEndian && size > 1)
        {
            ByteOrder.Swap(samples, size);
        }
    }
}
