using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.Jobs;

/// <summary>What de-identification does, and why it refuses, in the words of people.</summary>
public static class DeidentificationWords
{
    public static string Of(DeidentificationAction action) =>
        action switch
        {
            DeidentificationAction.Removed => "Removed",
            DeidentificationAction.Emptied => "Emptied",
            DeidentificationAction.Replaced => "Replaced by a dummy",
            DeidentificationAction.UidReplaced => "UID replaced",
            DeidentificationAction.Cleaned => "Text cleaned",
            DeidentificationAction.DateShifted => "Date shifted",
            DeidentificationAction.Kept => "Kept by an option",
            DeidentificationAction.Set => "Set by Adit",
        };

    public static string Explain(DeidentificationAction action) =>
        action switch
        {
            DeidentificationAction.Removed => "the attribute is not in the output",
            DeidentificationAction.Emptied => "the attribute is there, without a value",
            DeidentificationAction.Replaced => "a value that says nothing is in its place",
            DeidentificationAction.UidReplaced =>
                "another UID is in its place, the same one in all tasks of the project",
            DeidentificationAction.Cleaned => "the text is there, without what names the patient",
            DeidentificationAction.DateShifted =>
                "moved by a number of days that is the same for all of the patient's studies",
            DeidentificationAction.Kept => "an option of the profile keeps the value",
            DeidentificationAction.Set =>
                "pseudonym, trial protocol, and what says that this was de-identified",
        };

    public static string Of(DeidentificationRefusal reason) =>
        reason switch
        {
            DeidentificationRefusal.BurnedInAnnotation => "Text burned into the picture",
            DeidentificationRefusal.SecondaryCapture => "Secondary capture",
            DeidentificationRefusal.Ultrasound => "Ultrasound",
            DeidentificationRefusal.DigitisedFilm => "Digitised film",
            DeidentificationRefusal.EncapsulatedDocument => "Encapsulated document",
            DeidentificationRefusal.DoseScreen => "Dose screen",
            DeidentificationRefusal.ExcludedModality => "Modality left out by the profile",
            DeidentificationRefusal.PixelDataNotCleanable => "Pixel data cannot be cleaned",
            DeidentificationRefusal.RevealingPseudonym => "Pseudonym gives the patient away",
            DeidentificationRefusal.Damaged => "Damaged object",
        };
}
