using System.Buffers.Binary;

namespace Adit.Dicom.Imaging;

/// <summary>From brightness and colour differences to red, green and blue (ITU-R BT.601 in full range, PS3.3 section C.7.6.3.1.2).</summary>
internal static class ColourConversion
{
    private const int Half = 1 << 15;

    // 1.402, 0.344136, 0.714136 and 1.772 times 65,536.
    private const int RedByRed = 91_881;
    private const int GreenByBlue = 22_554;
    private const int GreenByRed = 46_802;
    private const int BlueByBlue = 116_130;

    /// <summary>Converts interleaved samples in place.</summary>
    /// <param name="samples">Three for each pixel.</param>
    /// <param name="size">The bytes of a sample, 1 or 2.</param>
    /// <param name="precision">The bits that are used of it.</param>
    public static void ToRgb(Span<byte> samples, int size, int precision)
    {
        var greatest = (1 << precision) - 1;
        var middle = 1 << (precision - 1);
        for (var at = 0; at < samples.Length; at += 3 * size)
        {
            var luma = Read(samples, at, size);
            var blue = Read(samples, at + size, size) - middle;
            var red = Read(samples, at + 2 * size, size) - middle;
            var green = (GreenByBlue * blue + GreenByRed * red + Half) >> 16;
            Write(samples, at, size, luma + ((RedByRed * red + Half) >> 16), greatest);
            Write(samples, at + size, size, luma - green, greatest);
            Write(
                samples,
                at + 2 * size,
                size,
                luma + ((BlueByBlue * blue + Half) >> 16),
                greatest
            );
        }
    }

    private static int Read(ReadOnlySpan<byte> samples, int at, int size) =>
        size == 1 ? samples[at] : BinaryPrimitives.ReadUInt16LittleEndian(samples[at..]);

    private static void Write(Span<byte> samples, int at, int size, int value, int greatest)
    {
        value = Math.Clamp(value, 0, greatest);
        if (size == 1)
        {
            samples[at] = (byte)value;
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(samples[at..], (ushort)value);
        }
    }
}
