using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Pixels;

namespace Adit.Dicom.Deidentification;

/// <summary>What is to be expected of a series before its instances have been seen.</summary>
/// <param name="Reason">Why its instances will be refused.</param>
/// <param name="Message">For people.</param>
/// <param name="IsCertain">False when a region rule may fit, or the SOP class may be allowed: only the instances will tell.</param>
public sealed record ExpectedRefusal(
    DeidentificationRefusal Reason,
    string Message,
    bool IsCertain
);

/// <summary>
/// Which instances must not leave, because what they show cannot be cleaned by looking at the header. Messages name the rule and
/// what to do, never a value of the data.
/// </summary>
public static partial class Admission
{
    private const string StorageRoot = "1.2.840.10008.5.1.4.1.1.";
    private static readonly DicomTag DetectorType = new(0x0018, 0x7004);

    /// <summary>Says whether the series will be refused, as far as modality, SOP class and description tell.</summary>
    /// <param name="modality">(0008,0060), or null when it is not known.</param>
    /// <param name="sopClassUid">(0008,0016), or null when it is not known.</param>
    /// <param name="seriesDescription">(0008,103E), or null when it is not known.</param>
    /// <param name="profile">Whose rules count.</param>
    /// <returns>Null when nothing speaks against the series yet.</returns>
    public static ExpectedRefusal? Expected(
        string? modality,
        string? sopClassUid,
        string? seriesDescription,
        DeidentificationProfile profile
    )
    {
        ArgumentNullException.ThrowIfNull(profile);
        modality = modality?.Trim() ?? "";
        sopClassUid = sopClassUid?.Trim('\0', ' ') ?? "";
        var rules = profile.Admission;
        if (IsExcluded(modality, sopClassUid, rules))
        {
            return new ExpectedRefusal(
                DeidentificationRefusal.ExcludedModality,
                ExcludedMessage,
                true
            );
        }
        var reason =
            OfClass(modality, sopClassUid, rules)
            ?? (
                rules.RefuseDoseScreens
                && MayShowDoses(modality, sopClassUid)
                && NamesDoseScreen(seriesDescription)
                    ? DeidentificationRefusal.DoseScreen
                    : null
            );
        if (reason is not { } found || IsAllowed(sopClassUid, rules))
        {
            return null;
        }
        var mayBeAllowed = sopClassUid.Length == 0 && rules.AllowedSopClasses.Count > 0;
        var mayFit =
            profile.Options.CleanPixelData
            && found != DeidentificationRefusal.EncapsulatedDocument
            && profile.PixelRegions.Any(rule => MayFit(rule, modality, sopClassUid));
        return new ExpectedRefusal(found, MessageFor(found), !mayBeAllowed && !mayFit);
    }

