using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.Accounts;

/// <summary>
/// Section <c>Seed</c> of the configuration: what has to be there after the start. What exists already is left as it
/// is, except for the address of servers.
/// </summary>
public sealed record SeedOptions
{
    public const string Section = "Seed";

    public IReadOnlyList<SeedGroup> Groups { get; init; } = [];

    public IReadOnlyList<SeedServer> Servers { get; init; } = [];

    public IReadOnlyList<SeedFolder> Folders { get; init; } = [];

    public IReadOnlyList<SeedPerson> People { get; init; } = [];

    public IReadOnlyList<SeedProject> Projects { get; init; } = [];
}

public sealed record SeedGroup
{
    public string Name { get; init; } = "";

    /// <summary>Names of permissions; a single * for all of them.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}

public sealed record SeedServer
{
    public string Name { get; init; } = "";
    public string AeTitle { get; init; } = "";
    public string Host { get; init; } = "";
    public int Port { get; init; }
    public AcceptedData Accepts { get; init; } = AcceptedData.Pseudonymised;
    public ExpectedSet ExpectedSet { get; init; } = ExpectedSet.ImageList;
    public int MaxAssociations { get; init; } = DicomServerNode.DefaultMaxAssociations;
    public int MaxSearchResults { get; init; } = DicomServerNode.DefaultMaxSearchResults;

    /// <summary>Names of groups that may read from it.</summary>
    public IReadOnlyList<string> SourceFor { get; init; } = [];

    /// <summary>Names of groups that may send to it.</summary>
    public IReadOnlyList<string> DestinationFor { get; init; } = [];
}

public sealed record SeedFolder
{
    public string Name { get; init; } = "";
    public string Path { get; init; } = "";
    public AcceptedData Accepts { get; init; } = AcceptedData.Pseudonymised;
    public IReadOnlyList<string> DestinationFor { get; init; } = [];
}

public sealed record SeedPerson
{
    public string UserName { get; init; } = "";
    public string Password { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public string? Email { get; init; }
    public bool IsStaff { get; init; }

    /// <summary>Made for a demonstration, with a password that everyone may know; production refuses to start with one.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Names of groups; the first one is active.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

public sealed record SeedProject
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>User names.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Names of servers and folders.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>Names of profiles, the default first; none: all that come with the program.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];
}
