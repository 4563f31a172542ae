using Adit.Dicom.Deidentification;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>Makes the secrets of projects, and opens them for the work that needs them. Nobody ever sees one.</summary>
public interface IProjectSecrets
{
    /// <summary>A new random secret, encrypted.</summary>
    string Create();

    /// <summary>The key that the secret is, or why it cannot be read.</summary>
    Result<DeidentificationKey> Open(Project project);
}

/// <summary>Makes patients unreadable before they are stored.</summary>
public interface IPatientProtector
{
    string Protect(SubjectPatient patient);

    /// <summary>Null when the key that it was encrypted with is gone.</summary>
    SubjectPatient? Unprotect(string protectedPatient);
}

/// <summary>Loads projects for use cases and saves what they changed.</summary>
public interface IProjectStore
{
    /// <summary>A detached copy with members and destinations; null when it does not exist.</summary>
    Task<Project?> FindAsync(int projectId, CancellationToken cancellationToken);

    /// <summary>Whether another project has this name; case does not matter.</summary>
    Task<bool> NameExistsAsync(string name, int? exceptId, CancellationToken cancellationToken);

    /// <summary>The new project's ID; null when its name was taken meanwhile.</summary>
    Task<int?> AddAsync(Project project, CancellationToken cancellationToken);

    /// <summary>Applies a change to the stored project; false when it does not exist, or its new name was taken meanwhile.</summary>
    Task<bool> ChangeAsync(
        int projectId,
        Action<Project> change,
        CancellationToken cancellationToken
    );

    /// <summary>IDs of active accounts by user name, for those that exist.</summary>
    Task<IReadOnlyDictionary<string, int>> FindPeopleAsync(
        IReadOnlyCollection<string> userNames,
        CancellationToken cancellationToken
    );

    /// <summary>Subjects that have one of these hashes, or one of these pseudonyms without regard to case.</summary>
    Task<IReadOnlyList<ProjectSubject>> FindSubjectsAsync(
        int projectId,
        IReadOnlyCollection<string> patientHashes,
        IReadOnlyCollection<string> pseudonyms,
        CancellationToken cancellationToken
    );

    /// <summary>Pseudonyms that begin with this, without regard to case.</summary>
    Task<IReadOnlyList<string>> PseudonymsAsync(
        int projectId,
        string prefix,
        CancellationToken cancellationToken
    );

    /// <summary>A page of subjects by pseudonym, encrypted patients included.</summary>
    Task<Page<ProjectSubject>> ListSubjectsAsync(
        int projectId,
        int skip,
        int take,
        CancellationToken cancellationToken
    );
}
