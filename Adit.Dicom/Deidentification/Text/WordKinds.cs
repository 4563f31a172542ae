namespace Adit.Dicom.Deidentification.Text;

/// <summary>What a word is known as, whoever the patient is. A month's number is in the lowest four bits.</summary>
[Flags]
internal enum WordKinds
{
    None = 0,

    /// <summary>The bits of a month's number.</summary>
    MonthMask = 0xF,

    /// <summary>A word of medicine and of imaging: as a part of a name it is removed only beside another part.</summary>
    Medical = 0x10,

    /// <summary>A part of names that is no name: von, de, junior.</summary>
    Particle = 0x20,

    /// <summary>A title or form of address: a name follows.</summary>
    Title = 0x40,

    /// <summary>A word behind a title that is still none of the name: med, habil.</summary>
    TitleTail = 0x80,

    /// <summary>A number of a telephone follows.</summary>
    PhoneLabel = 0x100,

    /// <summary>A patient's or an order's number follows.</summary>
    IdLabel = 0x200,

    /// <summary>Such a number follows when one of <see cref="IdTail"/> is in between.</summary>
    IdHead = 0x400,

    /// <summary>Number, in its abbreviations.</summary>
    IdTail = 0x800,

    /// <summary>The last word of an American street.</summary>
    AmericanStreet = 0x1000,

    /// <summary>An American state, as its two letters.</summary>
    AmericanState = 0x2000,

    /// <summary>The unit of an age.</summary>
    AgeUnit = 0x4000,

    /// <summary>A word of hospitals' names that says nothing about which one.</summary>
    Institution = 0x8000,

    /// <summary>A word in front of a day.</summary>
    DayLead = 0x10000,

    /// <summary>A month in letters that is no abbreviation.</summary>
    FullMonth = 0x20000,

    /// <summary>Something that is counted or measured: a number in front of it is no street and no postal code.</summary>
    Unit = 0x40000,

    /// <summary>An everyday word: as a name of the patient it is removed, but it makes no name behind a title.</summary>
    Common = 0x80000,
}
