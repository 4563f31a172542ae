namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>What must have become of an attribute. Several flags: each of them is right.</summary>
[Flags]
public enum Outcome
{
    None = 0,

    /// <summary>Not there (X).</summary>
    Removed = 1,

    /// <summary>There without a value, or as a sequence without items (Z).</summary>
    Emptied = 2,

    /// <summary>Something else in its place (D); in a sequence, everything in its items.</summary>
    Dummy = 4,

    /// <summary>The UID that the key gives for it (U).</summary>
    OtherUid = 8,

    /// <summary>The date moved by the patient's days, the time as it was (C of the modified dates option).</summary>
    Shifted = 16,

    /// <summary>The text without the patient's name, the rest as it was (C).</summary>
    Cleaned = 32,

    /// <summary>Byte for byte as it was (K).</summary>
    Kept = 64,

    /// <summary>A sequence whose items are treated one by one (K or C of a sequence, or one that the table does not name).</summary>
    Walked = 128,

    /// <summary>The pseudonym.</summary>
    Pseudonym = 256,

    /// <summary>Set by the program to another value.</summary>
    Set = 512,

    /// <summary>Nothing is demanded but that what was there is gone.</summary>
    Gone = 1024,

    /// <summary>Nothing is demanded.</summary>
    Any = 2048,
}
