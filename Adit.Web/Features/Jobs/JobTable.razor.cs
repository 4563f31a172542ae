using System.Globalization;
using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Jobs as rows; a click opens one.</summary>
public sealed partial class JobTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<JobRow> Jobs { get; set; } = [];

    [Parameter]
    public bool ShowOwner { get; set; }

    [Parameter]
    public bool Sortable { get; set; }

    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private static string Link(JobRow job) => $"/jobs/{job.Id}";

    private static string Percent(JobRow job) =>
        (job.TaskCount == 0 ? 0 : 100.0 * job.DoneCount / job.TaskCount).ToString(
            "0.##",
            CultureInfo.InvariantCulture
        );

    private static string BarClass(JobRow job) =>
        job.Status switch
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

    private void Open(JobRow job) => Navigation.NavigateTo(Link(job));
}
