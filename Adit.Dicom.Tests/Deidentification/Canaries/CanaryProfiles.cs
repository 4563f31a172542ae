using Adit.Dicom.Deidentification;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>The profiles that the canaries go through: no refusal stands in their way.</summary>
public static class CanaryProfiles
{
    /// <summary>Refuses nothing.</summary>
    public static AdmissionRules Everything { get; } =
        new()
        {
            RefuseBurnedInAnnotation = false,
            RefuseSecondaryCapture = false,
            RefuseUltrasound = false,
            RefuseDigitisedFilm = false,
            RefuseEncapsulatedDocuments = false,
            RefuseDoseScreens = false,
            ExcludedModalities = [],
        };

    private static readonly DeidentificationOptions Basic = new();

    /// <summary>By a name that a failure shows: nothing, each option alone, and combinations.</summary>
    public static IReadOnlyDictionary<string, DeidentificationProfile> All { get; } =
        new Dictionary<string, DeidentificationOptions>
        {
            ["basic"] = Basic,
            ["safe private"] = Basic with { RetainSafePrivate = true },
            ["uids"] = Basic with { RetainUids = true },
            ["device"] = Basic with { RetainDeviceIdentity = true },
            ["institution"] = Basic with { RetainInstitutionIdentity = true },
            ["characteristics"] = Basic with { RetainPatientCharacteristics = true },
            ["shifted dates"] = Basic with { Dates = DateHandling.Shift },
            ["dates of study"] = Basic with { Dates = DateHandling.KeepOfStudy },
            ["full dates"] = Basic with { Dates = DateHandling.KeepAll },
            ["descriptors"] = Basic with { CleanDescriptors = true },
            ["structured content"] = Basic with { CleanStructuredContent = true },
            ["graphics"] = Basic with { CleanGraphics = true },
            ["pixel data"] = Basic with { CleanPixelData = true },
            ["device, shifted dates"] = Basic with
            {
                RetainDeviceIdentity = true,
                Dates = DateHandling.Shift,
            },
            ["structured content, descriptors, uids"] = Basic with
            {
                CleanStructuredContent = true,
                CleanDescriptors = true,
                RetainUids = true,
            },
            ["everything, full dates"] = AllOptions(DateHandling.KeepAll),
            ["everything, shifted dates"] = AllOptions(DateHandling.Shift),
            ["everything, no dates"] = AllOptions(DateHandling.Remove),
        }.ToDictionary(
            pair => pair.Key,
            pair => new DeidentificationProfile(pair.Key, 1)
            {
                Options = pair.Value,
                Admission = Everything,
                SafePrivate = CanaryObject.SafePrivate,
            }
        );

    private static DeidentificationOptions AllOptions(DateHandling dates) =>
        new()
        {
            RetainSafePrivate = true,
            RetainUids = true,
            RetainDeviceIdentity = true,
            RetainInstitutionIdentity = true,
            RetainPatientCharacteristics = true,
            Dates = dates,
            CleanDescriptors = true,
            CleanStructuredContent = true,
            CleanGraphics = true,
            CleanPixelData = true,
        };
}
