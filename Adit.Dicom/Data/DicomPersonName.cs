namespace Adit.Dicom.Data;

/// <summary>A person's name (PS3.5 section 6.2.1): up to three groups of five components.</summary>
/// <param name="Alphabetic">The group in single-byte characters.</param>
/// <param name="Ideographic">The group in ideographs, or empty.</param>
/// <param name="Phonetic">The group in phonetic characters, or empty.</param>
public readonly record struct DicomPersonName(
    DicomPersonNameGroup Alphabetic,
    DicomPersonNameGroup Ideographic = default,
    DicomPersonNameGroup Phonetic = default
)
{
    /// <summary>Family name of the first group that is not empty.</summary>
    public string FamilyName => First.FamilyName;

    /// <summary>Given name of the first group that is not empty.</summary>
    public string GivenName => First.GivenName;

    /// <summary>Middle name of the first group that is not empty.</summary>
    public string MiddleName => First.MiddleName;

    /// <summary>Prefix of the first group that is not empty.</summary>
    public string Prefix => First.Prefix;

    /// <summary>Suffix of the first group that is not empty.</summary>
    public string Suffix => First.Suffix;

    private DicomPersonNameGroup First =>
        !Alphabetic.IsEmpty ? Alphabetic
        : !Ideographic.IsEmpty ? Ideographic
        : Phonetic;

    /// <summary>Reads one decoded value such as "Yamada^Tarou=山田^太郎"; never fails, surplus parts are ignored.</summary>
    public static DicomPersonName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var groups = text.Split('=');
        return new DicomPersonName(
            DicomPersonNameGroup.Parse(groups[0]),
            groups.Length > 1 ? DicomPersonNameGroup.Parse(groups[1]) : default,
            groups.Length > 2 ? DicomPersonNameGroup.Parse(groups[2]) : default
        );
    }

    /// <summary>"Last, First" for people to read, from the first group that is not empty.</summary>
    public string ToDisplay()
    {
        var first = First;
        var given = string.Join(
            ' ',
            new[] { first.GivenName, first.MiddleName }.Where(part => part.Length > 0)
        );
        return (first.FamilyName.Length > 0, given.Length > 0) switch
        {
            (true, true) => $"{first.FamilyName}, {given}",
            (true, false) => first.FamilyName,
            (false, _) => given,
        };
    }

    /// <summary>The form of the standard, without empty parts at the end.</summary>
    public override string ToString() => $"{Alphabetic}={Ideographic}={Phonetic}".TrimEnd('=');
}
