using System.Diagnostics;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>What stopped the parser.</summary>
internal enum ParseStatus
{
    /// <summary>More bytes are wanted, see <see cref="DicomParser.Needed"/>.</summary>
    NeedMore,

    /// <summary>A top-level item is complete.</summary>
    Item,

    /// <summary>The header of a value that is not held in memory was read; its value follows.</summary>
    Bulk,

    /// <summary>The next top-level element is the wanted one or stands behind it; nothing of it was read.</summary>
    Stopped,

    /// <summary>The data set is complete.</summary>
    End,
}

/// <summary>
/// The one parser of data sets: a state machine over contiguous bytes with an own stack, so that neither depth nor
/// lengths of the input can exhaust anything. Values are slices of the given memory.
/// </summary>
internal sealed partial class DicomParser
{
    private const uint UndefinedLength = 0xFFFFFFFF;
    private const uint ItemTag = 0xFFFEE000;
    private const uint ItemDelimiter = 0xFFFEE00D;
    private const uint SequenceDelimiter = 0xFFFEE0DD;

    private readonly DicomReadOptions _options;
    private readonly bool _streaming;
    private Frame[] _stack = new Frame[8];
    private int _depth;
    private int _nesting;
    private int _elements;

    public DicomParser(DicomTransferSyntax syntax, DicomReadOptions options, bool streaming)
    {
        _options = options;
        _streaming = streaming;
        Root = new DicomDataset(64) { FallbackCharacterSet = options.FallbackCharacterSet };
        _stack[0] = new Frame
        {
            Dataset = Root,
            End = -1,
            Limit = long.MaxValue,
            Explicit = syntax.IsExplicitVr,
            BigEndian = !syntax.IsLittleEndian,
        };
    }

    /// <summary>The top level.</summary>
    public DicomDataset Root { get; }

    /// <summary>True to give each top-level item to the caller instead of keeping it in <see cref="Root"/>.</summary>
    public bool YieldItems { get; set; }

    /// <summary>The top-level tag at which to stop before reading it.</summary>
    public DicomTag? StopTag { get; set; }

    /// <summary>True to hold long values on the top level too.</summary>
    public bool KeepBulk { get; set; }

    /// <summary>The position in the stream of the first byte of the memory given to <see cref="Read"/>.</summary>
    public long BaseOffset { get; set; }

    /// <summary>Bytes of the data set that were parsed into memory.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>How many bytes from the position on are wanted.</summary>
    public int Needed { get; private set; }

    /// <summary>The top-level item that was completed.</summary>
    public DicomItem? Item { get; private set; }

    public DicomTag BulkTag { get; private set; }

    public DicomVr BulkVr { get; private set; }

    /// <summary>The length of the bulk value, -1 when it consists of fragments.</summary>
    public long BulkLength { get; private set; }

    /// <summary>True when the bulk value's numbers are big endian.</summary>
    public bool IsBigEndian => _stack[0].BigEndian;

    /// <summary>Reads on from the position until something is to be told.</summary>
    public ParseStatus Read(ReadOnlyMemory<byte> memory, ref int position, bool final)
    {
        var start = position;
        var status = ReadCore(memory, ref position, final);
        HeaderBytes += position - start;
        if (_streaming && HeaderBytes > _options.MaxHeaderBytes)
        {
            throw TooLong(new DicomTag(0), BaseOffset + position);
        }
        return status;
    }

    /// <summary>Parses bytes that are wholly in memory; the result refers to them.</summary>
    public static DicomDataset ParseAll(
        ReadOnlyMemory<byte> memory,
        DicomTransferSyntax syntax,
        DicomReadOptions options
    )
    {
        var parser = new DicomParser(syntax, options, streaming: false);
        var position = 0;
        var status = parser.Read(memory, ref position, final: true);
        Debug.Assert(status == ParseStatus.End, "A final read in memory ends or throws.");
        return parser.Root;
    }

    /// <summary>Parses the items of a sequence whose value came as UN (PS3.5 section 6.2.2).</summary>
    public static DicomSequence ParseSequence(
        DicomTag tag,
        ReadOnlyMemory<byte> value,
        DicomReadOptions options
    )
    {
        var parser = new DicomParser(
            DicomTransferSyntax.ImplicitVrLittleEndian,
            options,
            streaming: false
        );
        parser.PushSequence(
            tag,
            DicomVr.SQ,
            end: value.Length,
            isExplicit: false,
            bigEndian: false,
            0
        );
        var position = 0;
        parser.Read(value, ref position, final: true);
        return (DicomSequence)parser.Root[tag]!;
    }

