namespace Adit.Domain.Projects;

/// <summary>A research project: who works on it, under which rules its data leaves, and for how long.</summary>
public sealed class Project
{
    public const int MaxNameLength = 100;

    private readonly List<ProjectMember> _members = [];
    private readonly List<ProjectDestination> _destinations = [];

    private Project() { }

    public Project(string name, string protectedSecret, DateTime createdAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        ProtectedSecret = protectedSecret;
        CreatedAt = createdAt;
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>Key of the pseudonyms, encrypted by the application.</summary>
    public string ProtectedSecret { get; private set; } = "";

    /// <summary>Names of the de-identification profiles that its jobs may use; empty: none yet.</summary>
    public IReadOnlyList<string> AllowedProfiles { get; private set; } = [];

    public string? DefaultProfile { get; private set; }

    public string? TrialProtocolId { get; private set; }

    public string? TrialProtocolName { get; private set; }

    public string? EthicsReference { get; private set; }

    public DateOnly? EthicsUntil { get; private set; }

    public int? RetentionDays { get; private set; }

    public bool IsArchived { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public IReadOnlyList<ProjectMember> Members => _members;

    public IReadOnlyList<ProjectDestination> Destinations => _destinations;

    /// <summary>An archived project, or one whose ethics approval has ended, starts nothing any more.</summary>
    public bool IsOpenOn(DateOnly day) =>
        !IsArchived && (EthicsUntil is not { } until || day <= until);

    public void Archive() => IsArchived = true;

    public void AddMember(int personId)
    {
        if (_members.TrueForAll(m => m.PersonId != personId))
        {
            _members.Add(new ProjectMember(personId));
        }
    }
}

public sealed class ProjectMember
{
    private ProjectMember() { }

    public ProjectMember(int personId) => PersonId = personId;

    public int ProjectId { get; private set; }

    public int PersonId { get; private set; }
}

public sealed class ProjectDestination
{
    private ProjectDestination() { }

    public ProjectDestination(int nodeId) => NodeId = nodeId;

    public int ProjectId { get; private set; }

    public int NodeId { get; private set; }
}
