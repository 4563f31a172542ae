using Microsoft.Extensions.Logging;

namespace Adit.Domain.Jobs;

/// <summary>One line of a task's log, as people read it on the task page.</summary>
public sealed class TaskLogEntry
{
    public const int MaxTextLength = 2000;

    private TaskLogEntry() { }

    public TaskLogEntry(long taskId, DateTime at, LogLevel level, string text)
    {
        TaskId = taskId;
        At = at;
        Level = level;
        Text = text.Length > MaxTextLength ? text[..MaxTextLength] : text;
    }

    public long Id { get; private set; }

    public long TaskId { get; private set; }

    public DateTime At { get; private set; }

    public LogLevel Level { get; private set; }

    public string Text { get; private set; } = "";
}
