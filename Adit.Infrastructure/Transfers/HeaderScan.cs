using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Transfers;

/// <summary>The few values by which an instance is recognised, as they stand in its bytes.</summary>
internal readonly record struct InstanceIdentity(
    ReadOnlyMemory<byte> CharacterSet,
    ReadOnlyMemory<byte> PatientId,
    ReadOnlyMemory<byte> StudyInstanceUid,
    ReadOnlyMemory<byte> SeriesInstanceUid
);

internal enum HeaderScanState
{
    NeedsMore,
    Found,
    Unreadable,
}

/// <summary>
/// Finds patient, study and series in the first bytes of a data set while it streams by, without taking it apart: it walks over the
/// top level, steps over sequences and touches no byte. A loop with a counter, so that no depth of nesting can hurt it.
/// </summary>
internal sealed class HeaderScan(DicomTransferSyntax syntax)
{
    // In front of (0020,000E) stand only identification and description; a header longer than this is not an image we know.
    private const int LongestHeader = 8 << 20;
    private const int FirstScan = 16 << 10;
    private const uint UndefinedLength = 0xFFFFFFFF;

    private const uint SpecificCharacterSet = 0x00080005;
    private const uint PatientId = 0x00100020;
    private const uint StudyInstanceUid = 0x0020000D;
    private const uint SeriesInstanceUid = 0x0020000E;
    private const uint Item = 0xFFFEE000;
    private const uint ItemDelimitation = 0xFFFEE00D;
    private const uint SequenceDelimitation = 0xFFFEE0DD;

    private readonly bool _explicit = syntax.IsExplicitVr;
    private readonly bool _littleEndian = syntax.IsLittleEndian;
    private ArrayBufferWriter<byte>? _collected;
    private int _nextScan = FirstScan;

    public InstanceIdentity Identity { get; private set; }

    public HeaderScanState State { get; private set; }

    /// <summary>Takes the next bytes; once the state is no longer <see cref="HeaderScanState.NeedsMore"/> there is no need to call it.</summary>
    public HeaderScanState Feed(ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (State != HeaderScanState.NeedsMore)
        {
            return State;
        }
        var rest = bytes;
        if (_collected is null && !syntax.IsDeflated)
        {
            // Nearly always the header lies in the first packet, and nothing has to be copied.
            State = Scan(bytes.First, isLast && bytes.IsSingleSegment);
            if (State != HeaderScanState.NeedsMore)
            {
                return State;
            }
        }
        _collected ??= new ArrayBufferWriter<byte>(FirstScan);
        foreach (var part in bytes)
        {
            _collected.Write(part.Span);
            rest = rest.Slice(part.Length);
            var isEnd = isLast && rest.IsEmpty;
            // Looked at again each time that it has doubled: the work stays in proportion to the length.
            if (_collected.WrittenCount < _nextScan && !rest.IsEmpty && !isEnd)
            {
                continue;
            }
            _nextScan = _collected.WrittenCount * 2;
            State = Scan(
                syntax.IsDeflated ? Inflate(_collected.WrittenMemory) : _collected.WrittenMemory,
                isEnd
            );
            if (
                State == HeaderScanState.NeedsMore
                && (isEnd || _collected.WrittenCount > LongestHeader)
            )
            {
                State = HeaderScanState.Unreadable;
            }
            if (State != HeaderScanState.NeedsMore)
            {
                _collected = null;
                return State;
            }
        }
        if (isLast)
        {
            State = HeaderScanState.Unreadable;
        }
        return State;
    }

