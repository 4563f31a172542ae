using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>How far a job is, how fast it goes and how long it will take.</summary>
public sealed partial class JobProgressPanel
{
    [Parameter, EditorRequired]
    public JobDetails Job { get; set; } = default!;

    [Parameter, EditorRequired]
    public RunningTasks Running { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private double Share =>
        Job.Counts.Total == 0
            ? (Job.EndedAt is null ? 0 : 1)
            : Math.Min(1, (Job.Counts.Done + Running.TasksDone) / Job.Counts.Total);

    private double Percent => Share * 100;

    private string BarClass =>
        Job.Status switch
        {
            JobStatus.Success => "success",
            JobStatus.Warning => "warning",
            JobStatus.Failure => "error",
            JobStatus.Unverified
            or JobStatus.Pending
            or JobStatus.InProgress
            or JobStatus.Canceling
            or JobStatus.Canceled => "",
        };

    private string Message =>
        Job.Message.Length > 0
            ? Job.Message
            : Job.Status switch
            {
                JobStatus.Unverified => "Waits for staff to verify it.",
                JobStatus.Pending => "Waits for its turn.",
                JobStatus.InProgress => Job.Counts.InProgress == 0
                    ? "Its tasks wait for their turn or for a server; you can leave this page."
                    : "Runs on the server; you can leave this page.",
                JobStatus.Canceling => "The running tasks are being stopped.",
                JobStatus.Canceled or JobStatus.Success or JobStatus.Warning or JobStatus.Failure =>
                    "",
            };

    private TimeSpan? Took =>
        Job.StartedAt is { } from && Job.EndedAt is { } until ? until - from : null;

    /// <summary>The speed so far, carried on; null while there is too little to tell.</summary>
    private TimeSpan? TimeLeft
    {
        get
        {
            if (
                Job.Status != JobStatus.InProgress
                || Job.StartedAt is not { } started
                || Share is < 0.02 or >= 1
            )
            {
                return null;
            }
            var elapsed = Time.GetUtcNow().UtcDateTime - started;
            if (elapsed < TimeSpan.FromSeconds(2))
            {
                return null;
            }
            // Tasks differ in size: a large one at the end takes longer than its share of the tasks says.
            var byTasks = elapsed * ((1 - Share) / Share);
            var byImages =
                Running.ImagesPerSecond > 0 && Running.ImagesExpected is { } expected
                    ? TimeSpan.FromSeconds(
                        Math.Max(0, expected - Running.ImagesDone) / Running.ImagesPerSecond
                    )
                    : TimeSpan.Zero;
            return byTasks > byImages ? byTasks : byImages;
        }
    }
}
