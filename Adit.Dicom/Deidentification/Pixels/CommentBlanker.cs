using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>
/// Overwrites what compressed frames carry beside the picture: comments, EXIF and the like, in which devices write names and dates.
/// Follows the markers of JPEG, JPEG-LS (ITU-T T.81 B.1.1, T.87 C) and JPEG 2000 (T.800 A) while the fragments stream by, byte by byte
/// where it has to and in strides where it can. Lengths stay, so that every table of offsets stays right.
/// </summary>
internal sealed class CommentBlanker
{
    private const int ItemHeaderBytes = 8;
    private const byte Fill = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte StartOfCodestream = 0x4F;
    private const byte StartOfTilePart = 0x90;
    private const byte StartOfPacket = 0x91;
    private const byte StartOfData = 0x93;
    private const byte EndOfCodestream = 0xD9;

    private readonly bool _isJpeg2000;
    private readonly byte[] _header = new byte[ItemHeaderBytes];
    private int _headerBytes;
    private bool _isBehindTable;
    private bool _inTable;
    private long _fragmentLeft;
    private long _fragmentPosition;
    private byte _previous;
    private State _state;
    private byte _marker;
    private int _payloadLeft;
    private bool _inPackets;

    private CommentBlanker(bool isJpeg2000) => _isJpeg2000 = isJpeg2000;

    private enum State
    {
        Seek,
        Marker,
        LengthHigh,
        LengthLow,
        Payload,
    }

    /// <summary>The blanker for a kind of compression; null where nothing can be told apart from the picture.</summary>
    public static CommentBlanker? For(DicomTransferSyntax syntax)
    {
        const string Root = "1.2.840.10008.1.2.4.";
        var uid = syntax.Uid.Value;
        if (
            !uid.StartsWith(Root, StringComparison.Ordinal)
            || !int.TryParse(uid.AsSpan(Root.Length), out var number)
        )
        {
            return null;
        }
        return number switch
        {
            >= 50 and <= 81 => new CommentBlanker(isJpeg2000: false),
            >= 90 and <= 93 or >= 201 and <= 203 => new CommentBlanker(isJpeg2000: true),
            _ => null,
        };
    }

    /// <summary>The next bytes of the encapsulated value, with item headers, in any cut.</summary>
    public void Blank(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_fragmentLeft == 0)
            {
                var count = Math.Min(bytes.Length, ItemHeaderBytes - _headerBytes);
                bytes[..count].CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += count;
                bytes = bytes[count..];
                if (_headerBytes == ItemHeaderBytes)
                {
                    OpenItem();
                }
                continue;
            }
            var part = bytes[..(int)Math.Min(bytes.Length, _fragmentLeft)];
            if (!_inTable)
            {
                Follow(part);
            }
            _fragmentLeft -= part.Length;
            bytes = bytes[part.Length..];
        }
    }

    private void OpenItem()
    {
        _headerBytes = 0;
        _fragmentLeft = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4));
        _fragmentPosition = 0;
        _inTable = !_isBehindTable;
        _isBehindTable = true;
    }

    private void Follow(Span<byte> part)
    {
        for (var i = 0; i < part.Length; )
        {
            // A frame begins anew, whatever the one before it has promised.
            if (_fragmentPosition < 2)
            {
                var b = part[i];
                if (
                    _fragmentPosition == 1
                    && _previous == Fill
                    && b == (_isJpeg2000 ? StartOfCodestream : StartOfImage)
                )
                {
                    (_state, _inPackets) = (State.Marker, false);
                }
                _previous = b;
                _fragmentPosition++;
                Step(ref part[i++]);
                continue;
            }
            switch (_state)
            {
                case State.Seek:
                    var next = part[i..].IndexOf(Fill);
                    if (next < 0)
                    {
                        return;
                    }
                    i += next + 1;
                    _state = State.Marker;
                    break;
                case State.Payload:
                    var count = Math.Min(_payloadLeft, part.Length - i);
                    if (IsComment)
                    {
                        part.Slice(i, count).Clear();
                    }
                    i += count;
                    _payloadLeft -= count;
                    EndPayload();
                    break;
                case State.Marker or State.LengthHigh or State.LengthLow:
                    Step(ref part[i++]);
                    break;
            }
        }
    }

    private void Step(ref byte b)
    {
        switch (_state)
        {
            case State.Seek:
                if (b == Fill)
                {
                    _state = State.Marker;
                }
                break;
            case State.Marker:
                if (b != Fill)
                {
                    _marker = b;
                    _state = HasLength(b) ? State.LengthHigh : State.Seek;
                }
                break;
            case State.LengthHigh:
                _payloadLeft = b << 8;
                _state = State.LengthLow;
                break;
            case State.LengthLow:
                _payloadLeft = Math.Max(0, (_payloadLeft | b) - 2);
                _state = State.Payload;
                EndPayload();
                break;
            case State.Payload:
                if (IsComment)
                {
                    b = 0;
                }
                _payloadLeft--;
                EndPayload();
                break;
        }
    }

    private void EndPayload()
    {
        if (_payloadLeft == 0)
        {
            _state = State.Seek;
            _inPackets &= _marker == StartOfPacket;
        }
    }

    /// <summary>Whether a segment with a length follows; what is no marker is part of the picture.</summary>
    private bool HasLength(byte marker)
    {
        if (!_isJpeg2000)
        {
            // Stuffed bytes, restart, start and end stand alone.
            return marker >= 0x80 && marker is not (>= 0xD0 and <= 0xD9);
        }
        if (_inPackets)
        {
            _inPackets = marker != EndOfCodestream;
            return marker is StartOfTilePart or StartOfPacket;
        }
        if (marker == StartOfData)
        {
            _inPackets = true;
            return false;
        }
        return marker is not (StartOfCodestream or EndOfCodestream or <= 0x3F);
    }

    /// <summary>Comments and applications' own data, but for those that say how colours are to be understood.</summary>
    private bool IsComment =>
        _isJpeg2000
            ? _marker == 0x64
            : _marker is 0xFE or 0xE1 or (>= 0xE3 and <= 0xE7) or (>= 0xE9 and <= 0xED) or 0xEF;
}
