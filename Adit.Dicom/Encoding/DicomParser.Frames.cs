using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <content>The stack of open items and sequences, and the limits.</content>
internal sealed partial class DicomParser
{
    /// <summary>Ends an item, a sequence or fragments; true when a top-level item is complete for the caller.</summary>
    private bool Close(ref Frame frame)
    {
        _depth--;
        if (frame.Dataset is not null)
        {
            return false;
        }
        DicomItem item;
        if (frame.Sequence is { } sequence)
        {
            _nesting--;
            item = sequence;
        }
        else
        {
            var fragments = frame.Fragments!;
            item = new DicomFragments(
                frame.Tag,
                frame.Vr,
                fragments.Count > 0 ? fragments[0] : default,
                fragments.Count > 1 ? fragments.GetRange(1, fragments.Count - 1) : []
            );
        }
        return Add(item, ref _stack[_depth], 0);
    }

    /// <summary>Puts a complete item into its data set; true when it is a top-level item for the caller.</summary>
    private bool Add(DicomItem item, ref Frame frame, long offset)
    {
        CountElement(item.Tag, offset);
        if (YieldItems && _depth == 0)
        {
            Item = item;
            return true;
        }
        frame.Dataset!.Append(item);
        return false;
    }

    private void CountElement(DicomTag tag, long offset)
    {
        if (++_elements > _options.MaxElements)
        {
            throw new DicomDataException(
                $"The data set has more than {_options.MaxElements} elements.",
                tag,
                offset
            );
        }
    }

    private void PushSequence(
        DicomTag tag,
        DicomVr vr,
        long end,
        bool isExplicit,
        bool bigEndian,
        long offset
    )
    {
        if (++_nesting > _options.MaxNesting)
        {
            throw new DicomDataException(
                $"Sequences are nested more than {_options.MaxNesting} deep.",
                tag,
                offset
            );
        }
        ref var parent = ref _stack[_depth];
        Push(
            new Frame
            {
                Sequence = new DicomSequence(tag, vr) { HasUndefinedLength = end < 0 },
                Tag = tag,
                Vr = vr,
                End = end,
                Limit = end < 0 ? parent.Limit : end,
                Explicit = isExplicit,
                BigEndian = bigEndian,
                SignedPixels = parent.SignedPixels,
            }
        );
    }

    private void Push(in Frame frame)
    {
        if (++_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
        }
        _stack[_depth] = frame;
    }

    private static bool IsPixelData(DicomTag tag) =>
        tag.Group == 0x7FE0 && tag.Element is 0x0010 or 0x0008 or 0x0009;

    private static DicomTag ReadTag(ReadOnlySpan<byte> span, bool bigEndian) =>
        bigEndian
            ? new DicomTag(
                BinaryPrimitives.ReadUInt16BigEndian(span),
                BinaryPrimitives.ReadUInt16BigEndian(span[2..])
            )
            : new DicomTag(
                BinaryPrimitives.ReadUInt16LittleEndian(span),
                BinaryPrimitives.ReadUInt16LittleEndian(span[2..])
            );

    private static uint ReadLength(ReadOnlySpan<byte> span, bool bigEndian) =>
        bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(span)
            : BinaryPrimitives.ReadUInt32LittleEndian(span);

    private static DicomDataException Truncated(DicomTag tag, long offset) =>
        new("The data end in the middle of an element.", tag, offset);

    private DicomDataException TooLong(DicomTag tag, long offset) =>
        new($"The data set needs more than {_options.MaxHeaderBytes} bytes of memory.", tag, offset)
        {
            IsTooLong = true,
        };

    private struct Frame
    {
        public DicomDataset? Dataset;
        public DicomSequence? Sequence;
        public List<ReadOnlyMemory<byte>>? Fragments;

        /// <summary>Where a defined length ends; -1 when a delimiter ends it.</summary>
        public long End;

        /// <summary>The nearest end of what encloses it.</summary>
        public long Limit;
        public DicomTag Tag;
        public DicomVr Vr;
        public bool Explicit;
        public bool BigEndian;

        /// <summary>Pixel Representation says that pixels are signed: then "US or SS" means SS.</summary>
        public bool SignedPixels;
    }
}
