namespace Adit.Domain.Projects;

/// <summary>A patient of a project under the pseudonym that the project knows. It is made with the first transfer and never changes.</summary>
public sealed class ProjectSubject
{
    /// <summary>VR LO, which both PatientID and the longest name component fit into (PS3.5 6.2).</summary>
    public const int MaxPseudonymLength = 64;

    public const int MaxProtectedLength = 4000;

    /// <summary>Of <see cref="PatientHash"/>: 160 bits in letters of 5 bits.</summary>
    public const int HashLength = 32;

    private ProjectSubject() { }

    public ProjectSubject(int projectId, SubjectLink link, DateTime createdAt)
    {
        ProjectId = projectId;
        Pseudonym = link.Pseudonym;
        PseudonymKey = KeyOf(link.Pseudonym);
        PatientHash = link.PatientHash;
        ProtectedPatient = link.ProtectedPatient;
        CreatedAt = createdAt;
    }

    public long Id { get; private set; }

    public int ProjectId { get; private set; }

    public string Pseudonym { get; private set; } = "";

    /// <summary>The pseudonym without regard to case: unique within the project, as servers and people mix cases up.</summary>
    public string PseudonymKey { get; private set; } = "";

    /// <summary>Keyed hash of ID domain and patient ID: finds the patient again without naming it. Unique within the project.</summary>
    public string PatientHash { get; private set; } = "";

    /// <summary>A <see cref="SubjectPatient"/>, encrypted by the application.</summary>
    public string ProtectedPatient { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public static string KeyOf(string pseudonym) => pseudonym.Trim().ToUpperInvariant();
}

/// <summary>A pseudonym that is to be tied to a patient.</summary>
public sealed record SubjectLink(string Pseudonym, string PatientHash, string ProtectedPatient);

/// <summary>Who is behind a pseudonym. Only ever stored encrypted.</summary>
public sealed record SubjectPatient(string IdDomain, string PatientId, string? Name);
