using Adit.Dicom.Deidentification.Pixels;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// The profiles that come with the program. All of them refuse every instance that <see cref="AdmissionRules"/> names, except that
/// those which clean pixel data let ultrasound through of devices that <see cref="BuiltInPixelRegions"/> knows. All leave out
/// reports, presentation states and key object selections.
/// </summary>
public static class ShippedProfiles
{
    /// <summary>Raised with every change of a profile below: the command line and a fresh installation then say the same version.</summary>
    private const int Version = 1;

    /// <summary>The default: intervals stay right, dates do not.</summary>
    public static DeidentificationProfile ResearchWithShiftedDates { get; } =
        new("Research with shifted dates", Version)
        {
            Options = new DeidentificationOptions
            {
                Dates = DateHandling.Shift,
                RetainPatientCharacteristics = true,
                CleanDescriptors = true,
                RetainSafePrivate = true,
                CleanPixelData = true,
            },
            PixelRegions = BuiltInPixelRegions.Rules,
        };

    /// <summary>Dates and times of study, series, acquisition and content stay as they are.</summary>
    public static DeidentificationProfile Research { get; } =
        new("Research", Version)
        {
            Options = new DeidentificationOptions
            {
                Dates = DateHandling.KeepOfStudy,
                RetainPatientCharacteristics = true,
                CleanDescriptors = true,
                CleanPixelData = true,
            },
            PixelRegions = BuiltInPixelRegions.Rules,
        };

    /// <summary>The Basic Profile without any option.</summary>
    public static DeidentificationProfile Strict { get; } = new("Strict", Version);

    /// <summary>All of them; the first is the default.</summary>
    public static IReadOnlyList<DeidentificationProfile> All { get; } =
    [ResearchWithShiftedDates, Research, Strict];
}
