using System.Buffers;

namespace Adit.Dicom.Imaging;

/// <summary>A Huffman code of a JPEG stream (ISO/IEC 10918-1 Annex C), looked up by 16 bits at once.</summary>
internal sealed class JpegHuffmanTable : IDisposable
{
    private const int Bits = 16;

    /// <summary>Length times 256 plus symbol, for every 16 bits that begin with the code; 0 where no code begins.</summary>
    private readonly ushort[] _entries = ArrayPool<ushort>.Shared.Rent(1 << Bits);

    /// <param name="counts">How many codes there are of each length from 1 to 16 bits.</param>
    /// <param name="symbols">What they stand for, the shortest codes first.</param>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var entries = _entries.AsSpan(0, 1 << Bits);
        var at = 0;
        var next = 0;
        for (var length = 1; length <= Bits; length++)
        {
            var span = 1 << (Bits - length);
            for (var i = 0; i < counts[length - 1]; i++)
            {
                if (at + span > entries.Length)
                {
                    Dispose();
                    throw JpegFrameHeader.Damaged("A code table has more codes than fit.");
                }
                entries.Slice(at, span).Fill((ushort)((length << 8) | symbols[next++]));
                at += span;
            }
        }
        entries[at..].Clear();
    }

    /// <summary>The entry for 16 bits.</summary>
    public ushort this[int bits] => _entries[bits];

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<ushort>.Shared.Return(_entries);
}
