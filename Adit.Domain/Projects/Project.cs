namespace Adit.Domain.Projects;

/// <summary>A research project: who works on it, under which rules its data leaves, and for how long.</summary>
public sealed class Project
{
    public const int MaxNameLength = 100;
    public const int MaxDescriptionLength = 2000;
    public const int MaxEthicsReferenceLength = 200;

    private readonly List<ProjectMember> _members = [];
    private readonly List<ProjectDestination> _destinations = [];

    private Project() { }

    public Project(string name, string protectedSecret, DateTime createdAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        NameKey = KeyOf(name);
        ProtectedSecret = protectedSecret;
        CreatedAt = createdAt;
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name without regard to case: two projects never differ in that alone.</summary>
    public string NameKey { get; private set; } = "";

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

    /// <summary>SOP classes that staff lets through for this project although the profile refuses them.</summary>
    public IReadOnlyList<string> AllowedSopClasses { get; private set; } = [];

    /// <summary>An archived project, or one whose ethics approval has ended, starts nothing any more.</summary>
    public bool IsOpenOn(DateOnly day) =>
        !IsArchived && (EthicsUntil is not { } until || day <= until);

    public bool HasMember(int personId) => _members.Exists(m => m.PersonId == personId);

    public bool HasDestination(int nodeId) => _destinations.Exists(d => d.NodeId == nodeId);

    public bool AllowsProfile(string name) =>
        AllowedProfiles.Contains(name, StringComparer.OrdinalIgnoreCase);

    public void Archive() => IsArchived = true;

    public void Restore() => IsArchived = false;

    public void Describe(string name, string? description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        NameKey = KeyOf(name);
        Description = description?.Trim() ?? "";
    }

    public void SetTrial(string? protocolId, string? protocolName)
    {
        TrialProtocolId = Blank(protocolId);
        TrialProtocolName = Blank(protocolName);
    }

    public void SetEthics(string? reference, DateOnly? until)
    {
        EthicsReference = Blank(reference);
        EthicsUntil = until;
    }

    /// <summary>The default is one of the allowed profiles; else the first of them is.</summary>
    public void AllowProfiles(IReadOnlyList<string> names, string? defaultProfile)
    {
        AllowedProfiles = [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
        DefaultProfile =
            AllowedProfiles.FirstOrDefault(n =>
                string.Equals(n, defaultProfile, StringComparison.OrdinalIgnoreCase)
            ) ?? (AllowedProfiles.Count == 0 ? null : AllowedProfiles[0]);
    }

    public void AllowSopClasses(IEnumerable<string> uids) =>
        AllowedSopClasses = [.. uids.Distinct(StringComparer.Ordinal)];

    public void SetDestinations(IEnumerable<int> nodeIds)
    {
        var wanted = nodeIds.ToHashSet();
        _destinations.RemoveAll(d => !wanted.Contains(d.NodeId));
        foreach (var id in wanted.Where(id => !HasDestination(id)))
        {
            _destinations.Add(new ProjectDestination(id));
        }
    }

    public void SetMembers(IEnumerable<int> personIds)
    {
        var wanted = personIds.ToHashSet();
        _members.RemoveAll(m => !wanted.Contains(m.PersonId));
        foreach (var id in wanted)
        {
            AddMember(id);
        }
    }

    public void AddMember(int personId)
    {
        if (!HasMember(personId))
        {
            _members.Add(new ProjectMember(personId));
        }
    }

    public static string KeyOf(string name) => name.Trim().ToUpperInvariant();

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();
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
