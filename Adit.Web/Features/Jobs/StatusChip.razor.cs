using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Jobs;

/// <summary>How a job or a task stands: colour, icon and word, the same everywhere.</summary>
public sealed partial class StatusChip
{
    private Look _look = new("", "", "");

    [Parameter]
    public JobStatus? Job { get; set; }

    [Parameter]
    public JobTaskStatus? Task { get; set; }

    protected override void OnParametersSet() =>
        _look = (Job, Task) switch
        {
            ({ } job, _) => Of(job),
            (_, { } task) => Of(task),
            _ => throw new InvalidOperationException(
                "A status chip needs the status of a job or of a task."
            ),
        };

    internal static Look Of(JobStatus status) =>
        status switch
        {
            JobStatus.Unverified => new("Unverified", "info", Icons.Material.Outlined.HelpOutline),
            JobStatus.Pending => Pending,
            JobStatus.InProgress => InProgress,
            JobStatus.Canceling => new(
                "Canceling",
                "muted",
                Icons.Material.Outlined.HourglassBottom
            ),
            JobStatus.Canceled => Canceled,
            JobStatus.Success => Success,
            JobStatus.Warning => Warning,
            JobStatus.Failure => Failure,
        };

    internal static Look Of(JobTaskStatus status) =>
        status switch
        {
            JobTaskStatus.Querying => new(
                "Querying",
                "neutral",
                Icons.Material.Outlined.ManageSearch
            ),
            JobTaskStatus.Ready => new(
                "Ready",
                "neutral",
                Icons.Material.Outlined.PlaylistAddCheck
            ),
            JobTaskStatus.Pending => Pending,
            JobTaskStatus.InProgress => InProgress,
            JobTaskStatus.Canceled => Canceled,
            JobTaskStatus.Success => Success,
            JobTaskStatus.Warning => Warning,
            JobTaskStatus.Failure => Failure,
        };

    private static Look Pending => new("Pending", "neutral", Icons.Material.Outlined.Schedule);

    private static Look InProgress => new("In progress", "info", Icons.Material.Outlined.Autorenew);

    private static Look Canceled => new("Canceled", "muted", Icons.Material.Outlined.Block);

    private static Look Success => new("Success", "success", Icons.Material.Outlined.CheckCircle);

    private static Look Warning => new("Warning", "warning", Icons.Material.Outlined.WarningAmber);

    private static Look Failure => new("Failure", "error", Icons.Material.Outlined.ErrorOutline);

    internal sealed record Look(string Word, string Class, string Icon);
}