    /// <summary>Reads the header of a fragment: its length, or null at the closing delimiter.</summary>
    public long? ReadFragmentHeader(ReadOnlySpan<byte> span, DicomTag tag, long offset)
    {
        var found = ReadTag(span, IsBigEndian);
        var length = ReadLength(span[4..], IsBigEndian);
        return found.Value switch
        {
            SequenceDelimiter => null,
            ItemTag when length != UndefinedLength => length,
            _ => throw new DicomDataException(
                $"A fragment was expected, found {found}.",
                tag,
                offset
            ),
        };
    }

    private ParseStatus ReadCore(ReadOnlyMemory<byte> memory, ref int position, bool final)
    {
        var span = memory.Span;
        while (true)
        {
            ref var frame = ref _stack[_depth];
            var offset = BaseOffset + position;
            if (frame.End == offset)
            {
                if (Close(ref frame))
                {
                    return ParseStatus.Item;
                }
                continue;
            }
            var rest = span.Length - position;
            if (rest < 8)
            {
                if (!final)
                {
                    Needed = 8;
                    return ParseStatus.NeedMore;
                }
                if (_depth == 0 && span[position..].IndexOfAnyExcept((byte)0) < 0)
                {
                    position = span.Length;
                    return ParseStatus.End;
                }
                throw Truncated(frame.Tag, offset);
            }
            if (frame.Dataset is null)
            {
                if (!ReadItemHeader(memory, ref position, ref frame, final, out var itemDone))
                {
                    return ParseStatus.NeedMore;
                }
                if (itemDone)
                {
                    return ParseStatus.Item;
                }
                continue;
            }

            var header = span[position..];
            var tag = ReadTag(header, frame.BigEndian);
            if (tag.Group == 0xFFFE)
            {
                if (tag.Value == ItemDelimiter && frame.End < 0 && _depth > 0)
                {
                    position += 8;
                    _depth--;
                    continue;
                }
                throw new DicomDataException(
                    "A delimiter stands where an element was expected.",
                    tag,
                    offset
                );
            }
            if (_depth == 0 && StopTag is { } stop && tag >= stop)
            {
                return ParseStatus.Stopped;
            }
            if (
                !ReadElementHeader(
                    header,
                    tag,
                    in frame,
                    out var vr,
                    out var length,
                    out var headerSize
                )
            )
            {
                if (final)
                {
                    throw Truncated(tag, offset);
                }
                Needed = headerSize;
                return ParseStatus.NeedMore;
            }

            if (length == UndefinedLength)
            {
                if (OpenUndefined(tag, vr, ref frame, offset))
                {
                    position += headerSize;
                    return ParseStatus.Bulk;
                }
                position += headerSize;
                continue;
            }
            var end = offset + headerSize + length;
            if (end > frame.Limit)
            {
                throw new DicomDataException(
                    "The value is longer than what encloses it.",
                    tag,
                    offset
                );
            }
            if (vr == DicomVr.SQ)
            {
                PushSequence(tag, vr, end, frame.Explicit, frame.BigEndian, offset);
                position += headerSize;
                continue;
            }
            if (
                _streaming
                && !KeepBulk
                && _depth == 0
                && (length > (uint)_options.MaxInMemoryValue || IsPixelData(tag))
            )
            {
                BulkTag = tag;
                BulkVr = vr;
                BulkLength = length;
                position += headerSize;
                return ParseStatus.Bulk;
            }
            if (length > (uint)(rest - headerSize))
            {
                if (final)
                {
                    throw Truncated(tag, offset);
                }
                if (
                    HeaderBytes + headerSize + length > _options.MaxHeaderBytes
                    || length > int.MaxValue - 64
                )
                {
                    throw TooLong(tag, offset);
                }
                Needed = headerSize + (int)length;
                return ParseStatus.NeedMore;
            }
            var value = memory.Slice(position + headerSize, (int)length);
            if (frame.BigEndian && vr.UnitSize() > 1)
            {
                value = ByteOrder.SwapCopy(value.Span, vr.UnitSize());
            }
            position += headerSize + (int)length;
            if (tag == DicomTag.PixelRepresentation && value.Length >= 2)
            {
                frame.SignedPixels = (value.Span[0] & 1) != 0;
            }
            if (Add(new DicomElement(tag, vr, value), ref frame, offset))
            {
                return ParseStatus.Item;
            }
        }
    }
}
