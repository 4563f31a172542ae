using System.Buffers.Binary;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>Small pictures that differ from each other.</summary>
public static class SyntheticPixels
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 16;

    public static byte[] Unsigned16(int seed) => Words(seed, 1);

    public static byte[] Signed16(int seed) => Words(seed + 5000, 1);

    public static byte[] TwoFrames16(int seed) => Words(seed, 2);

    /// <summary>One bit per pixel.</summary>
    public static byte[] Bits(int seed)
    {
        var pixels = new byte[Size * Size / 8];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((seed * 31) + (i * 7));
        }
        return pixels;
    }

    public static byte[] Rgb(int seed)
    {
        var pixels = new byte[Size * Size * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((seed * 13) + i);
        }
        return pixels;
    }

    /// <summary>Eight bits, white letters in the upper rows: never 0 anywhere.</summary>
    public static byte[] Burned8(int seed)
    {
        var pixels = new byte[Size * Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(1 + ((seed + (i * 3)) % 250));
        }
        return pixels;
    }

    private static byte[] Words(int seed, int frames)
    {
        var pixels = new byte[Size * Size * 2 * frames];
        for (var i = 0; i < pixels.Length / 2; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                pixels.AsSpan(2 * i),
                (ushort)((seed + (i * 3)) & 0x0FFF)
            );
        }
        return pixels;
    }
}
