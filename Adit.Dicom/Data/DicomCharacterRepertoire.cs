using System.Text;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Data;

/// <summary>How the characters of a repertoire sit in the code table (PS3.3 C.12.1.1.2, PS3.5 section 6.1.2).</summary>
internal enum RepertoireKind
{
    /// <summary>One byte per character: ASCII below 80H, the repertoire above (G1).</summary>
    SingleByte,

    /// <summary>JIS X 0201: romaji in G0, half-width katakana in G1.</summary>
    Katakana,

    /// <summary>Two bytes below 80H, switched to by an escape sequence (G0).</summary>
    DoubleByteG0,

    /// <summary>Two bytes above 80H (G1).</summary>
    DoubleByteG1,

    /// <summary>A complete encoding of its own that allows no code extensions.</summary>
    Standalone,
}

/// <summary>One repertoire that a defined term of (0008,0005) names, with its escape sequences.</summary>
internal sealed class DicomCharacterRepertoire
{
    private readonly TextEncoding _encoding;
    private readonly char[]? _highTable;

    private DicomCharacterRepertoire(
        string number,
        RepertoireKind kind,
        int codePage,
        string escape,
        byte trailMask = 0
    )
    {
        Number = number;
        Kind = kind;
        Escape = [.. escape.Select(c => (byte)c)];
        TrailMask = trailMask;
        _encoding = TextEncoding.GetEncoding(
            codePage,
            EncoderFallback.ExceptionFallback,
            new DecoderReplacementFallback("\uFFFD")
        );
        if (kind is RepertoireKind.SingleByte or RepertoireKind.Katakana)
        {
            _highTable = BuildHighTable();
        }
    }

    static DicomCharacterRepertoire()
    {
        TextEncoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Ascii = new("6", RepertoireKind.SingleByte, 20127, "\x1B(B");
        Katakana = new("13", RepertoireKind.Katakana, 932, "\x1B)I");
        All =
        [
            Ascii,
            new("100", RepertoireKind.SingleByte, 28591, "\x1B-A"),
            new("101", RepertoireKind.SingleByte, 28592, "\x1B-B"),
            new("109", RepertoireKind.SingleByte, 28593, "\x1B-C"),
            new("110", RepertoireKind.SingleByte, 28594, "\x1B-D"),
            new("144", RepertoireKind.SingleByte, 28595, "\x1B-L"),
            new("127", RepertoireKind.SingleByte, 28596, "\x1B-G"),
            new("126", RepertoireKind.SingleByte, 28597, "\x1B-F"),
            new("138", RepertoireKind.SingleByte, 28598, "\x1B-H"),
            new("148", RepertoireKind.SingleByte, 28599, "\x1B-M"),
            new("203", RepertoireKind.SingleByte, 28605, "\x1B-b"),
            new("166", RepertoireKind.SingleByte, 874, "\x1B-T"),
            Katakana,
            // Code page 20932 holds JIS X 0208 with both bytes high and JIS X 0212 with a low second byte.
            new("87", RepertoireKind.DoubleByteG0, 20932, "\x1B$B", trailMask: 0x80),
            new("159", RepertoireKind.DoubleByteG0, 20932, "\x1B$(D"),
            new("149", RepertoireKind.DoubleByteG1, 949, "\x1B$)C"),
            new("58", RepertoireKind.DoubleByteG1, 936, "\x1B$)A"),
            new("192", RepertoireKind.Standalone, 65001, ""),
            new("GB18030", RepertoireKind.Standalone, 54936, ""),
            new("GBK", RepertoireKind.Standalone, 936, ""),
        ];
    }

    public static DicomCharacterRepertoire Ascii { get; }

    public static DicomCharacterRepertoire Katakana { get; }

    public static IReadOnlyList<DicomCharacterRepertoire> All { get; }

    /// <summary>The number in the international register of character sets, or the whole defined term.</summary>
    public string Number { get; }

    public RepertoireKind Kind { get; }

    /// <summary>The escape sequence that designates the repertoire.</summary>
    public byte[] Escape { get; }

    public bool UsesG1 => Kind is not RepertoireKind.DoubleByteG0;

    private byte TrailMask { get; }

    /// <summary>Decodes text that is wholly in this repertoire, without escape sequences.</summary>
    public string Decode(ReadOnlySpan<byte> bytes) => _encoding.GetString(bytes);

    /// <summary>The character of one byte from 80H on; U+FFFD when there is none.</summary>
    public char DecodeHigh(byte value) => _highTable![value - 0x80];

    /// <summary>Appends the character of a two-byte code; false when there is none.</summary>
    public bool TryDecodePair(byte lead, byte trail, StringBuilder output)
    {
        ReadOnlySpan<byte> pair =
        [
            (byte)(lead | 0x80),
            Kind == RepertoireKind.DoubleByteG0 ? (byte)(trail | TrailMask) : trail,
        ];
        Span<char> chars = stackalloc char[4];
        var count = _encoding.GetChars(pair, chars);
        if (count == 0 || chars[0] == '\uFFFD')
        {
            return false;
        }
        output.Append(chars[..count]);
        return true;
    }

    /// <summary>Encodes a whole text; false when a character is missing in the repertoire.</summary>
    public bool TryEncode(string text, out byte[] bytes)
    {
        try
        {
            bytes = _encoding.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            bytes = [];
            return false;
        }
    }

    /// <summary>Encodes one character for use with code extensions; 0 when it is missing in the repertoire.</summary>
    public int EncodeRune(Rune rune, Span<byte> output)
    {
        Span<char> chars = stackalloc char[2];
        var units = rune.EncodeToUtf16(chars);
        Span<byte> buffer = stackalloc byte[8];
        int count;
        try
        {
            count = _encoding.GetBytes(chars[..units], buffer);
        }
        catch (EncoderFallbackException)
        {
            return 0;
        }
        switch (Kind)
        {
            case RepertoireKind.SingleByte when count == 1 && buffer[0] >= 0xA0:
            case RepertoireKind.Katakana when count == 1 && buffer[0] is >= 0xA1 and <= 0xDF:
            case RepertoireKind.DoubleByteG1
                when count == 2 && buffer[0] >= 0xA1 && buffer[1] >= 0xA1:
                buffer[..count].CopyTo(output);
                return count;
            case RepertoireKind.DoubleByteG0
                when count == 2 && buffer[0] >= 0xA1 && (buffer[1] & 0x80) == TrailMask:
                output[0] = (byte)(buffer[0] & 0x7F);
                output[1] = (byte)(buffer[1] & 0x7F);
                return 2;
            default:
                return 0;
        }
    }

    private char[] BuildHighTable()
    {
        var table = new char[128];
        Span<char> chars = stackalloc char[2];
        for (var i = 0; i < table.Length; i++)
        {
            ReadOnlySpan<byte> single = [(byte)(i + 0x80)];
            table[i] = _encoding.GetChars(single, chars) == 1 ? chars[0] : '\uFFFD';
        }
        return table;
    }
}
