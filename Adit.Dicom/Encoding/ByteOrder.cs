using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Dicom.Encoding;

/// <summary>Swaps the bytes of numbers between big and little endian.</summary>
internal static class ByteOrder
{
    /// <summary>A copy with the bytes of each number reversed; a rest shorter than a number stays as it is.</summary>
    public static byte[] SwapCopy(ReadOnlySpan<byte> source, int unitSize)
    {
        var copy = source.ToArray();
        Swap(copy, unitSize);
        return copy;
    }

    /// <summary>Reverses the bytes of each number in place.</summary>
    public static void Swap(Span<byte> bytes, int unitSize)
    {
        bytes = bytes[..(bytes.Length / unitSize * unitSize)];
        switch (unitSize)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
