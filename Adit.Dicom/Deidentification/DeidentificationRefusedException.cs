using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification;

/// <summary>Why an instance is not let through. The names are stored in reports.</summary>
public enum DeidentificationRefusal
{
    /// <summary>Says itself that identifying text is part of the picture.</summary>
    BurnedInAnnotation,

    /// <summary>A screen or a scanned page.</summary>
    SecondaryCapture,

    /// <summary>An ultrasound picture.</summary>
    Ultrasound,

    /// <summary>A film that was scanned.</summary>
    DigitisedFilm,

    /// <summary>A document such as a PDF.</summary>
    EncapsulatedDocument,

    /// <summary>A picture of a dose table.</summary>
    DoseScreen,

    /// <summary>Of a modality that the profile leaves out.</summary>
    ExcludedModality,

    /// <summary>A rule names regions to blank, and they cannot be blanked in this encoding.</summary>
    PixelDataNotCleanable,

    /// <summary>The pseudonym would give away the patient.</summary>
    RevealingPseudonym,

    /// <summary>The data are damaged, or larger than what is held.</summary>
    Damaged,
}

/// <summary>
/// The instance must not leave. The message is for people: what and why, never a value of the data.
/// </summary>
public sealed class DeidentificationRefusedException : DicomException
{
    /// <summary>Refuses for a rule.</summary>
    public DeidentificationRefusedException(DeidentificationRefusal reason, string message)
        : base(message)
    {
        Reason = reason;
    }

    /// <summary>Refuses for a fault in the data.</summary>
    public DeidentificationRefusedException(
        DeidentificationRefusal reason,
        string message,
        Exception innerException
    )
        : base(message, innerException)
    {
        Reason = reason;
    }

    /// <summary>The kind of refusal.</summary>
    public DeidentificationRefusal Reason { get; }
}
