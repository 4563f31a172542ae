using Adit.Domain.Jobs;
using MudBlazor;

namespace Adit.Web.Features.Jobs;

/// <summary>What jobs, and what can be done with them, are called on pages.</summary>
public static class JobWords
{
    public static string Of(JobKind kind) =>
        kind switch
        {
            JobKind.SelectiveTransfer => "Selective transfer",
            JobKind.BatchQuery => "Batch query",
            JobKind.BatchTransfer => "Batch transfer",
            JobKind.ContinuousTransfer => "Continuous transfer",
            JobKind.Upload => "Upload",
        };

    public static string Of(JobStatus status) => StatusChip.Of(status).Word;

    public static string Of(JobTaskStatus status) => StatusChip.Of(status).Word;

    public static string Of(JobAction action) =>
        action switch
        {
            JobAction.Verify => "Verify",
            JobAction.Delete => "Delete job",
            JobAction.Cancel => "Cancel job",
            JobAction.Resume => "Resume",
            JobAction.Retry => "Retry failed tasks",
            JobAction.Restart => "Restart",
            JobAction.MakeUrgent => "Make urgent",
            JobAction.MakeOrdinary => "Make ordinary",
        };

    public static string Of(TaskAction action) =>
        action switch
        {
            TaskAction.Cancel => "Cancel task",
            TaskAction.Kill => "Kill task",
            TaskAction.Retry => "Retry task",
        };

    public static string Question(JobAction action, int jobId) =>
        $"{Of(action).Replace(" job", "", StringComparison.Ordinal)} job {jobId}?";

    public static string Done(JobAction action, int jobId) =>
        action switch
        {
            JobAction.Verify => $"Job {jobId} is verified and waits for its turn.",
            JobAction.Delete => $"Job {jobId} is deleted.",
            JobAction.Cancel => $"Job {jobId} is being canceled.",
            JobAction.Resume => $"Job {jobId} goes on with its canceled tasks.",
            JobAction.Retry => $"The failed tasks of job {jobId} are tried again.",
            JobAction.Restart => $"Job {jobId} starts again from the beginning.",
            JobAction.MakeUrgent =>
                $"Job {jobId} is urgent now: its next task starts before others.",
            JobAction.MakeOrdinary => $"Job {jobId} is ordinary again.",
        };

    public static string Done(TaskAction action) =>
        action switch
        {
            TaskAction.Cancel => "The task is being canceled.",
            TaskAction.Kill => "The task is being killed.",
            TaskAction.Retry => "The task is tried again.",
        };

    /// <summary>What will be lost; null when nothing is, and nobody needs to be asked.</summary>
    public static string? Warning(JobAction action, TaskCounts counts) =>
        action switch
        {
            JobAction.Cancel => counts.InProgress > 0
                ? $"{Tasks(counts.InProgress)} running now will stop and {Tasks(counts.Pending)} will not start. "
                    + "Images that are stored already stay at the destination. You can resume the job later."
                : $"{Tasks(counts.Pending)} will not start. You can resume the job later.",
            JobAction.Delete =>
                $"The job with its {Tasks(counts.Total)} is removed for good. Nothing was transferred yet.",
            JobAction.Restart =>
                $"All {Tasks(counts.Total)} run again from the beginning; their logs and results so far are lost.",
            JobAction.Verify
            or JobAction.Resume
            or JobAction.Retry
            or JobAction.MakeUrgent
            or JobAction.MakeOrdinary => null,
        };

    public static string? Warning(TaskAction action) =>
        action switch
        {
            TaskAction.Cancel =>
                "The task stops. Images that are stored already stay at the destination; you can retry it later.",
            TaskAction.Kill =>
                "The connection is cut at once, in the middle of an image if need be. Use it when canceling does not help.",
            TaskAction.Retry => null,
        };

    public static string IconOf(JobAction action) =>
        action switch
        {
            JobAction.Verify => Icons.Material.Outlined.Verified,
            JobAction.Delete => Icons.Material.Outlined.Delete,
            JobAction.Cancel => Icons.Material.Outlined.Cancel,
            JobAction.Resume => Icons.Material.Outlined.PlayArrow,
            JobAction.Retry => Icons.Material.Outlined.Replay,
            JobAction.Restart => Icons.Material.Outlined.RestartAlt,
            JobAction.MakeUrgent => Icons.Material.Outlined.PriorityHigh,
            JobAction.MakeOrdinary => Icons.Material.Outlined.LowPriority,
        };

    private static string Tasks(int count) => count == 1 ? "1 task" : $"{count} tasks";
}
