using System.Buffers.Binary;
using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>
/// The segments of a JPEG stream (ISO/IEC 10918-1 Annex B), walked from end to end and held against the header of the object before
/// anything is decoded. Only sequential Huffman coding is let through: baseline, extended and lossless.
/// </summary>
internal sealed class JpegFrameHeader
{
    internal const byte Dht = 0xC4;
    internal const byte Sos = 0xDA;
    internal const byte Dqt = 0xDB;
    internal const byte Dri = 0xDD;

    private const byte Soi = 0xD8;
    private const byte Eoi = 0xD9;
    private const int MostSegments = 64;
    private const byte Adobe = 0xEE;

    private readonly HashSet<byte> _scanned = [];
    private readonly List<JpegSegment> _segments = [];

    private JpegFrameHeader(ReadOnlyMemory<byte> data)
    {
        Data = data;
    }

    /// <summary>The stream, from its start to its end marker.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>SOF3: predictors in place of transforms.</summary>
    public bool IsLossless { get; private set; }

    /// <summary>Bits per sample.</summary>
    public int Precision { get; private set; }

    /// <summary>The components, by their order in the frame.</summary>
    public IReadOnlyList<JpegComponent> Components { get; private set; } = [];

    /// <summary>All components are sampled at every pixel.</summary>
    public bool IsFullySampled { get; private set; }

    /// <summary>The transform that an Adobe segment names: 0 none, 1 YCbCr; null without such a segment.</summary>
    public int? AdobeTransform { get; private set; }

    /// <summary>The tables, restart intervals and scans by their order.</summary>
    public IReadOnlyList<JpegSegment> Segments => _segments;

    /// <summary>Walks over the stream.</summary>
    /// <exception cref="DicomDataException">It is damaged, not what the header says, or of a kind that is not understood.</exception>
    public static JpegFrameHeader Read(
        ReadOnlyMemory<byte> data,
        FrameDescription frame,
        bool isLossless
    )
    {
        var header = new JpegFrameHeader(data);
        header.Walk(data.Span, frame);
        // Some senders name the extended syntax for what is lossless and the other way round: then the picture may have gone
        // through other hands, and what else is wrong is not known.
        if (header.IsLossless != isLossless)
        {
            throw Damaged("A frame is compressed in another way than the transfer syntax says.");
        }
        return header;
    }

    /// <summary>The component with this identifier.</summary>
    /// <exception cref="DicomDataException">There is none.</exception>
    public JpegComponent Find(byte id)
    {
        foreach (var component in Components)
        {
            if (component.Id == id)
            {
                return component;
            }
        }
        throw Damaged("A scan has a component that it cannot have.");
    }

