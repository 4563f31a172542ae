namespace Adit.Dicom.Data;

/// <summary>One component group of a person's name: the five components of PS3.5 section 6.2.1.</summary>
public readonly record struct DicomPersonNameGroup
{
    private readonly string? _familyName;
    private readonly string? _givenName;
    private readonly string? _middleName;
    private readonly string? _prefix;
    private readonly string? _suffix;

    /// <summary>Makes a group of its components; null counts as empty.</summary>
    public DicomPersonNameGroup(
        string? familyName,
        string? givenName = null,
        string? middleName = null,
        string? prefix = null,
        string? suffix = null
    )
    {
        _familyName = familyName;
        _givenName = givenName;
        _middleName = middleName;
        _prefix = prefix;
        _suffix = suffix;
    }

    /// <summary>Family name, or empty.</summary>
    public string FamilyName => _familyName ?? "";

    /// <summary>Given names, or empty.</summary>
    public string GivenName => _givenName ?? "";

    /// <summary>Middle names, or empty.</summary>
    public string MiddleName => _middleName ?? "";

    /// <summary>Prefix such as a title, or empty.</summary>
    public string Prefix => _prefix ?? "";

    /// <summary>Suffix, or empty.</summary>
    public string Suffix => _suffix ?? "";

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
