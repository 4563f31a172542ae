using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>An option of the profile that is on or off: what each of both means, in plain words.</summary>
/// <param name="Key">Names the field on the page.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Section">The section of PS3.15 that defines it.</param>
/// <param name="On">What is kept when it is on.</param>
/// <param name="Off">What happens when it is off.</param>
/// <param name="Caution">What it costs to switch it on; null: nothing worth a warning.</param>
/// <param name="IsOn">Reads it.</param>
/// <param name="Set">Writes it.</param>
public sealed record OptionWords(
    string Key,
    string Title,
    string Section,
    string On,
    string Off,
    string? Caution,
    Func<DeidentificationOptions, bool> IsOn,
    Func<DeidentificationOptions, bool, DeidentificationOptions> Set
)
{
    public static IReadOnlyList<OptionWords> All { get; } =
    [
        new(
            "RetainPatientCharacteristics",
            "Keep patient characteristics",
            "E.3.7",
            "Sex, age, size, weight, ethnic group, smoking and pregnancy status stay. A missing age is filled from birth and study date.",
            "Sex, age, size, weight and the like are removed or emptied.",
            "Together with a rare finding they can point at one person.",
            o => o.RetainPatientCharacteristics,
            (o, on) => o with { RetainPatientCharacteristics = on }
        ),
        new(
            "CleanDescriptors",
            "Keep descriptions, cleaned",
            "E.3.5",
            "Descriptions and comments of studies, series and protocols stay; what names the patient, and numbers, mails and addresses are taken out of them.",
            "Descriptions and comments are removed or emptied.",
            "Free text can hold what no program recognizes, such as the name of a relative.",
            o => o.CleanDescriptors,
            (o, on) => o with { CleanDescriptors = on }
        ),
        new(
            "CleanStructuredContent",
            "Keep structured content, cleaned",
            "E.3.4",
            "The content of structured reports, the acquisition context and specimen preparation stay, cleaned as descriptions are.",
            "The content of structured reports is removed or replaced.",
            "Findings are free text. Series of the modalities below are left out all the same.",
            o => o.CleanStructuredContent,
            (o, on) => o with { CleanStructuredContent = on }
        ),
        new(
            "CleanGraphics",
            "Keep graphics, cleaned",
            "E.3.3",
            "Overlays that mark a region stay, and annotations with their text cleaned.",
            "Overlays, curves and annotations are removed.",
            "Drawn text is a picture: it is not read.",
            o => o.CleanGraphics,
            (o, on) => o with { CleanGraphics = on }
        ),
        new(
            "CleanPixelData",
            "Blank regions of pictures",
            "E.3.1",
            "Where a region rule fits, its rectangles are blanked, and the picture is let through.",
            "No picture is changed; what the admission rules refuse is refused.",
            null,
            o => o.CleanPixelData,
            (o, on) => o with { CleanPixelData = on }
        ),
        new(
            "RetainSafePrivate",
            "Keep safe private attributes",
            "E.3.10",
            "Private attributes that are known to be safe stay: those of the built-in list and of the list below.",
            "All private attributes are removed.",
            null,
            o => o.RetainSafePrivate,
            (o, on) => o with { RetainSafePrivate = on }
        ),
        new(
            "RetainDeviceIdentity",
            "Keep the device's identity",
            "E.3.8",
            "Station name, serial numbers and the like stay.",
            "Station name, serial numbers and the like are removed or replaced.",
            "The device and the time of day lead to the patient's appointment.",
            o => o.RetainDeviceIdentity,
            (o, on) => o with { RetainDeviceIdentity = on }
        ),
        new(
            "RetainInstitutionIdentity",
            "Keep the institution's identity",
            "E.3.11",
            "Name, address and department of the institution and of the trial's site stay.",
            "Name, address and department of the institution are removed or replaced.",
            "Whoever has the data knows which hospital to ask.",
            o => o.RetainInstitutionIdentity,
            (o, on) => o with { RetainInstitutionIdentity = on }
        ),
        new(
            "RetainUids",
            "Keep UIDs",
            "E.3.9",
            "Study, series and image UIDs stay as they are.",
            "Every UID is replaced by another one, the same within the project, so that references still hold.",
            "Whoever may search the source finds the patient at once.",
            o => o.RetainUids,
            (o, on) => o with { RetainUids = on }
        ),
    ];
}

/// <summary>What the admission rules refuse, in plain words.</summary>
public sealed record AdmissionWords(
    string Key,
    string Title,
    string Help,
    Func<AdmissionRules, bool> IsOn,
    Func<AdmissionRules, bool, AdmissionRules> Set
)
{
    public static IReadOnlyList<AdmissionWords> All { get; } =
    [
        new(
            "RefuseBurnedInAnnotation",
            "Burned-in annotation",
            "Images that say of themselves that text is part of the picture.",
            a => a.RefuseBurnedInAnnotation,
            (a, on) => a with { RefuseBurnedInAnnotation = on }
        ),
        new(
            "RefuseSecondaryCapture",
            "Secondary captures",
            "Screenshots, scanned pages and what workstations save as a picture; patient data is drawn into most of them.",
            a => a.RefuseSecondaryCapture,
            (a, on) => a with { RefuseSecondaryCapture = on }
        ),
        new(
            "RefuseUltrasound",
            "Ultrasound",
            "Name and date are part of the picture as a rule.",
            a => a.RefuseUltrasound,
            (a, on) => a with { RefuseUltrasound = on }
        ),
        new(
            "RefuseDigitisedFilm",
            "Digitised film",
            "Scanned films carry the label that was exposed on them.",
            a => a.RefuseDigitisedFilm,
            (a, on) => a with { RefuseDigitisedFilm = on }
        ),
        new(
            "RefuseEncapsulatedDocuments",
            "Documents",
            "PDF, CDA, STL and other files inside DICOM objects; nobody looks into them.",
            a => a.RefuseEncapsulatedDocuments,
            (a, on) => a with { RefuseEncapsulatedDocuments = on }
        ),
        new(
            "RefuseDoseScreens",
            "Dose screens",
            "Pictures of dose tables that scanners store as CT images, with name and ID.",
            a => a.RefuseDoseScreens,
            (a, on) => a with { RefuseDoseScreens = on }
        ),
    ];
}
