using System.ComponentModel.DataAnnotations;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>Section <c>Jobs</c> of the configuration.</summary>
public sealed record JobsOptions : IValidatableObject
{
    public const string Section = "Jobs";

    /// <summary>Transfers at one time, in total; one of them is kept for urgent jobs.</summary>
    [Range(1, 256, ErrorMessage = "Jobs:MaxParallelTasks is a number from 1 to 256.")]
    public int MaxParallelTasks { get; init; } = 5;

    /// <summary>Look-ups and batch queries at one time, beside the transfers; one is kept for urgent jobs.</summary>
    [Range(1, 256, ErrorMessage = "Jobs:MaxParallelQueries is a number from 1 to 256.")]
    public int MaxParallelQueries { get; init; } = 3;

    /// <summary>How often a task is tried, the first time included.</summary>
    [Range(1, 20, ErrorMessage = "Jobs:MaxAttempts is a number from 1 to 20.")]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Seconds to wait before the second, third … attempt; the last one counts for all that follow.</summary>
    public IReadOnlyList<int> RetryDelaySeconds { get; init; } = [];

    /// <summary>Crashes of the application after which a task is not tried again.</summary>
    [Range(1, 20, ErrorMessage = "Jobs:MaxCrashes is a number from 1 to 20.")]
    public int MaxCrashes { get; init; } = 3;

    /// <summary>How long a task waits that could not be worked on, where the reason itself does not say.</summary>
    [Range(1, 86_400, ErrorMessage = "Jobs:PostponeSeconds is a number from 1 to 86400.")]
    public int PostponeSeconds { get; init; } = 60;

    /// <summary>How long a claim is good without being renewed (every 5 s).</summary>
    [Range(15, 600, ErrorMessage = "Jobs:LeaseSeconds is a number from 15 to 600.")]
    public int LeaseSeconds { get; init; } = 20;

    /// <summary>How often the dispatcher looks without having been woken.</summary>
    [Range(1, 600, ErrorMessage = "Jobs:TickSeconds is a number from 1 to 600.")]
    public int TickSeconds { get; init; } = 10;

    /// <summary>How long running tasks may take to end when the application stops.</summary>
    [Range(1, 600, ErrorMessage = "Jobs:StopSeconds is a number from 1 to 600.")]
    public int StopSeconds { get; init; } = 20;

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>The wait after this many attempts.</summary>
    public TimeSpan RetryDelay(int attempts)
    {
        IReadOnlyList<int> delays =
            RetryDelaySeconds.Count > 0 ? RetryDelaySeconds : [120, 240, 360];
        return TimeSpan.FromSeconds(delays[Math.Clamp(attempts - 1, 0, delays.Count - 1)]);
    }

    /// <summary>Never less than a second: a task that comes back at once would keep a processor busy.</summary>
    public TimeSpan Postponement(TimeSpan? wanted)
    {
        var wait = wanted ?? TimeSpan.FromSeconds(PostponeSeconds);
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait;
    }

    /// <summary>Look-ups have slots of their own, so that they never wait behind transfers.</summary>
    internal static Lane LaneOf(JobKind kind) =>
        kind switch
        {
            JobKind.BatchQuery => Lane.Queries,
            JobKind.SelectiveTransfer
            or JobKind.BatchTransfer
            or JobKind.ContinuousTransfer
            or JobKind.Upload => Lane.Transfers,
        };

    internal int SlotsOf(Lane lane) =>
        lane switch
        {
            Lane.Transfers => MaxParallelTasks,
            Lane.Queries => MaxParallelQueries,
        };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RetryDelaySeconds.Any(s => s is < 0 or > 86_400))
        {
            yield return new ValidationResult(
                "Jobs:RetryDelaySeconds holds numbers from 0 to 86400."
            );
        }
    }
}

internal enum Lane
{
    Transfers = 0,
    Queries = 1,
}
