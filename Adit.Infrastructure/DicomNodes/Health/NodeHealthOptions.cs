using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.DicomNodes.Health;

/// <summary>Section <c>NodeHealth</c> of the configuration: when nodes are checked, and tried again.</summary>
public sealed class NodeHealthOptions
{
    public const string Section = "NodeHealth";

    /// <summary>How long the answer of a node is good for all its tasks.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "01:00:00",
        ErrorMessage = "NodeHealth:ValidFor must lie between 0 and one hour."
    )]
    public TimeSpan ValidFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the first new try of a node that does not answer; it doubles from try to try.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.1",
        "01:00:00",
        ErrorMessage = "NodeHealth:FirstRetry must lie between 0.1 seconds and one hour."
    )]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these pauses.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.1",
        "1.00:00:00",
        ErrorMessage = "NodeHealth:LongestRetry must lie between 0.1 seconds and one day."
    )]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The pause for a server that refuses Adit: only a person can mend that.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.1",
        "1.00:00:00",
        ErrorMessage = "NodeHealth:RefusedRetry must lie between 0.1 seconds and one day."
    )]
    public TimeSpan RefusedRetry { get; set; } = TimeSpan.FromMinutes(5);
}
