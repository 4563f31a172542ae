using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Adit.Dicom.Data;

/// <summary>The registry of attributes of PS3.6, with the command elements of PS3.7 Annex E.</summary>
/// <remarks>
/// The table is the embedded resource <c>dictionary.tsv.gz</c>: one line per attribute, sorted by tag, with tag
/// ("x" for a wildcard digit), value representations, multiplicity, keyword, name and "R" when retired.
/// It is read at the first question, in a few milliseconds.
/// </remarks>
public static class DicomDictionary
{
    private const string ResourceName = "Adit.Dicom.Resources.dictionary.tsv.gz";

    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>All attributes without wildcards, by ascending tag.</summary>
    public static IReadOnlyList<DicomDictionaryEntry> Entries => Loaded.Value.All;

    /// <summary>
    /// The attribute with this tag; repeating groups (50xx, 60xx and the like) are found too. Private creators, group
    /// lengths and unknown tags give null.
    /// </summary>
    public static DicomDictionaryEntry? Lookup(DicomTag tag)
    {
        var tables = Loaded.Value;
        return tables.ByTag.TryGetValue(tag.Value, out var entry)
            ? entry
            : tables.FindRepeating(tag);
    }

    /// <summary>The attribute with this keyword of the standard, for example PatientID; case does not matter. Null when unknown.</summary>
    public static DicomDictionaryEntry? Lookup(string keyword) =>
        Loaded.Value.ByKeyword.GetValueOrDefault(keyword);

    /// <summary>
    /// The value representation that this tag has in implicit encoding: from the dictionary, UL for group lengths,
    /// LO for private creators, UN for all that is unknown.
    /// </summary>
    public static DicomVr GetVr(DicomTag tag)
    {
        if (Loaded.Value.ByTag.TryGetValue(tag.Value, out var entry))
        {
            return entry.DefaultVr;
        }
        if (tag.IsGroupLength)
        {
            return DicomVr.UL;
        }
        if (tag.IsPrivate)
        {
            return tag.IsPrivateCreator ? DicomVr.LO : DicomVr.UN;
        }
        return Loaded.Value.FindRepeating(tag)?.DefaultVr ?? DicomVr.UN;
    }

    private static Tables Load()
    {
        using var resource =
            typeof(DicomDictionary).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException(
                $"The resource {ResourceName} is missing in the assembly."
            );
        using var reader = new StreamReader(
            new GZipStream(resource, CompressionMode.Decompress),
            System.Text.Encoding.UTF8
        );
        var all = new List<DicomDictionaryEntry>(5200);
        var repeating = new List<RepeatingEntry>();
        var vrLists = new Dictionary<string, ImmutableArray<DicomVr>>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            var mask = new StringBuilder(8);
            var tag = new StringBuilder(8);
            foreach (var digit in fields[0])
            {
                mask.Append(digit == 'x' ? '0' : 'F');
                tag.Append(digit == 'x' ? '0' : digit);
            }
            if (!vrLists.TryGetValue(fields[1], out var vrs))
            {
                vrs = ParseVrs(fields[1]);
                vrLists.Add(fields[1], vrs);
            }
            var value = ParseHex(tag.ToString());
            var entry = new DicomDictionaryEntry(
                new DicomTag(value),
                fields[3],
                fields[4],
                vrs,
                fields[2],
                fields.Length > 5 && fields[5] == "R"
            );
            if (mask.ToString() == "FFFFFFFF")
            {
                all.Add(entry);
            }
            else
            {
                repeating.Add(new RepeatingEntry(value, ParseHex(mask.ToString()), entry));
            }
        }
        return new Tables(all, repeating);
    }

    private static ImmutableArray<DicomVr> ParseVrs(string text) =>
        [
            .. text.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(code => DicomVrs.TryParse(code, out var vr) ? vr : DicomVr.UN),
        ];

    private static uint ParseHex(string text) =>
        uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record RepeatingEntry(uint Value, uint Mask, DicomDictionaryEntry Entry);

    private sealed class Tables(List<DicomDictionaryEntry> all, List<RepeatingEntry> repeating)
    {
        public IReadOnlyList<DicomDictionaryEntry> All { get; } = all;

        public FrozenDictionary<uint, DicomDictionaryEntry> ByTag { get; } =
            all.ToFrozenDictionary(entry => entry.Tag.Value);

        public FrozenDictionary<string, DicomDictionaryEntry> ByKeyword { get; } =
            all.Concat(repeating.Select(entry => entry.Entry))
                .Where(entry => entry.Keyword.Length > 0)
                .DistinctBy(entry => entry.Keyword, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(entry => entry.Keyword, StringComparer.OrdinalIgnoreCase);

        public DicomDictionaryEntry? FindRepeating(DicomTag tag)
        {
            // Repeating groups are even (PS3.5 section 7.6); the scan is left to the few groups that have any.
            if (
                tag.IsPrivate
                || tag.IsGroupLength
                || (tag.Group >> 8) is not (0x00 or 0x10 or 0x50 or 0x60 or 0x7F)
            )
            {
                return null;
            }
            foreach (var candidate in repeating)
            {
                if ((tag.Value & candidate.Mask) == candidate.Value)
                {
                    return candidate.Entry;
                }
            }
            return null;
        }
    }
}
