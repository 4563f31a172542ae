using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>How far a task is, how fast it goes and how long it will take.</summary>
public sealed partial class TaskProgressPanel
{
    [Parameter, EditorRequired]
    public TaskDetails Task { get; set; } = default!;

    /// <summary>The latest counters while the task runs.</summary>
    [Parameter]
    public JobChange.TaskProgressed? Progress { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private DateTime Now => Time.GetUtcNow().UtcDateTime;

    private int Done => Progress?.Progress.ImagesDone ?? Task.Row.StoredImages;

    // What was left out on purpose is not awaited.
    private int? Expected =>
        Progress?.Progress.ImagesExpected ?? Task.Row.ExpectedImages - Task.ExcludedImages;

    private double Percent =>
        Expected is > 0 and var expected ? Math.Min(100, 100.0 * Done / expected)
        : Task.Row.Status == JobTaskStatus.Success ? 100
        : 0;

    private string BarClass =>
        Task.Row.Status switch
        {
            JobTaskStatus.Success => "success",
            JobTaskStatus.Warning => "warning",
            JobTaskStatus.Failure => "error",
            JobTaskStatus.Querying
            or JobTaskStatus.Ready
            or JobTaskStatus.Pending
            or JobTaskStatus.InProgress
            or JobTaskStatus.Canceled => "",
        };

    private TimeSpan? TimeLeft =>
        Progress is { ImagesPerSecond: > 0.05 and var rate } && Expected - Done is > 0 and var open
            ? TimeSpan.FromSeconds(Math.Min(open / rate, 864_000))
            : null;
}
