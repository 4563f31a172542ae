using System.Collections.Concurrent;
using System.Text;

namespace Adit.Dicom.Data;

/// <summary>
/// The meaning of Specific Character Set (0008,0005): decodes and encodes text, with the code extensions of ISO 2022
/// (PS3.3 C.12.1.1.2, PS3.5 section 6.1).
/// </summary>
public sealed class DicomCharacterSet
{
    private const int CacheLimit = 256;
    private const byte Escape = 0x1B;

    private static readonly ConcurrentDictionary<string, DicomCharacterSet> Cache = new(
        StringComparer.Ordinal
    );

    private readonly DicomCharacterRepertoire _first;
    private readonly DicomCodeExtensions? _extensions;

    private DicomCharacterSet(string value)
    {
        Value = value;
        var repertoires = new List<DicomCharacterRepertoire>();
        var unknown = new List<string>();
        var extended = false;
        var terms = value.Split('\\');
        foreach (var term in terms)
        {
            var found = Find(term, out var asExtension);
            extended |= asExtension;
            if (found is null)
            {
                unknown.Add(term.Trim());
                found = DicomCharacterRepertoire.Ascii;
            }
            repertoires.Add(found);
        }
        UnknownTerms = unknown;
        // UTF-8 and the Chinese encodings stand alone by the standard; a writer that adds more terms still means them.
        _first = repertoires.Find(r => r.Kind == RepertoireKind.Standalone) ?? repertoires[0];
        if (_first.Kind != RepertoireKind.Standalone && (extended || terms.Length > 1))
        {
            _extensions = new DicomCodeExtensions(repertoires);
        }
    }

    /// <summary>The default repertoire, ISO_IR 6: ASCII.</summary>
    public static DicomCharacterSet Default { get; } = Parse("");

    /// <summary>ISO_IR 100: Latin alphabet No. 1.</summary>
    public static DicomCharacterSet Latin1 { get; } = Parse("ISO_IR 100");

    /// <summary>ISO_IR 192: Unicode in UTF-8.</summary>
    public static DicomCharacterSet Utf8 { get; } = Parse("ISO_IR 192");

    /// <summary>The value of (0008,0005), values joined by backslashes; empty for the default repertoire.</summary>
    public string Value { get; }

    /// <summary>Defined terms that this toolkit does not know; their text is decoded as ASCII.</summary>
    public IReadOnlyList<string> UnknownTerms { get; }

    /// <summary>True for plain ASCII: what a data set without (0008,0005) has.</summary>
    public bool IsDefault =>
        ReferenceEquals(_first, DicomCharacterRepertoire.Ascii) && _extensions is null;

    /// <summary>
    /// The character set of a value of (0008,0005). Usual misspellings ("ISO-IR 100", "iso_ir_100") are understood;
    /// never fails, see <see cref="UnknownTerms"/>.
    /// </summary>
    public static DicomCharacterSet Parse(string? value)
    {
        value = value?.Trim() ?? "";
        if (Cache.TryGetValue(value, out var known))
        {
            return known;
        }
        var made = new DicomCharacterSet(value);
        // Values come from senders: what no standard knows must not fill the cache.
        if (made.UnknownTerms.Count == 0 && Cache.Count < CacheLimit)
        {
            Cache.TryAdd(value, made);
        }
        return made;
    }

    /// <summary>Decodes a value; bytes without a character become U+FFFD.</summary>
    /// <param name="bytes">The encoded value, padding included.</param>
    /// <param name="vr">Decides which characters are delimiters and end a code extension.</param>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVr vr)
    {
        if (Ascii.IsValid(bytes) && (_extensions is null || bytes.IndexOf(Escape) < 0))
        {
            return System.Text.Encoding.ASCII.GetString(bytes);
        }
        return _extensions is null ? _first.Decode(bytes) : _extensions.Decode(bytes, vr);
    }

    /// <summary>Encodes a text without padding; false when a character is in none of the repertoires.</summary>
    public bool TryEncode(string text, DicomVr vr, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            bytes = System.Text.Encoding.ASCII.GetBytes(text);
            return true;
        }
        return _extensions is null
            ? _first.TryEncode(text, out bytes)
            : _extensions.TryEncode(text, vr, out bytes);
    }

    /// <summary>Encodes a text without padding.</summary>
    /// <exception cref="DicomDataException">A character is in none of the repertoires.</exception>
    public byte[] Encode(string text, DicomVr vr) =>
        TryEncode(text, vr, out var bytes)
            ? bytes
            : throw new DicomDataException(
                $"The text has characters that the character set '{(IsDefault ? "ISO_IR 6" : Value)}' lacks; ISO_IR 192 has all. An item of a sequence has its data set's character set once it is in it."
            );

    /// <summary>The value of (0008,0005).</summary>
    public override string ToString() => Value;

    private static DicomCharacterRepertoire? Find(string term, out bool asExtension)
    {
        var normal = new string([
            .. term.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant),
        ]);
        asExtension = normal.StartsWith("ISO2022IR", StringComparison.Ordinal);
        var number =
            asExtension ? normal["ISO2022IR".Length..]
            : normal.StartsWith("ISOIR", StringComparison.Ordinal) ? normal["ISOIR".Length..]
            : normal;
        if (number.Length == 0)
        {
            return DicomCharacterRepertoire.Ascii;
        }
        foreach (var candidate in DicomCharacterRepertoire.All)
        {
            if (candidate.Number == number)
            {
                asExtension |=
                    candidate.Kind is RepertoireKind.DoubleByteG0 or RepertoireKind.DoubleByteG1;
                return candidate;
            }
        }
        return null;
    }
}
