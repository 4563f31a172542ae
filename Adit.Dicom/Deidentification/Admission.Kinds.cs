using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification;

/// <content>How each kind of object is recognised.</content>
public static partial class Admission
{
    private const string ExcludedMessage =
        "The profile leaves out this modality. Choose a profile that lets it through if it is needed.";

    private static readonly string[] DoseScreenImageTypes =
    [
        "DOSE",
        "SCREEN SAVE",
        "SCREENSAVE",
        "SCREEN_SAVE",
        "SCREENSHOT",
        "SCREEN CAPTURE",
        "PATIENT PROTOCOL",
        "CSA REPORT",
        "EXAM SUMMARY",
    ];

    // Folded: lower case, blanks for everything that is neither letter nor digit.
    private static readonly string[] DoseScreenDescriptions =
    [
        "dose report",
        "dose info",
        "dose summary",
        "dose record",
        "dose sheet",
        "dose table",
        "dose page",
        "dose screen",
        "dosereport",
        "doseinfo",
        "dosis",
        "dlp report",
        "radiation report",
        "exposure report",
        "exposure protocol",
        "patient protocol",
        "patientprotocol",
        "patienten protokoll",
        "patientenprotokoll",
        "exam summary",
        "exam protocol",
        "protocol page",
        "screen save",
        "screensave",
        "screen shot",
        "screenshot",
        "screen capture",
        "bildschirmfoto",
    ];

    private static string MessageFor(DeidentificationRefusal reason) =>
        reason switch
        {
            DeidentificationRefusal.BurnedInAnnotation =>
                "The picture says itself that text is burned into it (Burned In Annotation). It passes only with a fitting region rule, "
                    + "or when staff has allowed its SOP class.",
            DeidentificationRefusal.SecondaryCapture =>
                "Secondary captures such as screens and scanned pages may show the patient's name. They pass only with a fitting region "
                    + "rule, or when staff has allowed their SOP class.",
            DeidentificationRefusal.Ultrasound =>
                "Ultrasound pictures show name and date as a rule. They pass only with a fitting region rule, or when staff has allowed "
                    + "their SOP class.",
            DeidentificationRefusal.DigitisedFilm =>
                "Digitised film shows the patient's name as a rule. It passes only with a fitting region rule, or when staff has allowed "
                    + "its SOP class.",
            DeidentificationRefusal.EncapsulatedDocument =>
                "Documents such as PDF cannot be cleaned. They pass only when staff has allowed their SOP class.",
            DeidentificationRefusal.DoseScreen =>
                "Pictures of dose tables and other screens show the patient's name as a rule. They pass only with a fitting region rule, "
                    + "or when staff has allowed their SOP class.",
            DeidentificationRefusal.ExcludedModality => ExcludedMessage,
            DeidentificationRefusal.PixelDataNotCleanable => "The pixel data cannot be cleaned.",
            DeidentificationRefusal.RevealingPseudonym =>
                "The pseudonym would give away the patient. Choose another one.",
            DeidentificationRefusal.Damaged => "The data are damaged.",
        };

