using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <content>Headers of elements, items and fragments.</content>
internal sealed partial class DicomParser
{
    /// <summary>Reads tag, representation and length; false when more bytes are wanted, then <paramref name="headerSize"/> says how many.</summary>
    private static bool ReadElementHeader(
        ReadOnlySpan<byte> header,
        DicomTag tag,
        in Frame frame,
        out DicomVr vr,
        out uint length,
        out int headerSize
    )
    {
        headerSize = 8;
        length = 0;
        if (frame.Explicit)
        {
            vr = (DicomVr)((header[4] << 8) | header[5]);
            if (!vr.HasLongLength())
            {
                length = frame.BigEndian
                    ? BinaryPrimitives.ReadUInt16BigEndian(header[6..])
                    : BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
                return true;
            }
            if (vr.IsPlausible())
            {
                headerSize = 12;
                if (header.Length < 12)
                {
                    return false;
                }
                length = ReadLength(header[8..], frame.BigEndian);
                return true;
            }
            // No two letters: some writers leave single elements implicit in an explicit data set.
        }
        vr = DicomDictionary.GetVr(tag);
        if (
            vr == DicomVr.US
            && frame.SignedPixels
            && DicomDictionary.Lookup(tag)?.Vrs.Contains(DicomVr.SS) == true
        )
        {
            vr = DicomVr.SS;
        }
        length = ReadLength(header[4..], frame.BigEndian);
        return true;
    }

    /// <summary>Opens a value that ends with a delimiter; true when it is a bulk value for the caller.</summary>
    private bool OpenUndefined(DicomTag tag, DicomVr vr, ref Frame frame, long offset)
    {
        switch (vr)
        {
            case DicomVr.SQ:
                PushSequence(tag, vr, end: -1, frame.Explicit, frame.BigEndian, offset);
                return false;
            case DicomVr.UN:
                // What is inside is implicit little endian, whatever the data set is (PS3.5 section 6.2.2).
                PushSequence(
                    tag,
                    frame.Explicit ? DicomVr.UN : DicomVr.SQ,
                    end: -1,
                    isExplicit: false,
                    bigEndian: !frame.Explicit && frame.BigEndian,
                    offset
                );
                return false;
            case DicomVr.OB or DicomVr.OW:
                if (_streaming && !KeepBulk && _depth == 0)
                {
                    BulkTag = tag;
                    BulkVr = vr;
                    BulkLength = -1;
                    return true;
                }
                Push(
                    new Frame
                    {
                        Fragments = [],
                        Tag = tag,
                        Vr = vr,
                        End = -1,
                        Limit = frame.Limit,
                        BigEndian = frame.BigEndian,
                    }
                );
                return false;
            default:
                if (!frame.Explicit)
                {
                    // Whatever the dictionary says: without a representation, only sequences end with a delimiter.
                    PushSequence(
                        tag,
                        DicomVr.SQ,
                        end: -1,
                        isExplicit: false,
                        frame.BigEndian,
                        offset
                    );
                    return false;
                }
                throw new DicomDataException(
                    $"A value of representation {vr.Code()} has no length.",
                    tag,
                    offset
                );
        }
    }

    /// <summary>Reads what stands between items; false when more bytes are wanted.</summary>
    private bool ReadItemHeader(
        ReadOnlyMemory<byte> memory,
        ref int position,
        ref Frame frame,
        bool final,
        out bool itemDone
    )
    {
        itemDone = false;
        var span = memory.Span[position..];
        var offset = BaseOffset + position;
        var tag = ReadTag(span, frame.BigEndian);
        var length = ReadLength(span[4..], frame.BigEndian);
        if (tag.Value == SequenceDelimiter)
        {
            if (frame.End >= 0 && frame.End != offset + 8)
            {
                throw new DicomDataException(
                    "A sequence ends before its length.",
                    frame.Tag,
                    offset
                );
            }
            position += 8;
            itemDone = Close(ref frame);
            return true;
        }
        if (tag.Value != ItemTag)
        {
            throw new DicomDataException(
                $"An item was expected in the sequence, found {tag}.",
                frame.Tag,
                offset
            );
        }
        var end = length == UndefinedLength ? -1 : offset + 8 + length;
        if (end > frame.Limit)
        {
            throw new DicomDataException(
                "The item is longer than what encloses it.",
                frame.Tag,
                offset
            );
        }
        if (frame.Fragments is { } fragments)
        {
            if (end < 0)
            {
                throw new DicomDataException("A fragment has no length.", frame.Tag, offset);
            }
            if (length > (uint)(span.Length - 8))
            {
                if (final)
                {
                    throw Truncated(frame.Tag, offset);
                }
                if (
                    HeaderBytes + 8 + length > _options.MaxHeaderBytes
                    || length > int.MaxValue - 64
                )
                {
                    throw TooLong(frame.Tag, offset);
                }
                Needed = 8 + (int)length;
                return false;
            }
            CountElement(frame.Tag, offset);
            fragments.Add(memory.Slice(position + 8, (int)length));
            position += 8 + (int)length;
            return true;
        }
        CountElement(frame.Tag, offset);
        var dataset = new DicomDataset { HasUndefinedLength = end < 0 };
        frame.Sequence!.Append(dataset);
        position += 8;
        Push(
            new Frame
            {
                Dataset = dataset,
                Tag = frame.Tag,
                End = end,
                Limit = end < 0 ? frame.Limit : end,
                Explicit = frame.Explicit,
                BigEndian = frame.BigEndian,
                SignedPixels = frame.SignedPixels,
            }
        );
        return true;
    }
}
