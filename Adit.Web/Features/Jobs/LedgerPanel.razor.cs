using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>The ledger of one task in numbers: every expected image is stored, failed, left out or missing.</summary>
public sealed partial class LedgerPanel
{
    [Parameter, EditorRequired]
    public LedgerTotals Totals { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<RouteLedgerRow> Routes { get; set; } = [];

    /// <summary>Where the images go.</summary>
    [Parameter]
    public string? Destination { get; set; }

    /// <summary>The task has ended: what is not there now does not come by itself.</summary>
    [Parameter]
    public bool IsOver { get; set; }

    /// <summary>After a direct C-MOVE to a destination that cannot be asked.</summary>
    [Parameter]
    public bool ByCountsOnly { get; set; }
}

/// <summary>Images of a task by what became of them.</summary>
public sealed record LedgerTotals(
    int? Expected,
    int Stored,
    int Failed,
    int Excluded,
    int Missing,
    int Unexpected
)
{
    /// <summary>From the series where they are known, else from the counters of the task.</summary>
    public static LedgerTotals Of(TaskDetails task, IReadOnlyList<SeriesLedgerRow> series)
    {
        if (series.Count > 0)
        {
            return new LedgerTotals(
                series.Sum(one => one.Expected),
                series.Sum(one => one.Stored + one.StoredWithWarning),
                series.Sum(one => one.Failed),
                series.Sum(one => one.Excluded),
                series.Sum(one => one.Missing),
                series.Sum(one => one.Unexpected)
            );
        }
        var (expected, stored, failed) = (
            task.Row.ExpectedImages,
            task.Row.StoredImages,
            task.Row.FailedImages
        );
        var missing = Math.Max(0, (expected ?? 0) - stored - failed - task.ExcludedImages);
        return new LedgerTotals(expected, stored, failed, task.ExcludedImages, missing, 0);
    }
}