    private static bool IsExcluded(string modality, string sopClassUid, AdmissionRules rules)
    {
        foreach (var excluded in rules.ExcludedModalities)
        {
            var name = excluded.AsSpan().Trim();
            if (
                !name.IsEmpty
                && (
                    name.Equals(modality, StringComparison.OrdinalIgnoreCase)
                    || name.Equals(ModalityOfClass(sopClassUid), StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The modality of classes that are no pictures: an object that names another one is treated as what it is.</summary>
    private static string? ModalityOfClass(string sopClassUid) =>
        sopClassUid == StorageRoot + "88.59" ? "KO"
        : sopClassUid.StartsWith(StorageRoot + "88.", StringComparison.Ordinal) ? "SR"
        : sopClassUid.StartsWith(StorageRoot + "11.", StringComparison.Ordinal) ? "PR"
        : null;

    private static bool IsDocument(string modality, string sopClassUid) =>
        sopClassUid.StartsWith(StorageRoot + "104.", StringComparison.Ordinal)
        || Is(modality, "DOC")
        || Is(modality, "M3D");

    private static bool IsUltrasound(string modality, string sopClassUid) =>
        // PS3.4 Annex B and, with 3 and 6, what was retired in 1996.
        sopClassUid
            is StorageRoot + "3"
                or StorageRoot + "3.1"
                or StorageRoot + "6"
                or StorageRoot + "6.1"
                or StorageRoot + "6.2"
        || (
            // Reports and presentation states of ultrasound carry no picture of their own.
            ModalityOfClass(sopClassUid) is null
            && (
                Is(modality, "US")
                || Is(modality, "IVUS")
                || Is(modality, "BDUS")
                || Is(modality, "EC")
                || Is(modality, "CD")
                || Is(modality, "DD")
            )
        );

    private static bool IsFilm(string modality, string sopClassUid) =>
        // Hardcopy classes, retired.
        sopClassUid is "1.2.840.10008.5.1.1.29" or "1.2.840.10008.5.1.1.30"
        || Is(modality, "HC")
        || Is(modality, "RG");

    private static bool IsFilm(DicomDataset original) =>
        Is(original.GetString(DicomTag.ConversionType)?.Trim() ?? "", "DF")
        || Is(original.GetString(DetectorType)?.Trim() ?? "", "FILM");

    private static bool IsSecondaryCapture(string modality, string sopClassUid) =>
        sopClassUid == StorageRoot + "7"
        || sopClassUid.StartsWith(StorageRoot + "7.", StringComparison.Ordinal)
        || Is(modality, "SC");

    /// <summary>Conversion types (PS3.3 C.8.6.1) of pictures that were made from a screen, a page or a drawing.</summary>
    private static bool IsConvertedScreen(DicomDataset original)
    {
        var type = original.GetString(DicomTag.ConversionType)?.Trim() ?? "";
        return Is(type, "DV")
            || Is(type, "WSD")
            || Is(type, "SD")
            || Is(type, "SI")
            || Is(type, "DRW")
            || Is(type, "SYN");
    }

    /// <summary>Dose objects of radiotherapy and dose reports as structured documents hold no screens.</summary>
    private static bool MayShowDoses(string modality, string sopClassUid) =>
        ModalityOfClass(sopClassUid) is null
        && !sopClassUid.StartsWith(StorageRoot + "481.", StringComparison.Ordinal)
        && !modality.StartsWith("RT", StringComparison.OrdinalIgnoreCase)
        && !Is(modality, "SR")
        && !Is(modality, "PR")
        && !Is(modality, "KO");

    private static bool IsDoseScreen(DicomDataset original, string modality)
    {
        foreach (var value in original.GetStrings(DicomTag.ImageType))
        {
            var type = value.AsSpan().Trim();
            // Siemens marks its pages "CT_SOM5 PROT" and the like.
            if (type.EndsWith(" PROT", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
            foreach (var name in DoseScreenImageTypes)
            {
                if (type.Contains(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }
        return NamesDoseScreen(original.GetString(DicomTag.SeriesDescription))
            // GE stores the dose report of an examination as series 999.
            || (
                original.GetInt32(DicomTag.SeriesNumber) == 999
                && (Is(modality, "CT") || Is(modality, "PT"))
                && original
                    .GetString(DicomTag.Manufacturer)
                    ?.TrimStart()
                    .StartsWith("GE", StringComparison.OrdinalIgnoreCase) == true
            );
    }

    private static bool NamesDoseScreen(string? description)
    {
        if (string.IsNullOrEmpty(description))
        {
            return false;
        }
        // A description has 64 characters; what stands behind the first 256 does not matter.
        Span<char> folded = stackalloc char[Math.Min(description.Length, 256)];
        var length = 0;
        foreach (var c in description.AsSpan(0, folded.Length))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded[length++] = char.ToLowerInvariant(c);
            }
            else if (length > 0 && folded[length - 1] != ' ')
            {
                folded[length++] = ' ';
            }
        }
        ReadOnlySpan<char> text = folded[..length];
        foreach (var name in DoseScreenDescriptions)
        {
            if (text.IndexOf(name, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static bool Is(string text, string name) =>
        string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
