using System.Buffers;
using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Writes items into a buffer writer. Lengths of sequences are computed once, before the sequence is written.</summary>
internal ref struct DicomEncoder
{
    private const uint UndefinedLength = 0xFFFFFFFF;

    /// <summary>Data sets deeper than this are built by mistake; nothing that was read is.</summary>
    private const int MaxDepth = 512;

    private readonly IBufferWriter<byte> _output;
    private readonly bool _bigEndian;
    private readonly bool _isExplicit;
    private Span<byte> _span;
    private int _used;
    private List<long>? _lengths;
    private int _nextLength;

    public DicomEncoder(IBufferWriter<byte> output, DicomTransferSyntax syntax)
    {
        _output = output;
        _bigEndian = !syntax.IsLittleEndian;
        _isExplicit = syntax.IsExplicitVr;
    }

    /// <summary>Hands written bytes to the buffer writer; must be the last call.</summary>
    public void Complete()
    {
        _output.Advance(_used);
        _used = 0;
        _span = default;
    }

    public void WriteItems(DicomDataset dataset)
    {
        foreach (var item in dataset)
        {
            Write(item);
        }
    }

    /// <summary>Writes one top-level item; lengths of groups are left out, they are retired and would be wrong.</summary>
    public void Write(DicomItem item)
    {
        if (item is DicomSequence sequence)
        {
            (_lengths ??= []).Clear();
            _nextLength = 0;
            Measure(sequence, _isExplicit, 0);
        }
        Write(item, _isExplicit, _bigEndian);
    }

    /// <summary>Writes tag, representation and length of a value that follows by itself.</summary>
    public void WriteHeader(DicomTag tag, DicomVr vr, uint length) =>
        WriteHeader(tag, vr, length, _isExplicit, _bigEndian);

    private void Write(DicomItem item, bool explicitVr, bool swap)
    {
        switch (item)
        {
            case DicomElement element:
                if (IsWritten(element))
                {
                    WriteHeader(element.Tag, element.Vr, (uint)element.Length, explicitVr, swap);
                    WriteValue(element.RawValue.Span, swap ? element.Vr.UnitSize() : 1);
                }
                break;
            case DicomSequence sequence:
                WriteSequence(sequence, explicitVr, swap);
                break;
            case DicomFragments fragments:
                WriteHeader(fragments.Tag, fragments.Vr, UndefinedLength, explicitVr, swap);
                WriteFragment(fragments.OffsetTable.Span, swap);
                foreach (var fragment in fragments.Fragments)
                {
                    WriteFragment(fragment.Span, swap);
                }
                WriteDelimiter(DicomTag.SequenceDelimitationItem, 0, swap);
                break;
        }
    }

    private void WriteSequence(DicomSequence sequence, bool explicitVr, bool swap)
    {
        var asUnknown = explicitVr && sequence.Vr == DicomVr.UN;
        var inner = explicitVr && !asUnknown;
        var innerSwap = swap && !asUnknown;
        var length = TakeLength();
        var undefined = EndsWithDelimiter(sequence, explicitVr);
        WriteHeader(
            sequence.Tag,
            asUnknown ? DicomVr.UN : DicomVr.SQ,
            undefined ? UndefinedLength : Checked(length, sequence.Tag),
            explicitVr,
            swap
        );
        foreach (var item in sequence.Items)
        {
            var itemLength = TakeLength();
            WriteDelimiter(
                DicomTag.Item,
                item.HasUndefinedLength ? UndefinedLength : Checked(itemLength, sequence.Tag),
                innerSwap
            );
            foreach (var child in item)
            {
                Write(child, inner, innerSwap);
            }
            if (item.HasUndefinedLength)
            {
                WriteDelimiter(DicomTag.ItemDelimitationItem, 0, innerSwap);
            }
        }
        if (undefined)
        {
            WriteDelimiter(DicomTag.SequenceDelimitationItem, 0, innerSwap);
        }
    }

    /// <summary>Lists the lengths of a sequence and its items in the order in which they are written; gives the encoded size of the whole.</summary>
    private readonly long Measure(DicomSequence sequence, bool explicitVr, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new DicomDataException(
                $"Sequences are nested more than {MaxDepth} deep.",
                sequence.Tag
            );
        }
        var asUnknown = explicitVr && sequence.Vr == DicomVr.UN;
        var inner = explicitVr && !asUnknown;
        var slot = _lengths!.Count;
        _lengths.Add(0);
        long content = 0;
        foreach (var item in sequence.Items)
        {
            var itemSlot = _lengths.Count;
            _lengths.Add(0);
            long itemContent = 0;
            foreach (var child in item)
            {
                itemContent += child switch
                {
                    DicomElement element => IsWritten(element)
                        ? HeaderSize(element.Vr, (uint)element.Length, inner) + element.Length
                        : 0,
                    DicomSequence nested => Measure(nested, inner, depth + 1),
                    DicomFragments fragments => HeaderSize(fragments.Vr, UndefinedLength, inner)
                        + 16
                        + fragments.OffsetTable.Length
                        + fragments.Fragments.Sum(fragment =>
                            8L + fragment.Length + (fragment.Length & 1)
                        ),
                    _ => 0,
                };
            }
            _lengths[itemSlot] = itemContent;
            content += 8 + itemContent + (item.HasUndefinedLength ? 8 : 0);
        }
        _lengths[slot] = content;
        return (explicitVr ? 12 : 8) + content + (EndsWithDelimiter(sequence, explicitVr) ? 8 : 0);
    }

    /// <summary>Without a representation, a sequence that is in no dictionary is known as one by its delimiter only.</summary>
    private static bool EndsWithDelimiter(DicomSequence sequence, bool explicitVr) =>
        sequence.HasUndefinedLength
        || (
            explicitVr
                ? sequence.Vr == DicomVr.UN
                : DicomDictionary.GetVr(sequence.Tag) != DicomVr.SQ
        );

    private long TakeLength() => _lengths![_nextLength++];

    private static bool IsWritten(DicomElement element) =>
        element.Tag.Element != 0 || element.Tag.Group <= 2;

    private static uint Checked(long length, DicomTag tag) =>
        length < UndefinedLength
            ? (uint)length
            : throw new DicomDataException(
                "The sequence is too long for a length of 32 bits.",
                tag
            );

    private static int HeaderSize(DicomVr vr, uint length, bool explicitVr) =>
        explicitVr && (length > ushort.MaxValue || vr == DicomVr.None || vr.HasLongLength())
            ? 12
            : 8;

    private void WriteHeader(DicomTag tag, DicomVr vr, uint length, bool explicitVr, bool swap)
    {
        var header = Reserve(12);
        WriteTag(header, tag, swap);
        if (!explicitVr)
        {
            WriteLength(header[4..], length, swap);
            _used += 8;
            return;
        }
        // What is too long for a length of 16 bits goes as UN (PS3.5 section 6.2.2, note 2).
        if (vr == DicomVr.None || (length > ushort.MaxValue && !vr.HasLongLength()))
        {
            vr = DicomVr.UN;
        }
        header[4] = (byte)((int)vr >> 8);
        header[5] = (byte)vr;
        if (vr.HasLongLength())
        {
            header[6] = 0;
            header[7] = 0;
            WriteLength(header[8..], length, swap);
            _used += 12;
        }
        else
        {
            if (swap)
            {
                BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)length);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)length);
            }
            _used += 8;
        }
    }

    private void WriteFragment(scoped ReadOnlySpan<byte> fragment, bool swap)
    {
        WriteDelimiter(DicomTag.Item, (uint)(fragment.Length + (fragment.Length & 1)), swap);
        WriteValue(fragment, 1);
        if ((fragment.Length & 1) != 0)
        {
            Reserve(1)[0] = 0;
            _used++;
        }
    }

    private void WriteDelimiter(DicomTag tag, uint length, bool swap)
    {
        var header = Reserve(8);
        WriteTag(header, tag, swap);
        WriteLength(header[4..], length, swap);
        _used += 8;
    }

    private void WriteValue(scoped ReadOnlySpan<byte> value, int unitSize)
    {
        while (!value.IsEmpty)
        {
            var room = Reserve(Math.Min(value.Length, 8));
            var count = Math.Min(room.Length, value.Length);
            if (unitSize > 1 && count < value.Length)
            {
                count -= count % unitSize;
            }
            value[..count].CopyTo(room);
            if (unitSize > 1)
            {
                ByteOrder.Swap(room[..count], unitSize);
            }
            _used += count;
            value = value[count..];
        }
    }

    private Span<byte> Reserve(int size)
    {
        if (_span.Length - _used < size)
        {
            _output.Advance(_used);
            _used = 0;
            _span = _output.GetSpan(Math.Max(size, 512));
        }
        return _span[_used..];
    }

    private static void WriteTag(Span<byte> destination, DicomTag tag, bool swap)
    {
        if (swap)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, tag.Group);
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], tag.Element);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination, tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], tag.Element);
        }
    }

    private static void WriteLength(Span<byte> destination, uint length, bool swap)
    {
        if (swap)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination, length);
        }
    }
}
