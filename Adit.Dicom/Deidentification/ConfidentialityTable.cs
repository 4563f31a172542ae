using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification;

/// <summary>The action codes of PS3.15 Table E.1-1a.</summary>
public enum ConfidentialityAction
{
    /// <summary>X: remove.</summary>
    Remove,

    /// <summary>Z: a zero length value.</summary>
    Empty,

    /// <summary>D: a dummy of non-zero length.</summary>
    Dummy,

    /// <summary>U: another UID, the same for all occurrences.</summary>
    ReplaceUid,

    /// <summary>K: keep.</summary>
    Keep,

    /// <summary>C: clean, that is keep what does not identify.</summary>
    Clean,
}

/// <summary>The columns of Table E.1-1 behind the Basic Profile.</summary>
public enum ConfidentialityOption
{
    /// <summary>Retain Safe Private Option.</summary>
    RetainSafePrivate,

    /// <summary>Retain UIDs Option.</summary>
    RetainUids,

    /// <summary>Retain Device Identity Option.</summary>
    RetainDeviceIdentity,

    /// <summary>Retain Institution Identity Option.</summary>
    RetainInstitutionIdentity,

    /// <summary>Retain Patient Characteristics Option.</summary>
    RetainPatientCharacteristics,

    /// <summary>Retain Longitudinal Temporal Information with Full Dates Option.</summary>
    RetainFullDates,

    /// <summary>Retain Longitudinal Temporal Information with Modified Dates Option.</summary>
    RetainModifiedDates,

    /// <summary>Clean Descriptors Option.</summary>
    CleanDescriptors,

    /// <summary>Clean Structured Content Option.</summary>
    CleanStructuredContent,

    /// <summary>Clean Graphics Option.</summary>
    CleanGraphics,
}

/// <summary>Table E.1-1 of PS3.15 (2025 edition): 617 attributes and four patterns.</summary>
/// <remarks>The embedded resource <c>confidentiality.tsv.gz</c>, read at the first question in about a millisecond.</remarks>
public static class ConfidentialityTable
{
    private const string ResourceName = "Adit.Dicom.Resources.confidentiality.tsv.gz";
    private const string CurvePattern = "50xxxxxx";
    private const string OverlayDataPattern = "60xx3000";
    private const string OverlayCommentsPattern = "60xx4000";
    private const string PrivatePattern = "odd";

    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>All rows by ascending tag, then the patterns.</summary>
    public static IReadOnlyList<ConfidentialityRow> Rows => Loaded.Value.Rows;

    /// <summary>The row that speaks about this tag, also by a pattern; null when none does.</summary>
    public static ConfidentialityRow? Find(DicomTag tag)
    {
        var tables = Loaded.Value;
        if (tables.ByTag.TryGetValue(tag.Value, out var row))
        {
            return row;
        }
        if (tag.IsPrivate)
        {
            return tables.Private;
        }
        return (tag.Group >> 8, tag.Element) switch
        {
            (0x50, _) => tables.Curves,
            (0x60, 0x3000) => tables.OverlayData,
            (0x60, 0x4000) => tables.OverlayComments,
            _ => null,
        };
    }

    private static Tables Load()
    {
        using var resource =
            typeof(ConfidentialityTable).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException(
                $"The resource {ResourceName} is missing in the assembly."
            );
        using var reader = new StreamReader(
            new GZipStream(resource, CompressionMode.Decompress),
            System.Text.Encoding.UTF8
        );
        var rows = new List<ConfidentialityRow>(640);
        while (reader.ReadLine() is { } line)
        {
            // Tag or pattern, name, "Y" when in a standard IOD, Basic Profile, then the options in the order of the enum.
            var fields = line.Split('\t');
            var options = new ConfidentialityAction?[
                Enum.GetValues<ConfidentialityOption>().Length
            ];
            for (var i = 0; i < options.Length; i++)
            {
                options[i] = fields[4 + i].Length == 0 ? null : ParseAction(fields[4 + i]);
            }
            rows.Add(
                new ConfidentialityRow(
                    fields[0],
                    uint.TryParse(
                        fields[0],
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var tag
                    )
                        ? new DicomTag(tag)
                        : null,
                    fields[1],
                    fields[2] == "Y",
                    fields[3],
                    [.. fields[3].Split('/').Select(ParseAction)],
                    options
                )
            );
        }
        return new Tables(rows);
    }

    private static ConfidentialityAction ParseAction(string code) =>
        code switch
        {
            "X" => ConfidentialityAction.Remove,
            "Z" => ConfidentialityAction.Empty,
            "D" => ConfidentialityAction.Dummy,
            "U" or "U*" => ConfidentialityAction.ReplaceUid,
            "K" => ConfidentialityAction.Keep,
            "C" => ConfidentialityAction.Clean,
            _ => throw new InvalidOperationException(
                $"The action {code} in {ResourceName} is unknown."
            ),
        };

    private sealed class Tables
    {
        public Tables(List<ConfidentialityRow> rows)
        {
            Rows =
            [
                .. rows.Where(row => row.Tag is not null),
                .. rows.Where(row => row.Tag is null),
            ];
            ByTag = Rows.Where(row => row.Tag is not null)
                .ToFrozenDictionary(row => row.Tag!.Value.Value);
            Curves = rows.Single(row => row.Pattern == CurvePattern);
            OverlayData = rows.Single(row => row.Pattern == OverlayDataPattern);
            OverlayComments = rows.Single(row => row.Pattern == OverlayCommentsPattern);
            Private = rows.Single(row => row.Pattern == PrivatePattern);
        }

        public IReadOnlyList<ConfidentialityRow> Rows { get; }

        public FrozenDictionary<uint, ConfidentialityRow> ByTag { get; }

        public ConfidentialityRow Curves { get; }

        public ConfidentialityRow OverlayData { get; }

        public ConfidentialityRow OverlayComments { get; }

        public ConfidentialityRow Private { get; }
    }
}

/// <summary>A row of Table E.1-1.</summary>
public sealed class ConfidentialityRow
{
    private readonly ConfidentialityAction?[] _options;

    internal ConfidentialityRow(
        string pattern,
        DicomTag? tag,
        string name,
        bool isInStandardIod,
        string basic,
        IReadOnlyList<ConfidentialityAction> basicActions,
        ConfidentialityAction?[] options
    )
    {
        Pattern = pattern;
        Tag = tag;
        Name = name;
        IsInStandardIod = isInStandardIod;
        Basic = basic;
        BasicActions = basicActions;
        _options = options;
    }

    /// <summary>Eight hexadecimal digits, with x where any digit may stand; <c>odd</c> for private attributes.</summary>
    public string Pattern { get; }

    /// <summary>The tag; null for the patterns.</summary>
    public DicomTag? Tag { get; }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>True when a standard composite IOD has the attribute.</summary>
    public bool IsInStandardIod { get; }

    /// <summary>What the Basic Profile does, as written in the table, such as <c>X/Z/D</c>.</summary>
    public string Basic { get; }

    /// <summary>The actions of <see cref="Basic"/>, the strictest first.</summary>
    public IReadOnlyList<ConfidentialityAction> BasicActions { get; }

    /// <summary>True when the action depends on the attribute's type in the object's IOD.</summary>
    public bool IsConditional => BasicActions.Count > 1;

    /// <summary>What an option does instead: keep or clean; null when it says nothing.</summary>
    public ConfidentialityAction? ActionOf(ConfidentialityOption option) => _options[(int)option];

    /// <summary>The tag or pattern, and the name.</summary>
    public override string ToString() => $"{Pattern} {Name}";
}
