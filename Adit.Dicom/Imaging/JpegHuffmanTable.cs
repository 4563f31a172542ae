namespace Adit.Dicom.Imaging;

/// <summary>A Huffman code of a JPEG stream (ISO/IEC 10918-1 Annex C). Short codes are looked up at once, long ones by their length.</summary>
internal sealed class JpegHuffmanTable
{
    private const int MostBits = 16;
    private const int FastBits = 9;
    private const int Room = 1 << MostBits;

    private readonly ushort[] _fast = new ushort[1 << FastBits];

    /// <summary>Where the codes of a length end, as 16 bits; those of the next length begin there.</summary>
    private readonly int[] _ends = new int[MostBits + 1];

    /// <summary>Which symbol the first code of a length stands for.</summary>
    private readonly int[] _firsts = new int[MostBits + 1];
    private readonly byte[] _symbols;

    /// <param name="counts">How many codes there are of each length from 1 to 16 bits.</param>
    /// <param name="symbols">What they stand for, the shortest codes first.</param>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var at = 0;
        var next = 0;
        for (var length = 1; length <= MostBits; length++)
        {
            _firsts[length] = next;
            var codes = counts[length - 1];
            var width = 1 << (MostBits - length);
            if (at + codes * width > Room)
            {
                throw JpegFrameHeader.Damaged("A code table has more codes than fit.");
            }
            for (var i = 0; i < codes && length <= FastBits; i++)
            {
                _fast
                    .AsSpan((at + i * width) >> (MostBits - FastBits), 1 << (FastBits - length))
                    .Fill(Entry(length, symbols[next + i]));
            }
            next += codes;
            at += codes * width;
            _ends[length] = at;
        }
    }

    /// <summary>Length times 256 plus symbol of the code that these 16 bits begin with; 0 when none does.</summary>
    public ushort Find(int bits)
    {
        var entry = _fast[bits >> (MostBits - FastBits)];
        return entry != 0 ? entry : FindLong(bits);
    }

    private ushort FindLong(int bits)
    {
        for (var length = FastBits + 1; length <= MostBits; length++)
        {
            if (bits < _ends[length])
            {
                var index = (bits - _ends[length - 1]) >> (MostBits - length);
                return Entry(length, _symbols[_firsts[length] + index]);
            }
        }
        return 0;
    }

    private static ushort Entry(int length, byte symbol) => (ushort)((length << 8) | symbol);
}
