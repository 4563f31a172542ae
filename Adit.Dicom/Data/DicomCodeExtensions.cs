using System.Text;

namespace Adit.Dicom.Data;

/// <summary>Text with the escape sequences of ISO 2022 between several repertoires (PS3.5 section 6.1.2.5).</summary>
internal sealed class DicomCodeExtensions
{
    private const byte Escape = 0x1B;

    private static readonly byte[] ToAscii = [Escape, (byte)'(', (byte)'B'];
    private static readonly byte[] ToRomaji = [Escape, (byte)'(', (byte)'J'];

    private readonly IReadOnlyList<DicomCharacterRepertoire> _repertoires;
    private readonly DicomCharacterRepertoire? _initialG1;
    private readonly bool _initialRomaji;

    public DicomCodeExtensions(IReadOnlyList<DicomCharacterRepertoire> repertoires)
    {
        _repertoires = repertoires;
        _initialRomaji = repertoires[0].Kind == RepertoireKind.Katakana;
        _initialG1 =
            repertoires[0].UsesG1
            && !ReferenceEquals(repertoires[0], DicomCharacterRepertoire.Ascii)
                ? repertoires[0]
                : null;
    }

    public string Decode(ReadOnlySpan<byte> bytes, DicomVr vr)
    {
        var output = new StringBuilder(bytes.Length);
        DicomCharacterRepertoire? g0 = null; // a two-byte repertoire, or null for ASCII and romaji
        var g1 = _initialG1;
        var i = 0;
        while (i < bytes.Length)
        {
            var value = bytes[i];
            if (value == Escape)
            {
                i += ReadEscape(bytes[i..], ref g0, ref g1, output);
            }
            else if (value < 0x20 || value == 0x20 || (g0 is null && value < 0x80))
            {
                output.Append((char)value);
                if (EndsExtension((char)value, vr))
                {
                    g0 = null;
                    g1 = _initialG1;
                }
                i++;
            }
            else if (value < 0x80)
            {
                i += DecodePair(g0!, bytes[i..], output);
            }
            else
            {
                // A sender that never designates G1 means the repertoire that it declared.
                var high =
                    g1
                    ?? _repertoires.FirstOrDefault(r =>
                        r.UsesG1 && !ReferenceEquals(r, DicomCharacterRepertoire.Ascii)
                    );
                if (high is { Kind: RepertoireKind.DoubleByteG1 })
                {
                    i += DecodePair(high, bytes[i..], output);
                }
                else
                {
                    output.Append(high?.DecodeHigh(value) ?? '\uFFFD');
                    i++;
                }
            }
        }
        return output.ToString();
    }

    public bool TryEncode(string text, DicomVr vr, out byte[] bytes)
    {
        var output = new List<byte>(text.Length * 2);
        DicomCharacterRepertoire? g0 = null;
        var g1 = _initialG1;
        Span<byte> code = stackalloc byte[4];
        bytes = [];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                LeaveG0(ref g0, output);
                output.Add((byte)rune.Value);
                if (EndsExtension((char)rune.Value, vr))
                {
                    g1 = _initialG1;
                }
                continue;
            }
            var repertoire = Choose(rune, g0, g1, code, out var length);
            if (repertoire is null)
            {
                return false;
            }
            if (repertoire.Kind == RepertoireKind.DoubleByteG0)
            {
                if (!ReferenceEquals(repertoire, g0))
                {
                    output.AddRange(repertoire.Escape);
                    g0 = repertoire;
                }
            }
            else
            {
                LeaveG0(ref g0, output);
                if (!ReferenceEquals(repertoire, g1))
                {
                    output.AddRange(repertoire.Escape);
                    g1 = repertoire;
                }
            }
            output.AddRange(code[..length]);
        }
        LeaveG0(ref g0, output);
        bytes = [.. output];
        return true;
    }

    private void LeaveG0(ref DicomCharacterRepertoire? g0, List<byte> output)
    {
        if (g0 is not null)
        {
            output.AddRange(_initialRomaji ? ToRomaji : ToAscii);
            g0 = null;
        }
    }

    private DicomCharacterRepertoire? Choose(
        Rune rune,
        DicomCharacterRepertoire? g0,
        DicomCharacterRepertoire? g1,
        Span<byte> code,
        out int length
    )
    {
        if (g0 is not null && (length = g0.EncodeRune(rune, code)) > 0)
        {
            return g0;
        }
        if (g1 is not null && (length = g1.EncodeRune(rune, code)) > 0)
        {
            return g1;
        }
        foreach (var candidate in _repertoires)
        {
            if ((length = candidate.EncodeRune(rune, code)) > 0)
            {
                return candidate;
            }
        }
        length = 0;
        return null;
    }

    /// <summary>The delimiters before which a writer returns to the first repertoire (PS3.5 section 6.1.2.5.3).</summary>
    private static bool EndsExtension(char value, DicomVr vr) =>
        value switch
        {
            '\t' or '\n' or '\f' or '\r' => true,
            '\\' => vr.IsMultiValuedText(),
            '^' or '=' => vr == DicomVr.PN,
            _ => false,
        };

    private static int DecodePair(
        DicomCharacterRepertoire repertoire,
        ReadOnlySpan<byte> bytes,
        StringBuilder output
    )
    {
        if (
            bytes.Length > 1
            && bytes[1] != Escape
            && repertoire.TryDecodePair(bytes[0], bytes[1], output)
        )
        {
            return 2;
        }
        output.Append('\uFFFD');
        return bytes.Length > 1 && bytes[1] >= 0x21 ? 2 : 1;
    }

    private static int ReadEscape(
        ReadOnlySpan<byte> bytes,
        ref DicomCharacterRepertoire? g0,
        ref DicomCharacterRepertoire? g1,
        StringBuilder output
    )
    {
        if (bytes.StartsWith(ToAscii) || bytes.StartsWith(ToRomaji))
        {
            g0 = null;
            return ToAscii.Length;
        }
        // Escape sequences of undeclared repertoires are obeyed too: they say what the bytes mean.
        foreach (var candidate in DicomCharacterRepertoire.All)
        {
            if (candidate.Escape.Length > 0 && bytes.StartsWith(candidate.Escape))
            {
                if (candidate.Kind == RepertoireKind.DoubleByteG0)
                {
                    g0 = candidate;
                }
                else
                {
                    g1 = candidate;
                }
                return candidate.Escape.Length;
            }
        }
        output.Append('\uFFFD');
        return 1;
    }
}
