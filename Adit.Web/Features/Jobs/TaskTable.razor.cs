using System.Globalization;
using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>One page of tasks; running ones move.</summary>
public sealed partial class TaskTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<TaskRow> Tasks { get; set; } = [];

    [Parameter, EditorRequired]
    public RunningTasks Running { get; set; } = default!;

    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private DateTime Now => Time.GetUtcNow().UtcDateTime;

    private static string Link(TaskRow task) => $"/jobs/{task.JobId}/tasks/{task.Id}";

    private static IEnumerable<string> Facts(TaskRow task)
    {
        yield return task.Pseudonym ?? task.PatientId;
        if (task.StudyDate is { } date)
        {
            yield return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        if (!string.IsNullOrEmpty(task.Modalities))
        {
            yield return task.Modalities.Replace(",", ", ", StringComparison.Ordinal);
        }
    }

    private void Open(TaskRow task) => Navigation.NavigateTo(Link(task));
}
