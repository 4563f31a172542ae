using Adit.Domain.Jobs;

namespace Adit.Web.Features.Jobs;

internal static class TaskState
{
    /// <summary>It has ended: nothing more happens by itself.</summary>
    public static bool IsOver(this TaskDetails task) => task.Row.Status.IsOver();

    public static bool IsOver(this JobTaskStatus status) =>
        status switch
        {
            JobTaskStatus.Querying
            or JobTaskStatus.Ready
            or JobTaskStatus.Pending
            or JobTaskStatus.InProgress => false,
            JobTaskStatus.Canceled
            or JobTaskStatus.Success
            or JobTaskStatus.Warning
            or JobTaskStatus.Failure => true,
        };

    /// <summary>Put off, and why: it is tried again at <see cref="TaskRow.DueAt"/>.</summary>
    public static bool IsWaiting(this TaskRow task) =>
        task is { Status: JobTaskStatus.Pending, Message.Length: > 0 };
}
