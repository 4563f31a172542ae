using Adit.Domain.Jobs;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// One task's log. It does not grow without end: behind so many lines only how the task ends is written, behind a few more
/// nothing.
/// </summary>
internal sealed class TaskLog(
    TaskClaim claim,
    int attempt,
    int earlierLines,
    Func<JournalItem, bool> tryWrite,
    TimeProvider time
) : ITaskLog
{
    public const int MaxLines = 1000;

    // For the ends of further attempts.
    private const int MaxLinesWithEnds = MaxLines + 100;

    private readonly Lock _gate = new();
    private int _lines = earlierLines;
    private int _dropped;

    /// <summary>The how-manieth start of this task it is, of those that count.</summary>
    public int Attempt { get; } = attempt;

    public void Write(LogLevel level, string text) => Write(level, text, MaxLines);

    /// <summary>How the execution ended: also when the log is full.</summary>
    public void WriteEnd(LogLevel level, string text) => Write(level, text, MaxLinesWithEnds);

    private void Write(LogLevel level, string text, int limit)
    {
        lock (_gate)
        {
            if (_lines == MaxLines && limit == MaxLines)
            {
                text = "The log of this task is full: more lines were left out.";
            }
            else if (_lines >= limit)
            {
                return;
            }

            if (_dropped > 0)
            {
                text = $"{text} ({_dropped} lines before this one are lost: too many at once.)";
            }

            var at = time.GetUtcNow().UtcDateTime;
            if (
                tryWrite(
                    new JournalItem.Line(claim, new TaskLogEntry(claim.TaskId, at, level, text))
                )
            )
            {
                _dropped = 0;
                _lines++;
            }
            else
            {
                _dropped++;
            }
        }
    }
}
