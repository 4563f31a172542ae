using Adit.Domain.Projects;

namespace Adit.Web.Features.Projects;

/// <summary>What the page edits; the properties are called as in the input, so that faults find their field.</summary>
public sealed class ProjectForm
{
    public string Name { get; set; } = "";
    public string? Description { get; set; }
    public string? TrialProtocolId { get; set; }
    public string? TrialProtocolName { get; set; }
    public string? EthicsReference { get; set; }
    public DateOnly? EthicsUntil { get; set; }
    public string? DefaultProfile { get; set; }
    public HashSet<string> Profiles { get; init; } = new(StringComparer.OrdinalIgnoreCase);
    public HashSet<int> Destinations { get; init; } = [];
    public List<string> SopClasses { get; init; } = [];

    public static ProjectForm From(ProjectDetails project) =>
        new()
        {
            Name = project.Name,
            Description = project.Description,
            TrialProtocolId = project.TrialProtocolId,
            TrialProtocolName = project.TrialProtocolName,
            EthicsReference = project.EthicsReference,
            EthicsUntil = project.EthicsUntil,
            DefaultProfile = project.DefaultProfile,
            Profiles = new HashSet<string>(
                project.AllowedProfiles,
                StringComparer.OrdinalIgnoreCase
            ),
            Destinations = [.. project.Destinations.Select(destination => destination.NodeId)],
            SopClasses = [.. project.AllowedSopClasses],
        };

    public ProjectInput ToInput() =>
        new()
        {
            Name = Name,
            Description = Description,
            TrialProtocolId = TrialProtocolId,
            TrialProtocolName = TrialProtocolName,
            EthicsReference = EthicsReference,
            EthicsUntil = EthicsUntil,
            AllowedProfiles = [.. Profiles.Order(StringComparer.OrdinalIgnoreCase)],
            DefaultProfile = DefaultProfile,
            DestinationIds = [.. Destinations.Order()],
            AllowedSopClasses = [.. SopClasses],
        };

    /// <summary>The default is always one of those that are ticked.</summary>
    public void Allow(string profile, bool allowed)
    {
        if (allowed)
        {
            Profiles.Add(profile);
            DefaultProfile ??= profile;
        }
        else
        {
            Profiles.Remove(profile);
            if (string.Equals(DefaultProfile, profile, StringComparison.OrdinalIgnoreCase))
            {
                DefaultProfile = Profiles.FirstOrDefault();
            }
        }
    }
}

/// <summary>A profile to tick, with what it does in a line.</summary>
public sealed record ProfileChoice(string Name, string Words, bool IsGone);

/// <summary>A destination to tick; one that cannot be chosen any more says why.</summary>
public sealed record DestinationChoice(int NodeId, string Name, string? Caution);