    /// <summary>Refuses what the profile's rules do not let through.</summary>
    /// <param name="original">The header as it came.</param>
    /// <param name="syntax">How the object is encoded; whether regions can be blanked in it is asked of the pixel plan, not here.</param>
    /// <param name="profile">Whose rules count.</param>
    /// <param name="fitsRegionRule">True when a region rule fits, so that pictures which a rule refuses are let through, cleaned.</param>
    /// <exception cref="DeidentificationRefusedException">A rule holds.</exception>
    internal static void Check(
        DicomDataset original,
        DicomTransferSyntax syntax,
        DeidentificationProfile profile,
        out bool fitsRegionRule
    )
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(syntax);
        ArgumentNullException.ThrowIfNull(profile);
        fitsRegionRule = PixelRules.Find(original, profile).Count > 0;
        if (
            Find(original, profile.Admission) is { } reason
            && !MayPass(reason, original, profile, fitsRegionRule)
        )
        {
            throw new DeidentificationRefusedException(reason, MessageFor(reason));
        }
    }

    /// <summary>True when (0028,0301) says, in whatever spelling, that annotation is burned in.</summary>
    internal static bool SaysBurnedIn(DicomDataset original)
    {
        foreach (var value in original.GetStrings(DicomTag.BurnedInAnnotation))
        {
            var said = value.Trim();
            if (said.Length > 0 && (said[0] is 'Y' or 'y' or 'J' or 'j' or 'T' or 't' or '1'))
            {
                return true;
            }
        }
        return false;
    }

    private static bool MayPass(
        DeidentificationRefusal reason,
        DicomDataset original,
        DeidentificationProfile profile,
        bool fitsRegionRule
    ) =>
        reason != DeidentificationRefusal.ExcludedModality
        && (
            (fitsRegionRule && reason != DeidentificationRefusal.EncapsulatedDocument)
            || IsAllowed(Uid(original), profile.Admission)
        );

    private static DeidentificationRefusal? Find(DicomDataset original, AdmissionRules rules)
    {
        var modality = original.GetString(DicomTag.Modality)?.Trim() ?? "";
        var sopClassUid = Uid(original);
        if (IsExcluded(modality, sopClassUid, rules))
        {
            return DeidentificationRefusal.ExcludedModality;
        }
        if (
            rules.RefuseEncapsulatedDocuments
            && original.Contains(DicomTag.MimeTypeOfEncapsulatedDocument)
        )
        {
            return DeidentificationRefusal.EncapsulatedDocument;
        }
        if (OfClass(modality, sopClassUid, rules) is { } byClass)
        {
            // A secondary capture of a film is a film to people.
            return
                byClass == DeidentificationRefusal.SecondaryCapture
                && rules.RefuseDigitisedFilm
                && IsFilm(original)
                ? DeidentificationRefusal.DigitisedFilm
                : byClass;
        }
        if (rules.RefuseDigitisedFilm && IsFilm(original))
        {
            return DeidentificationRefusal.DigitisedFilm;
        }
        if (rules.RefuseSecondaryCapture && IsConvertedScreen(original))
        {
            return DeidentificationRefusal.SecondaryCapture;
        }
        if (
            rules.RefuseDoseScreens
            && MayShowDoses(modality, sopClassUid)
            && IsDoseScreen(original, modality)
        )
        {
            return DeidentificationRefusal.DoseScreen;
        }
        return rules.RefuseBurnedInAnnotation && SaysBurnedIn(original)
            ? DeidentificationRefusal.BurnedInAnnotation
            : null;
    }

    private static DeidentificationRefusal? OfClass(
        string modality,
        string sopClassUid,
        AdmissionRules rules
    ) =>
        rules.RefuseEncapsulatedDocuments && IsDocument(modality, sopClassUid)
            ? DeidentificationRefusal.EncapsulatedDocument
        : rules.RefuseUltrasound && IsUltrasound(modality, sopClassUid)
            ? DeidentificationRefusal.Ultrasound
        : rules.RefuseDigitisedFilm && IsFilm(modality, sopClassUid)
            ? DeidentificationRefusal.DigitisedFilm
        : rules.RefuseSecondaryCapture && IsSecondaryCapture(modality, sopClassUid)
            ? DeidentificationRefusal.SecondaryCapture
        : null;

    private static bool IsAllowed(string sopClassUid, AdmissionRules rules) =>
        sopClassUid.Length > 0
        && rules.AllowedSopClasses.Any(allowed =>
            string.Equals(allowed.Trim(), sopClassUid, StringComparison.Ordinal)
        );

    private static bool MayFit(PixelRegionRule rule, string modality, string sopClassUid) =>
        (
            string.IsNullOrEmpty(rule.Modality)
            || modality.Length == 0
            || PixelRules.Matches(rule.Modality, modality)
        )
        && (
            string.IsNullOrEmpty(rule.SopClassUid)
            || sopClassUid.Length == 0
            || PixelRules.Matches(rule.SopClassUid, sopClassUid)
        );

    private static string Uid(DicomDataset original) =>
        original.GetString(DicomTag.SopClassUid)?.Trim('\0', ' ') ?? "";
}
