using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Facts;

/// <summary>A row of PS3.15 Table E.1-1, as the standard prints it. Read apart from the program's own table, so that a fault there shows.</summary>
/// <param name="Pattern">Eight hexadecimal digits with X for any, or "private".</param>
/// <param name="Name">The attribute's name.</param>
/// <param name="Vr">The representations of PS3.6, by "/".</param>
/// <param name="Basic">The action of the Basic Profile, such as X/Z/D.</param>
public sealed record StandardRow(string Pattern, string Name, string Vr, string Basic)
{
    public char SafePrivate { get; init; }

    public char Uids { get; init; }

    public char Device { get; init; }

    public char Institution { get; init; }

    public char Characteristics { get; init; }

    public char FullDates { get; init; }

    public char ModifiedDates { get; init; }

    public char Descriptors { get; init; }

    public char StructuredContent { get; init; }

    public char Graphics { get; init; }

    /// <summary>True for the four rows that stand for many attributes.</summary>
    public bool IsPattern =>
        Pattern.Contains('X', StringComparison.Ordinal) || Pattern == "private";

    /// <summary>The tag of a plain row.</summary>
    public DicomTag Tag =>
        new(uint.Parse(Pattern, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>The representations that PS3.6 allows; none for the pattern rows.</summary>
    public IReadOnlyList<DicomVr> Vrs =>
        [
            .. Vr.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(code => Enum.Parse<DicomVr>(code)),
        ];
}

/// <summary>PS3.15 Table E.1-1 in the 2025 edition, all 621 rows.</summary>
public static class StandardTable
{
    public static IReadOnlyList<StandardRow> Rows { get; } = Load();

    private static readonly Dictionary<DicomTag, StandardRow> ByTag = Rows.Where(row =>
            !row.IsPattern
        )
        .ToDictionary(row => row.Tag);

    private static readonly StandardRow Private = Rows.Single(row => row.Pattern == "private");
    private static readonly StandardRow Curves = Rows.Single(row => row.Pattern == "50XXXXXX");
    private static readonly StandardRow OverlayData = Rows.Single(row => row.Pattern == "60XX3000");
    private static readonly StandardRow OverlayComments = Rows.Single(row =>
        row.Pattern == "60XX4000"
    );

    /// <summary>The row that rules this attribute; null when the table does not name it.</summary>
    public static StandardRow? Find(DicomTag tag) =>
        tag.IsPrivate ? Private
        : ByTag.TryGetValue(tag, out var row) ? row
        : tag.Group >> 8 == 0x50 ? Curves
        : tag.Group >> 8 == 0x60 && tag.Element == 0x3000 ? OverlayData
        : tag.Group >> 8 == 0x60 && tag.Element == 0x4000 ? OverlayComments
        : null;

    private static List<StandardRow> Load()
    {
        using var reader = FactFiles.Open("confidentiality-profile.tsv");
        reader.ReadLine();
        var rows = new List<StandardRow>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            char Option(int index) => fields[index].Length == 0 ? '\0' : fields[index][0];
            rows.Add(
                new StandardRow(fields[0], fields[1], fields[2], fields[3])
                {
                    SafePrivate = Option(4),
                    Uids = Option(5),
                    Device = Option(6),
                    Institution = Option(7),
                    Characteristics = Option(8),
                    FullDates = Option(9),
                    ModifiedDates = Option(10),
                    Descriptors = Option(11),
                    StructuredContent = Option(12),
                    Graphics = Option(13),
                }
            );
        }
        return rows;
    }
}
