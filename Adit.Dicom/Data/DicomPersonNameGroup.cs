namespace Adit.Dicom.Data;

/// <summary>One component group of a person's name: the five components of PS3.5 section 6.2.1.</summary>
public readonly record struct DicomPersonNameGroup
{
    private readonly string? familyName;
    private readonly string? givenName;
    private readonly string? middleName;
    private readonly string? prefix;
    private readonly string? suffix;

    /// <summary>Makes a group of its components; null counts as empty.</summary>
    public DicomPersonNameGroup(
        string? familyName,
        string? givenName = null,
        string? middleName = null,
        string? prefix = null,
        string? suffix = null
    )
    {
        this.familyName = familyName;
        this.givenName = givenName;
        this.middleName = middleName;
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /// <summary>Family name, or empty.</summary>
    public string FamilyName => familyName ?? "";

    /// <summary>Given names, or empty.</summary>
    public string GivenName => givenName ?? "";

    /// <summary>Middle names, or empty.</summary>
    public string MiddleName => middleName ?? "";

    /// <summary>Prefix such as a title, or empty.</summary>
    public string Prefix => prefix ?? "";

    /// <summary>Suffix, or empty.</summary>
    public string Suffix => suffix ?? "";

    /// <summary>True when no component has any text.</summary>
    public bool IsEmpty =>
        FamilyName.Length + GivenName.Length + MiddleName.Length + Prefix.Length + Suffix.Length
        == 0;

    /// <summary>Reads "Family^Given^Middle^Prefix^Suffix"; never fails, surplus components are ignored.</summary>
    public static DicomPersonNameGroup Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('^');
        string? Part(int index) => index < parts.Length ? parts[index].Trim() : null;
        return new DicomPersonNameGroup(Part(0), Part(1), Part(2), Part(3), Part(4));
    }

    /// <summary>The form of the standard, without empty components at the end.</summary>
    public override string ToString() =>
        $"{FamilyName}^{GivenName}^{MiddleName}^{Prefix}^{Suffix}".TrimEnd('^');
}
