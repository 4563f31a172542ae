using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>A profile in plain words, the same where it is shown, edited and compared.</summary>
public static class ProfileWords
{
    public static string Of(DateHandling dates) =>
        dates switch
        {
            DateHandling.Remove => "Removed",
            DateHandling.Shift => "Shifted",
            DateHandling.KeepOfStudy => "Those of the study kept",
            DateHandling.KeepAll => "All kept",
        };

    public static string HelpOf(DateHandling dates) =>
        dates switch
        {
            DateHandling.Remove =>
                "All dates and times are removed, emptied or replaced. Nothing is left of the order of examinations.",
            DateHandling.Shift =>
                "Every date moves into the past by a number of days that only the project's secret knows, the same for everything of one patient: intervals stay right, times of day stay.",
            DateHandling.KeepOfStudy =>
                "Dates and times of study, series, acquisition and content stay; all others are removed.",
            DateHandling.KeepAll => "All dates and times stay, but the birth date.",
        };

    public static string? CautionOf(DateHandling dates) =>
        dates switch
        {
            DateHandling.Remove or DateHandling.Shift => null,
            DateHandling.KeepOfStudy =>
                "Whoever knows when somebody was examined finds the study by its date and time.",
            DateHandling.KeepAll =>
                "Whoever knows when somebody was examined, admitted or discharged finds the patient by it.",
        };

    public static string MaxAge(int? years) =>
        years is { } cap ? $"Ages above {cap} are given as {cap + 1}." : "Ages are not capped.";

    public static string OnOff(bool on) => on ? "yes" : "no";

    public static string SopClass(string uid) => DicomUids.NameOf(uid) ?? uid;

    public static string Region(PixelRegion region) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{region.X}, {region.Y}, {region.Width}, {region.Height}"
        );

    public static string Regions(PixelRegionRule rule) =>
        rule.Regions.Count == 0
            ? "nothing to blank"
            : string.Join("; ", rule.Regions.Select(Region));

    /// <summary>Which pictures a rule is for.</summary>
    public static string Matches(PixelRegionRule rule)
    {
        string?[] criteria =
        [
            rule.Modality,
            rule.SopClassUid is { } uid ? SopClass(uid) : null,
            rule.Manufacturer,
            rule.Model,
            (rule.Columns, rule.Rows) switch
            {
                ({ } columns, { } rows) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{columns} × {rows} pixels"
                ),
                ({ } columns, null) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{columns} columns"
                ),
                (null, { } rows) => string.Create(CultureInfo.InvariantCulture, $"{rows} rows"),
                (null, null) => null,
            },
        ];
        var given = criteria.OfType<string>().ToList();
        return given.Count == 0 ? "every picture" : string.Join(" · ", given);
    }

    public static string SafePrivate(SafePrivateAttribute attribute) =>
        $"({attribute.Group:X4},xx{attribute.Element:X2}) {attribute.Creator}";

    /// <summary>One line: the options that are on.</summary>
    public static string Keeps(DeidentificationProfile profile)
    {
        string?[] parts =
        [
            profile.Options.RetainPatientCharacteristics ? "patient characteristics" : null,
            profile.Options.CleanDescriptors ? "descriptions, cleaned" : null,
            profile.Options.CleanStructuredContent ? "structured content, cleaned" : null,
            profile.Options.CleanGraphics ? "graphics, cleaned" : null,
            profile.Options.RetainSafePrivate ? "safe private attributes" : null,
            profile.Options.RetainDeviceIdentity ? "the device's identity" : null,
            profile.Options.RetainInstitutionIdentity ? "the institution's identity" : null,
            profile.Options.RetainUids ? "UIDs" : null,
        ];
        var kept = string.Join(" · ", parts.OfType<string>());
        return kept.Length == 0 ? "nothing beyond the Basic Profile" : kept;
    }

    /// <summary>What it does, for people who choose one.</summary>
    public static string Sentence(DeidentificationProfile profile) =>
        $"Dates: {Of(profile.Options.Dates).ToLowerInvariant()}. Keeps {Keeps(profile)}.";

    public static string List(IEnumerable<string> items)
    {
        var all = string.Join(", ", items);
        return all.Length == 0 ? "none" : all;
    }
}
