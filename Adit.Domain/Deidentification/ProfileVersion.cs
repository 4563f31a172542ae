namespace Adit.Domain.Deidentification;

/// <summary>
/// One version of a de-identification profile. It never changes: whoever changes a profile makes its next version, and
/// what a job was made with stays readable.
/// </summary>
public sealed class ProfileVersion
{
    public const int MaxNameLength = 64;

    /// <summary>Of <see cref="Settings"/>, in characters.</summary>
    public const int MaxSettingsLength = 1_000_000;

    private ProfileVersion() { }

    public ProfileVersion(
        string name,
        int version,
        string settings,
        bool isShipped,
        DateTime createdAt,
        int? createdById
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        Name = name.Trim();
        NameKey = KeyOf(name);
        Version = version;
        Settings = settings;
        IsShipped = isShipped;
        CreatedAt = createdAt;
        CreatedById = createdById;
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name without regard to case: two profiles never differ in that alone.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Counted from 1 for each name.</summary>
    public int Version { get; private set; }

    /// <summary>A <see cref="Adit.Dicom.Deidentification.DeidentificationProfile"/> as JSON.</summary>
    public string Settings { get; private set; } = "";

    /// <summary>Comes with the program, and changes with it alone.</summary>
    public bool IsShipped { get; private set; }

    /// <summary>Nothing new uses it. The same for all versions of a name.</summary>
    public bool IsArchived { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>Null: the program.</summary>
    public int? CreatedById { get; private set; }

    public void Archive() => IsArchived = true;

    public void Restore() => IsArchived = false;

    public static string KeyOf(string name) => name.Trim().ToUpperInvariant();
}
