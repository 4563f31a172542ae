using System.Globalization;
using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>What happened, line by line, oldest first.</summary>
public sealed partial class TaskLog
{
    [Parameter, EditorRequired]
    public IReadOnlyList<TaskLogRow> Entries { get; set; } = [];

    [Parameter, EditorRequired]
    public int Total { get; set; }

    private string AsText =>
        string.Join(
            '\n',
            Entries.Select(entry =>
                $"{entry.At.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {entry.Level} {entry.Text}"
            )
        );

    private static string Class(LogLevel level) =>
        level >= LogLevel.Error ? "error"
        : level == LogLevel.Warning ? "warning"
        : "";

    private static string Prefix(LogLevel level) =>
        level >= LogLevel.Error ? "Error: "
        : level == LogLevel.Warning ? "Warning: "
        : "";
}