    private void Walk(ReadOnlySpan<byte> span, FrameDescription frame)
    {
        if (span.Length < 4 || span[0] != 0xFF || span[1] != Soi)
        {
            throw Damaged("A frame does not begin as JPEG does.");
        }
        var position = 2;
        while (true)
        {
            var marker = NextMarker(span, ref position);
            if (marker == Eoi)
            {
                break;
            }
            if (marker is Soi or 0x01 or (>= 0xD0 and <= 0xD7) || marker < 0xC0)
            {
                throw Damaged("A frame has a marker where none can stand.");
            }
            if (position + 2 > span.Length)
            {
                throw Damaged("A frame ends in the middle of a segment.");
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(span[position..]);
            if (length < 2 || position + length > span.Length)
            {
                throw Damaged("A frame ends in the middle of a segment.");
            }
            if (_segments.Count == MostSegments)
            {
                throw Damaged("A frame has more tables than it can need.");
            }
            var content = span.Slice(position + 2, length - 2);
            var start = position + 2;
            position += length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC3:
                    ReadFrame(marker, content, frame);
                    break;
                case Dht or Dqt or Dri:
                    _segments.Add(new JpegSegment(marker, start, length - 2, 0));
                    break;
                case Sos:
                    var end = EndOfScan(span, position);
                    ReadScan(content);
                    _segments.Add(new JpegSegment(marker, start, length - 2, end));
                    position = end;
                    break;
                case Adobe:
                    if (content.Length >= 12 && content.StartsWith("Adobe"u8))
                    {
                        AdobeTransform = content[11];
                    }
                    break;
                // Application data and comments.
                case (>= 0xE0 and <= 0xEF) or 0xFE:
                    break;
                default:
                    throw Damaged("A frame is compressed in a way that is not understood.");
            }
        }
        if (_scanned.Count == 0 || _scanned.Count != Components.Count)
        {
            throw Damaged("A frame lacks the data of a component.");
        }
        if (span[position..].IndexOf([(byte)0xFF, Soi, (byte)0xFF]) >= 0)
        {
            throw Damaged("A frame holds more than one picture.");
        }
        Data = Data[..position];
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> content, FrameDescription frame)
    {
        if (Components.Count > 0)
        {
            throw Damaged("A frame describes itself twice.");
        }
        if (content.Length < 6 || content.Length != 6 + 3 * content[5])
        {
            throw Damaged("The description of a frame has a wrong length.");
        }
        IsLossless = marker == 0xC3;
        Precision = content[0];
        var height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]);
        if (height != frame.Rows || width != frame.Columns)
        {
            throw Damaged("A frame has another size than the header says.");
        }
        if (content[5] != frame.SamplesPerPixel)
        {
            throw Damaged("A frame has another number of samples than the header says.");
        }
        var isPrecision = IsLossless
            ? Precision is >= 2 and <= 16
            : Precision == 8 || (Precision == 12 && marker == 0xC1);
        if (!isPrecision || Precision > frame.BitsAllocated)
        {
            throw Damaged("The samples of a frame do not fit the header.");
        }
        var components = new JpegComponent[content[5]];
        IsFullySampled = true;
        for (var i = 0; i < components.Length; i++)
        {
            var component = content.Slice(6 + 3 * i, 3);
            var (horizontal, vertical) = (component[1] >> 4, component[1] & 15);
            // Sampled at every pixel means that all have the same factors.
            IsFullySampled &= component[1] == content[7];
            if (horizontal is not (1 or 2 or 4) || vertical is not (1 or 2 or 4))
            {
                throw Damaged("The sampling of a frame is not understood.");
            }
            for (var other = 0; other < i; other++)
            {
                if (components[other].Id == component[0])
                {
                    throw Damaged("The components of a frame are contradictory.");
                }
            }
            components[i] = new JpegComponent(i, component[0], horizontal, vertical, component[2]);
        }
        Components = components;
    }

    private void ReadScan(ReadOnlySpan<byte> content)
    {
        if (content.Length < 1 || content[0] is 0 or > 4 || content.Length != 4 + 2 * content[0])
        {
            throw Damaged("A scan has a wrong length.");
        }
        for (var i = 0; i < content[0]; i++)
        {
            var id = content[1 + 2 * i];
            // Each once: so the work is bounded by the size of the picture.
            Find(id);
            if (!_scanned.Add(id))
            {
                throw Damaged("A component of a frame comes twice.");
            }
        }
    }

    /// <summary>Where the entropy-coded data end: at a marker other than those for restarts.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> span, int position)
    {
        while (true)
        {
            var next = span[position..].IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= span.Length)
            {
                throw Damaged("A frame ends in the middle of its data.");
            }
            position += next;
            if (span[position + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return position;
            }
            position += span[position + 1] == 0xFF ? 1 : 2;
        }
    }

    private static byte NextMarker(ReadOnlySpan<byte> span, ref int position)
    {
        if (position >= span.Length || span[position] != 0xFF)
        {
            throw Damaged("A frame has no marker where one is due.");
        }
        while (position < span.Length && span[position] == 0xFF)
        {
            position++;
        }
        return position < span.Length
            ? span[position++]
            : throw Damaged("A frame ends without its end marker.");
    }

    internal static DicomDataException Damaged(string message) => new(message, DicomTag.PixelData);
}

/// <summary>A component of a frame.</summary>
/// <param name="Index">Its place among the samples of a pixel.</param>
/// <param name="Id">What scans call it.</param>
/// <param name="Horizontal">How often it is sampled, against the others: 1, 2 or 4.</param>
/// <param name="Vertical">As across.</param>
/// <param name="Quantisation">Its table.</param>
internal readonly record struct JpegComponent(
    int Index,
    byte Id,
    int Horizontal,
    int Vertical,
    int Quantisation
);

/// <summary>A segment of a JPEG stream that decoding needs.</summary>
/// <param name="Marker">DHT, DQT, DRI or SOS.</param>
/// <param name="Start">Where its content begins, behind its length.</param>
/// <param name="Length">The length of its content in bytes.</param>
/// <param name="End">Of a scan: where its entropy-coded data end.</param>
internal readonly record struct JpegSegment(byte Marker, int Start, int Length, int End);
