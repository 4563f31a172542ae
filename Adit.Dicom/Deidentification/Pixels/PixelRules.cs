using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>Which region rules speak about an object.</summary>
internal static class PixelRules
{
    /// <summary>The rules that fit, by their order in the profile; none when the profile does not clean pixel data.</summary>
    public static IReadOnlyList<PixelRegionRule> Find(
        DicomDataset header,
        DeidentificationProfile profile
    )
    {
        if (!profile.Options.CleanPixelData || profile.PixelRegions.Count == 0)
        {
            return [];
        }
        List<PixelRegionRule>? fitting = null;
        foreach (var rule in profile.PixelRegions)
        {
            if (Fits(rule, header))
            {
                (fitting ??= []).Add(rule);
            }
        }
        return fitting ?? (IReadOnlyList<PixelRegionRule>)[];
    }

    private static bool Fits(PixelRegionRule rule, DicomDataset header) =>
        Fits(rule.Modality, header, DicomTag.Modality)
        && Fits(rule.SopClassUid, header, DicomTag.SopClassUid)
        && (rule.Rows is not { } rows || header.GetInt32(DicomTag.Rows) == rows)
        && (rule.Columns is not { } columns || header.GetInt32(DicomTag.Columns) == columns)
        && Fits(rule.Manufacturer, header, DicomTag.Manufacturer)
        && Fits(rule.Model, header, DicomTag.ManufacturerModelName);

    private static bool Fits(string? pattern, DicomDataset header, DicomTag tag) =>
        string.IsNullOrEmpty(pattern) || Matches(pattern, header.GetString(tag) ?? "");

    /// <summary>Compares the whole text without regard to case; * stands for any characters.</summary>
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int at = 0;
        int position = 0;
        int star = -1;
        int resume = 0;
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (
                at < pattern.Length
                && char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(text[position])
            )
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }
}
