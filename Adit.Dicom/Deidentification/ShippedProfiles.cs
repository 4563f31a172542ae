namespace Adit.Dicom.Deidentification;

/// <summary>
/// The profiles that come with the program. All of them refuse every instance that <see cref="AdmissionRules"/> names, and leave out
/// reports, presentation states and key object selections. None has a region rule: where a device writes names into its pictures, only
/// those can say who have looked at them.
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
        };

    /// <summary>The Basic Profile without any option.</summary>
    public static DeidentificationProfile Strict { get; } = new("Strict", Version);

    /// <summary>All of them; the first is the default.</summary>
    public static IReadOnlyList<DeidentificationProfile> All { get; } =
    [ResearchWithShiftedDates, Research, Strict];
}
