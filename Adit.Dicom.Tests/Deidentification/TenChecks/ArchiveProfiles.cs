using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Deidentification.Archive;

namespace Adit.Dicom.Tests.Deidentification.TenChecks;

/// <summary>Profiles for the archive: as shipped, with what staff would add for it.</summary>
internal static class ArchiveProfiles
{
    private static readonly PixelRegionRule BannerOfUltrasound = new()
    {
        Name = "banner of the example ultrasound",
        Modality = "US",
        Manufacturer = "Example Scanners",
        Model = "Model 7",
        Rows = SyntheticPixels.Size,
        Columns = SyntheticPixels.Size,
        Regions =
        [
            new PixelRegion(
                SyntheticArchive.Banner.X,
                SyntheticArchive.Banner.Y,
                SyntheticArchive.Banner.Width,
                SyntheticArchive.Banner.Height
            ),
        ],
    };

    /// <summary>The shipped profile, letting through all kinds of objects that the archive holds.</summary>
    public static DeidentificationProfile Admitting(DeidentificationProfile profile) =>
        profile with
        {
            PixelRegions = [BannerOfUltrasound],
            Admission = profile.Admission with
            {
                ExcludedModalities = [],
                AllowedSopClasses = [.. SyntheticArchive.All.Select(o => o.SopClass).Distinct()],
            },
        };

    /// <summary>The same with reports and graphics kept, cleaned.</summary>
    public static DeidentificationProfile WithCleanedContent(DeidentificationProfile profile) =>
        Admitting(profile) with
        {
            Options = profile.Options with { CleanStructuredContent = true, CleanGraphics = true },
        };
}
