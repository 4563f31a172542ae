using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;

namespace Adit.Domain.Deidentification;

/// <summary>One version of a profile, with its rules.</summary>
public sealed record ProfileRow(
    int Id,
    string Name,
    int Version,
    bool IsShipped,
    bool IsArchived,
    DateTime CreatedAt,
    string? CreatedByName,
    DeidentificationProfile Profile
)
{
    /// <summary>Projects that allow this profile, archived ones aside.</summary>
    public int ProjectCount { get; init; }

    /// <summary>Jobs that were made with this version.</summary>
    public int JobCount { get; init; }
}

/// <summary>Profiles are no secret: everybody who may log in may read what they do.</summary>
public interface IProfileQueries
{
    /// <summary>The newest version of each profile by name, shipped ones first; archived ones for staff that asks for them.</summary>
    Task<IReadOnlyList<ProfileRow>> ListAsync(
        Actor actor,
        bool includeArchived = false,
        CancellationToken cancellationToken = default
    );

    /// <summary>All versions of a profile, newest first; empty when there is none of this name.</summary>
    Task<IReadOnlyList<ProfileRow>> VersionsAsync(
        Actor actor,
        string name,
        CancellationToken cancellationToken = default
    );

    Task<ProfileRow?> GetAsync(
        Actor actor,
        int profileVersionId,
        CancellationToken cancellationToken = default
    );
}

public interface IProfileStore
{
    /// <summary>Null when there is no profile of this name (case does not matter).</summary>
    Task<ProfileVersion?> FindNewestAsync(string name, CancellationToken cancellationToken);

    Task<ProfileVersion?> FindAsync(int profileVersionId, CancellationToken cancellationToken);

    /// <summary>Names of all profiles that are not archived.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken);

    /// <summary>The new row's ID; null when somebody else has made this version meanwhile.</summary>
    Task<int?> AddAsync(ProfileVersion version, CancellationToken cancellationToken);

    /// <summary>Sets all versions of the name; false when there is none.</summary>
    Task<bool> SetArchivedAsync(string name, bool archived, CancellationToken cancellationToken);
}
