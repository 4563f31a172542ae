using System.Globalization;
using Adit.Domain.Jobs;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Each series of the task's study with what became of its images.</summary>
public sealed partial class SeriesTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<SeriesLedgerRow> Series { get; set; } = [];

    /// <summary>The task has ended: what is not there now does not come by itself.</summary>
    [Parameter]
    public bool IsOver { get; set; }

    private int Excluded => Series.Count(one => one.IsExcluded);

    private static string Text(int count) => count == 0 ? "–" : Units.Count(count);

    private static string Name(SeriesLedgerRow series) =>
        (series.SeriesNumber, series.Description) switch
        {
            ({ } number, { Length: > 0 } text) => $"{number} · {text}",
            ({ } number, _) => $"{number}",
            (null, { Length: > 0 } text) => text,
            _ => "no description",
        };

    private static string Remark(SeriesLedgerRow series)
    {
        string?[] parts =
        [
            series.Reason,
            series.StoredWithWarning > 0
                ? $"{Units.Count(series.StoredWithWarning)} stored with a warning of the destination."
                : null,
            series.Unexpected > 0
                ? $"{Units.Count(series.Unexpected)} unexpected {(series.Unexpected == 1 ? "image was" : "images were")} not sent."
                : null,
        ];
        return string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Percent(SeriesLedgerRow series)
    {
        var wanted = series.Expected - series.Excluded;
        var share =
            wanted <= 0
                ? 0
                : Math.Min(100, 100.0 * (series.Stored + series.StoredWithWarning) / wanted);
        return share.ToString("0.#", CultureInfo.InvariantCulture);
    }

    private string BarClass(SeriesLedgerRow series) =>
        series.Failed > 0 || (IsOver && series.Missing > 0) ? "error"
        : series.Missing == 0 && !series.IsExcluded ? "success"
        : "";
}
