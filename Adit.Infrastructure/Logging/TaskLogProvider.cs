using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Logging;

/// <summary>
/// Writes what the program logs while it works on a task into that task's own log too, where people read it: connections
/// that open and end, faults, retries. From level Information on, only Adit's own lines, never texts of exceptions.
/// </summary>
[ProviderAlias("TaskLog")]
internal sealed partial class TaskLogProvider : ILoggerProvider
{
    /// <summary>The engine's own words are about the engine; what a task has to know of them it is told directly.</summary>
    private const string Engine = "Adit.Infrastructure.Jobs.";

    private const string Own = "Adit.";

    public ILogger CreateLogger(string categoryName) =>
        new Writer(
            categoryName.StartsWith(Own, StringComparison.Ordinal)
                && !categoryName.StartsWith(Engine, StringComparison.Ordinal)
        );

    public void Dispose()
    {
        // Nothing is held: lines go to the log of the task at hand.
    }

    private sealed partial class Writer(bool isWanted) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            isWanted
            && logLevel is >= LogLevel.Information and < LogLevel.None
            && TaskLogScope.Current is not null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel) && TaskLogScope.Current is { } log)
            {
                log.Write(
                    logLevel,
                    state is IEnumerable<KeyValuePair<string, object?>> values
                        ? Render([.. values])
                        : formatter(state, exception)
                );
            }
        }

        // Not by the formatter: the one that comes with Serilog puts every text into quotation marks.
        private static string Render(List<KeyValuePair<string, object?>> values)
        {
            var template =
                values.Find(pair => pair.Key == "{OriginalFormat}").Value as string ?? "";
            return Placeholder()
                .Replace(
                    template,
                    match =>
                        string.Format(
                            CultureInfo.InvariantCulture,
                            $"{{0{match.Groups["format"].Value}}}",
                            values.Find(pair => pair.Key == match.Groups["name"].Value).Value
                        )
                );
        }

        [GeneratedRegex(@"\{(?<name>\w+)(?<format>:[^}]*)?\}")]
        private static partial Regex Placeholder();
    }
}
