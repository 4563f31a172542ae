namespace Adit.Dicom.Deidentification;

/// <summary>What becomes of dates and times (PS3.15 E.3.6).</summary>
public enum DateHandling
{
    /// <summary>As the Basic Profile says: removed, emptied or replaced by a dummy.</summary>
    Remove = 0,

    /// <summary>Moved by a whole number of days, the same for everything of one patient (Modified Dates option).</summary>
    Shift = 1,

    /// <summary>Dates and times of study, series, acquisition and content stay; all others are treated as by <see cref="Remove"/>.</summary>
    KeepOfStudy = 2,

    /// <summary>All dates and times stay that the Full Dates option keeps.</summary>
    KeepAll = 3,
}

/// <summary>The options of the Basic Application Level Confidentiality Profile (PS3.15 E.3).</summary>
public sealed record DeidentificationOptions
{
    /// <summary>Keeps private attributes that are known to be safe (E.3.10).</summary>
    public bool RetainSafePrivate { get; init; }

    /// <summary>Keeps UIDs (E.3.9).</summary>
    public bool RetainUids { get; init; }

    /// <summary>Keeps what names the device (E.3.8).</summary>
    public bool RetainDeviceIdentity { get; init; }

    /// <summary>Keeps what names the institution (E.3.11).</summary>
    public bool RetainInstitutionIdentity { get; init; }

    /// <summary>Keeps sex, size, weight and the like, and fills the age (E.3.7).</summary>
    public bool RetainPatientCharacteristics { get; init; }

    /// <summary>What becomes of dates and times (E.3.6).</summary>
    public DateHandling Dates { get; init; }

    /// <summary>Keeps descriptions, without what names the patient (E.3.5).</summary>
    public bool CleanDescriptors { get; init; }

    /// <summary>Keeps structured content such as that of reports, cleaned (E.3.4).</summary>
    public bool CleanStructuredContent { get; init; }

    /// <summary>Keeps graphics and annotations, without what names the patient (E.3.3).</summary>
    public bool CleanGraphics { get; init; }

    /// <summary>Blanks the regions that a rule names (E.3.1).</summary>
    public bool CleanPixelData { get; init; }

    /// <summary>Ages above this, in years, are given as one year more; null: no cap.</summary>
    public int? MaxAge { get; init; } = 89;
}
