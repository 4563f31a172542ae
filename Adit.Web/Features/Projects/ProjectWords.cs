using System.Globalization;
using MudBlazor;

namespace Adit.Web.Features.Projects;

/// <summary>How a project stands.</summary>
public enum ProjectState
{
    Open,

    /// <summary>Open, and its ethics approval ends soon.</summary>
    EndsSoon,

    /// <summary>The ethics approval is over: nothing starts any more.</summary>
    Ended,
    Archived,
}

public static class ProjectWords
{
    /// <summary>So many days before its end an approval is called to mind: time enough to have it prolonged.</summary>
    public const int SoonDays = 60;

    public static ProjectState StateOf(bool isArchived, DateOnly? ethicsUntil, DateOnly today) =>
        (isArchived, ethicsUntil) switch
        {
            (true, _) => ProjectState.Archived,
            (false, null) => ProjectState.Open,
            (false, { } until) when until < today => ProjectState.Ended,
            (false, { } until) when until.DayNumber - today.DayNumber <= SoonDays =>
                ProjectState.EndsSoon,
            (false, _) => ProjectState.Open,
        };

    public static (string Class, string Icon, string Word) LookOf(ProjectState state) =>
        state switch
        {
            ProjectState.Open => ("success", Icons.Material.Outlined.CheckCircle, "Open"),
            ProjectState.EndsSoon => (
                "warning",
                Icons.Material.Outlined.EventBusy,
                "Approval ends soon"
            ),
            ProjectState.Ended => ("error", Icons.Material.Outlined.EventBusy, "Approval ended"),
            ProjectState.Archived => ("muted", Icons.Material.Outlined.Inventory2, "Archived"),
        };

    public static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>How far the end is from today.</summary>
    public static string Distance(DateOnly until, DateOnly today) =>
        (until.DayNumber - today.DayNumber) switch
        {
            0 => "today is the last day",
            1 => "until tomorrow",
            > 1 and var days => $"{days} more days",
            -1 => "ended yesterday",
            var days => $"ended {-days} days ago",
        };

    /// <summary>A number with its word.</summary>
    public static string Count(long number, string one, string many) =>
        $"{Shell.Units.Count(number)} {(number == 1 ? one : many)}";
}
