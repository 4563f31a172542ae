using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>What a profile does, for somebody who is about to send images with it.</summary>
public static class ProfileWords
{
    /// <summary>One sentence: what becomes of dates, and what stays.</summary>
    public static string Sentence(DeidentificationProfile profile)
    {
        var dates = profile.Options.Dates switch
        {
            DateHandling.Remove => "Dates and times are removed",
            DateHandling.Shift =>
                "Dates are moved by the same number of days for everything of one patient",
            DateHandling.KeepOfStudy =>
                "Dates and times of study, series, acquisition and content stay",
            DateHandling.KeepAll => "Dates and times stay",
        };
        List<string> parts = [dates];
        var kept = Kept(profile.Options).ToList();
        if (kept.Count > 0)
        {
            parts.Add($"{Joined(kept)} stay");
        }
        if (profile.Options.CleanDescriptors)
        {
            parts.Add("descriptions stay, without what names the patient");
        }
        if (parts.Count == 1)
        {
            parts.Add("nothing else stays that could identify the patient");
        }
        return string.Join("; ", parts) + ".";
    }

    /// <summary>The rest, line by line.</summary>
    public static IEnumerable<string> Details(DeidentificationProfile profile)
    {
        var (options, admission) = (profile.Options, profile.Admission);
        yield return options.RetainUids
            ? "UIDs stay as they are: whoever may search the source finds the patient at once."
            : "UIDs are replaced; the same image gets the same new UID in every job of this project, so references still hold.";
        yield return "The birth date is emptied; name and patient ID become the pseudonym.";
        if (options.MaxAge is { } age && options.RetainPatientCharacteristics)
        {
            yield return $"The age is filled from birth and study date; ages over {age} years are given as {age + 1}.";
        }
        yield return options.RetainSafePrivate
            ? "Private attributes are removed, except those known to be safe."
            : "Private attributes are removed.";
        yield return options.CleanPixelData
            ? "Pictures are blanked where a rule names regions with text; nothing else in a picture is changed."
            : "Pictures are not changed.";
        if (options.CleanGraphics)
        {
            yield return "Overlays that mark a region stay; drawn text is not read.";
        }
        if (options.CleanStructuredContent)
        {
            yield return "The content of structured reports stays, cleaned.";
        }
        if (admission.ExcludedModalities.Count > 0)
        {
            yield return $"Series of these modalities are left out: {string.Join(", ", admission.ExcludedModalities)}.";
        }
        var refused = Refused(admission).ToList();
        if (refused.Count > 0)
        {
            yield return $"Refused, because what they show cannot be cleaned: {Joined(refused)}.";
        }
    }

    private static IEnumerable<string> Kept(DeidentificationOptions options)
    {
        if (options.RetainPatientCharacteristics)
        {
            yield return "sex, age and size";
        }
        if (options.RetainDeviceIdentity)
        {
            yield return "the device's identity";
        }
        if (options.RetainInstitutionIdentity)
        {
            yield return "the institution's identity";
        }
    }

    private static IEnumerable<string> Refused(AdmissionRules admission)
    {
        (bool On, string Text)[] rules =
        [
            (admission.RefuseBurnedInAnnotation, "images with burned-in text"),
            (admission.RefuseSecondaryCapture, "secondary captures"),
            (admission.RefuseUltrasound, "ultrasound"),
            (admission.RefuseDigitisedFilm, "digitised film"),
            (admission.RefuseEncapsulatedDocuments, "documents"),
            (admission.RefuseDoseScreens, "dose screens"),
        ];
        return rules.Where(rule => rule.On).Select(rule => rule.Text);
    }

    private static string Joined(List<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
