using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Facts;

/// <summary>The types (1, 2, 3) that PS3.3 gives attributes of Table E.1-1 in each SOP class, by module; 1C counts as 1, 2C as 2.</summary>
public static class StandardTypes
{
    private static readonly Dictionary<(string SopClass, string Path), string> Types = Load();

    /// <summary>
    /// The strongest type in any module of the class: 1, 2 or 3; null when the table does not know the attribute there. Of the
    /// sequences around an attribute the table names one.
    /// </summary>
    /// <param name="sopClass">The SOP class UID.</param>
    /// <param name="path">The sequences in which the attribute stands, then the attribute.</param>
    public static char? Strongest(string sopClass, IReadOnlyList<DicomTag> path)
    {
        if (path.Count == 1)
        {
            return Find(sopClass, $"{path[0].Value:X8}");
        }
        return path.SkipLast(1)
            .Reverse()
            .Select(sequence => Find(sopClass, $"{sequence.Value:X8}>{path[^1].Value:X8}"))
            .FirstOrDefault(type => type is not null);
    }

    private static char? Find(string sopClass, string path) =>
        Types.TryGetValue((sopClass, path), out var types) ? types[0] : null;

    private static Dictionary<(string SopClass, string Path), string> Load()
    {
        using var reader = FactFiles.Open("attribute-types.tsv.gz");
        var types = new Dictionary<(string SopClass, string Path), string>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            // Sorted when the table was made: the first is the strongest.
            types.Add((fields[0], fields[1].ToUpperInvariant()), fields[2]);
        }
        return types;
    }
}