    private HeaderScanState Scan(ReadOnlyMemory<byte> memory, bool isLast)
    {
        var data = memory.Span;
        var position = 0;
        var depth = 0;
        var implicitFrom = int.MaxValue; // depth from which on elements are implicit
        ReadOnlyMemory<byte> characterSet = default;
        ReadOnlyMemory<byte> patientId = default;
        ReadOnlyMemory<byte> study = default;
        while (true)
        {
            if (
                !TryReadElement(
                    data,
                    position,
                    depth >= implicitFrom,
                    out var tag,
                    out var length,
                    out var header
                )
            )
            {
                // The end of all bytes: an instance may lack a series, but then nothing else is missing either.
                return isLast && depth == 0 && position == data.Length && !study.IsEmpty
                    ? Finish(characterSet, patientId, study, default)
                    : HeaderScanState.NeedsMore;
            }
            if (depth == 0 && tag > SeriesInstanceUid)
            {
                return study.IsEmpty
                    ? HeaderScanState.Unreadable
                    : Finish(characterSet, patientId, study, default);
            }
            if (tag is ItemDelimitation or SequenceDelimitation)
            {
                if (depth == 0)
                {
                    return HeaderScanState.Unreadable;
                }
                if (--depth < implicitFrom)
                {
                    implicitFrom = int.MaxValue;
                }
                position += header;
                continue;
            }
            if (length == UndefinedLength)
            {
                depth++;
                // PS3.5 6.2.2: what stands in an element of unknown VR and undefined length is implicit little endian.
                if (
                    _explicit
                    && tag >> 16 != 0xFFFE
                    && header == 12
                    && data[position + 4] == 'U'
                    && data[position + 5] == 'N'
                )
                {
                    implicitFrom = Math.Min(implicitFrom, depth);
                }
                position += header;
                continue;
            }
            if (depth == 0 && tag == Item)
            {
                return HeaderScanState.Unreadable;
            }
            if (length > int.MaxValue - header)
            {
                return HeaderScanState.Unreadable;
            }
            var end = (long)position + header + length;
            if (end > data.Length)
            {
                return end > LongestHeader ? HeaderScanState.Unreadable : HeaderScanState.NeedsMore;
            }
            if (depth == 0)
            {
                var value = memory.Slice(position + header, (int)length);
                switch (tag)
                {
                    case SpecificCharacterSet:
                        characterSet = value;
                        break;
                    case PatientId:
                        patientId = value;
                        break;
                    case StudyInstanceUid:
                        study = value;
                        break;
                    case SeriesInstanceUid:
                        return study.IsEmpty
                            ? HeaderScanState.Unreadable
                            : Finish(characterSet, patientId, study, value);
                    default:
                        break;
                }
            }
            position = (int)end;
        }
    }

    private HeaderScanState Finish(
        ReadOnlyMemory<byte> characterSet,
        ReadOnlyMemory<byte> patientId,
        ReadOnlyMemory<byte> study,
        ReadOnlyMemory<byte> series
    )
    {
        Identity = new InstanceIdentity(characterSet, patientId, study, series);
        return HeaderScanState.Found;
    }

    private bool TryReadElement(
        ReadOnlySpan<byte> data,
        int position,
        bool isImplicit,
        out uint tag,
        out uint length,
        out int header
    )
    {
        tag = 0;
        length = 0;
        header = 8;
        if (data.Length - position < 8)
        {
            return false;
        }
        var head = data[position..];
        tag = ((uint)UInt16(head) << 16) | UInt16(head[2..]);
        if (tag >> 16 == 0xFFFE || !_explicit || isImplicit)
        {
            length = UInt32(head[4..]);
            return true;
        }
        if (HasLongLength(head[4], head[5]))
        {
            header = 12;
            if (head.Length < 12)
            {
                return false;
            }
            length = UInt32(head[8..]);
            return true;
        }
        length = UInt16(head[6..]);
        return true;
    }

    // PS3.5 7.1.2: these have two reserved bytes and a length of 32 bits.
    private static bool HasLongLength(byte first, byte second) =>
        (first, second) switch
        {
            ((byte)'O', _) => true,
            ((byte)'S', (byte)'Q' or (byte)'V') => true,
            ((byte)'U', (byte)'C' or (byte)'N' or (byte)'R' or (byte)'T' or (byte)'V') => true,
            _ => false,
        };

    private ushort UInt16(ReadOnlySpan<byte> bytes) =>
        _littleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) =>
        _littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    // Only as much as the limit allows comes out, whatever the peer has compressed.
    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> compressed)
    {
        var output = new ArrayBufferWriter<byte>(1 << 16);
        using var source = new MemoryStream(compressed.ToArray(), writable: false);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            while (output.WrittenCount < LongestHeader)
            {
                var read = inflater.Read(output.GetSpan(1 << 14));
                if (read == 0)
                {
                    break;
                }
                output.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            // Cut off in the middle of a block: what came out before is what there is to look at yet.
        }
        return output.WrittenMemory;
    }
}
