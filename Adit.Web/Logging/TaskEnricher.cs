using System.Text;
using Serilog.Core;
using Serilog.Events;

namespace Adit.Web.Logging;

/// <summary>
/// Puts job, task, attempt and server of a line together into one property, so that the console can show them without
/// gaps where there are none.
/// </summary>
internal sealed class TaskEnricher : ILogEventEnricher
{
    private static readonly (string Property, string Label)[] _parts =
    [
        ("JobId", "job"),
        ("TaskId", "task"),
        ("Attempt", "attempt"),
        ("Server", "server"),
    ];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        var text = new StringBuilder();
        foreach (var (property, label) in _parts)
        {
            if (
                logEvent.Properties.TryGetValue(property, out var value)
                && value is ScalarValue { Value: { } scalar }
            )
            {
                text.Append(text.Length == 0 ? " [" : ", ")
                    .Append(label)
                    .Append(' ')
                    .Append(scalar);
            }
        }

        if (text.Length > 0)
        {
            logEvent.AddPropertyIfAbsent(
                propertyFactory.CreateProperty("Task", text.Append(']').ToString())
            );
        }
    }
}
