using System.Globalization;
using Adit.Dicom.Deidentification;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>The report of a pseudonymised task: how much of what was done, what was refused, and all of it to take away.</summary>
public sealed partial class DeidentificationPanel
{
    private IReadOnlyList<(DeidentificationAction Action, long Count)> _actions = [];

    [Parameter, EditorRequired]
    public DeidentificationReport Report { get; set; } = default!;

    [Parameter, EditorRequired]
    public long TaskId { get; set; }

    [Inject]
    private FileDownload Files { get; set; } = default!;

    private string Summary
    {
        get
        {
            var refused = Report.Refusals.Sum(one => one.Count);
            return (
                    Report.Instances == 0
                        ? "No image was de-identified"
                        : $"{Images(Report.Instances)} de-identified"
                )
                + (
                    Report.InstancesWithBlankedRegions > 0
                        ? $", regions blanked in {Units.Count(Report.InstancesWithBlankedRegions)} of them"
                        : ""
                )
                + (refused > 0 ? $"; {Images(refused)} refused" : "; none refused")
                + $". By {Report.Product}.";
        }
    }

    protected override void OnParametersSet() =>
        _actions = [
            .. Report
                .Counts.GroupBy(one => one.Action)
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, group.Sum(one => one.Count))),
        ];

    private static string Images(int count) =>
        count == 1 ? "1 image" : $"{Units.Count(count)} images";

    private Task SaveCsvAsync() =>
        Files.SaveAsync(
            Name("csv"),
            "text/csv;charset=utf-8",
            DeidentificationReportText.Csv(Report)
        );

    private Task SaveJsonAsync() =>
        Files.SaveAsync(Name("json"), "application/json", DeidentificationReportText.Json(Report));

    private string Name(string extension) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"adit-task-{TaskId}-deidentification.{extension}"
        );
}
