using Adit.Domain.Jobs;

namespace Adit.Web.Tests.Features;

internal static class Samples
{
    public static readonly DateTime Morning = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    public static TaskCounts Counts(params (JobTaskStatus Status, int Count)[] counts)
    {
        var all = new TaskCounts();
        foreach (var (status, count) in counts)
        {
            all.Add(status, count);
        }
        return all;
    }

    public static JobDetails Job(
        int id,
        JobStatus status,
        TaskCounts counts,
        params JobAction[] actions
    ) =>
        new(
            id,
            JobKind.SelectiveTransfer,
            status,
            IsUrgent: false,
            OwnerId: 7,
            "Riley Researcher",
            "Researchers",
            "Main PACS",
            "Research",
            SendFinishedMail: false,
            null,
            null,
            Morning,
            Morning,
            null,
            "",
            counts,
            actions.ToHashSet()
        );

    public static JobRow Row(int id, JobStatus status, string message = "") =>
        new(
            id,
            JobKind.SelectiveTransfer,
            status,
            false,
            7,
            "Riley Researcher",
            Morning,
            null,
            null,
            message,
            2,
            1
        );

    public static TaskRow Task(long id, JobTaskStatus status, string message = "") =>
        new(
            id,
            5,
            status,
            "P1",
            null,
            $"1.2.{id}",
            new DateOnly(2024, 5, 6),
            "CT Thorax",
            "CT",
            "Main PACS",
            "Research",
            1,
            100,
            0,
            0,
            0,
            Morning,
            Morning,
            null,
            message
        );

    public static TaskDetails Details(JobTaskStatus status, string message = "") =>
        new(
            Task(11, status, message),
            7,
            JobKind.SelectiveTransfer,
            JobStatus.InProgress,
            [],
            0,
            0,
            Morning,
            false,
            null,
            new HashSet<TaskAction>()
        );

    public static JobChange.TaskProgressed Progress(long taskId, int done, int? expected = 100) =>
        new(7, new TransferProgress(taskId, 5, done, expected, done * 500_000L), 12.5, 6_250_000);
}
