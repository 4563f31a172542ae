namespace Adit.Dicom.Imaging;

/// <summary>Reads the entropy-coded data of a scan (ISO/IEC 10918-1 section F.2.2.5).</summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private ulong _bits;
    private int _count;

    /// <summary>How many bits were made up behind the end: a code may look beyond it, but not use it.</summary>
    private int _missing;

    /// <summary>Reads a coded symbol.</summary>
    public int ReadSymbol(JpegHuffmanTable table)
    {
        if (_count < 32)
        {
            Fill();
        }
        var entry = table.Find((int)(_bits >> 48));
        if (entry == 0)
        {
            throw JpegFrameHeader.Damaged(
                "The data of a frame have a code that is not in its table."
            );
        }
        Use(entry >> 8);
        return entry & 0xFF;
    }

    /// <summary>Reads a difference of so many bits, 0 to 15 (section F.2.2.1).</summary>
    public int ReadDifference(int size)
    {
        if (size == 0)
        {
            return 0;
        }
        if (_count < 32)
        {
            Fill();
        }
        var value = (int)(_bits >> (64 - size));
        Use(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>Goes to the marker of a restart, which must come next.</summary>
    public void Restart(int number)
    {
        // What is left of the last byte is padding; a whole byte more would be data that nobody asked for.
        if (_count - _missing >= 8)
        {
            throw JpegFrameHeader.Damaged("A frame has more data than a restart interval needs.");
        }
        _bits = 0;
        _count = 0;
        _missing = 0;
        while (_position + 1 < _data.Length && _data[_position + 1] == 0xFF)
        {
            _position++;
        }
        if (_position + 1 >= _data.Length || _data[_position + 1] != 0xD0 + (number & 7))
        {
            throw JpegFrameHeader.Damaged("A frame lacks a restart.");
        }
        _position += 2;
    }

    private void Use(int count)
    {
        _bits <<= count;
        _count -= count;
        if (_count < _missing)
        {
            throw JpegFrameHeader.Damaged("A frame has fewer data than its picture needs.");
        }
    }

    private void Fill()
    {
        while (_count <= 56)
        {
            ulong value = 0;
            if (_position < _data.Length && _data[_position] != 0xFF)
            {
                value = _data[_position++];
            }
            else if (_position + 1 < _data.Length && _data[_position + 1] == 0)
            {
                value = 0xFF;
                _position += 2;
            }
            else
            {
                _missing += 8;
            }
            _bits |= value << (56 - _count);
            _count += 8;
        }
    }
}
