namespace Adit.Dicom.Deidentification;

/// <summary>A named, versioned set of rules by which instances are de-identified. Pure data: two equal ones do the same.</summary>
/// <param name="Name">Shown to people and written into the output.</param>
/// <param name="Version">Counted from 1; every change makes a new one.</param>
public sealed record DeidentificationProfile(string Name, int Version)
{
    /// <summary>What is kept beyond the Basic Profile.</summary>
    public DeidentificationOptions Options { get; init; } = new();

    /// <summary>What is not let through at all.</summary>
    public AdmissionRules Admission { get; init; } = new();

    /// <summary>Where text is burned into pictures; used when <see cref="DeidentificationOptions.CleanPixelData"/> is on.</summary>
    public IReadOnlyList<PixelRegionRule> PixelRegions { get; init; } = [];

    /// <summary>Private attributes that are kept besides the built-in list, when <see cref="DeidentificationOptions.RetainSafePrivate"/> is on.</summary>
    public IReadOnlyList<SafePrivateAttribute> SafePrivate { get; init; } = [];
}

/// <summary>Which instances are refused, because what they show cannot be cleaned by looking at the header.</summary>
public sealed record AdmissionRules
{
    /// <summary>BurnedInAnnotation (0028,0301) is YES.</summary>
    public bool RefuseBurnedInAnnotation { get; init; } = true;

    /// <summary>Secondary captures: the SOP classes, and conversion types of screens and scanners.</summary>
    public bool RefuseSecondaryCapture { get; init; } = true;

    /// <summary>Ultrasound: names and dates are part of the picture as a rule.</summary>
    public bool RefuseUltrasound { get; init; } = true;

    /// <summary>Digitised film.</summary>
    public bool RefuseDigitisedFilm { get; init; } = true;

    /// <summary>Encapsulated documents such as PDF, CDA or STL.</summary>
    public bool RefuseEncapsulatedDocuments { get; init; } = true;

    /// <summary>Pictures of dose tables and other screens that are stored as CT images.</summary>
    public bool RefuseDoseScreens { get; init; } = true;

    /// <summary>SOP classes that staff has allowed in spite of the rules above.</summary>
    public IReadOnlyList<string> AllowedSopClasses { get; init; } = [];

    /// <summary>Series of these modalities are left out.</summary>
    public IReadOnlyList<string> ExcludedModalities { get; init; } = ["SR", "PR", "KO"];
}

/// <summary>
/// Rectangles to blank in pictures that match. Empty criteria match everything; text is compared as a whole without regard to case,
/// with <c>*</c> for any characters.
/// </summary>
public sealed record PixelRegionRule
{
    /// <summary>Shown in the report.</summary>
    public required string Name { get; init; }

    /// <summary>(0008,0060).</summary>
    public string? Modality { get; init; }

    /// <summary>(0008,0016).</summary>
    public string? SopClassUid { get; init; }

    /// <summary>(0008,0070).</summary>
    public string? Manufacturer { get; init; }

    /// <summary>(0008,1090).</summary>
    public string? Model { get; init; }

    /// <summary>(0028,0010), in pixels.</summary>
    public int? Rows { get; init; }

    /// <summary>(0028,0011), in pixels.</summary>
    public int? Columns { get; init; }

    /// <summary>What is blanked in every frame; none: such pictures are known to show nothing.</summary>
    public IReadOnlyList<PixelRegion> Regions { get; init; } = [];
}

/// <summary>A rectangle in pixels, counted from the upper left corner; what lies outside of the picture does not matter.</summary>
public sealed record PixelRegion(int X, int Y, int Width, int Height);

/// <summary>A private attribute that is known to be safe (PS3.15 E.3.10).</summary>
/// <param name="Creator">The private creator, in its block's reservation element.</param>
/// <param name="Group">An odd group number.</param>
/// <param name="Element">The element without the block, 00 to FF.</param>
public sealed record SafePrivateAttribute(string Creator, ushort Group, byte Element);
