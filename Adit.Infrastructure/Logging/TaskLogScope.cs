using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Logging;

/// <summary>
/// The task on whose behalf this code runs, wherever it runs: it flows with every call and every started work. After the
/// task's end nothing is written any more, whatever still runs.
/// </summary>
internal sealed class TaskLogScope : IDisposable
{
    private static readonly AsyncLocal<TaskLogScope?> Ambient = new();
    private readonly TaskLogScope? _before;
    private volatile ITaskLog? _log;

    private TaskLogScope(ITaskLog log)
    {
        _before = Ambient.Value;
        _log = log;
    }

    /// <summary>Null when no task runs here.</summary>
    public static ITaskLog? Current => Ambient.Value?._log;

    public static TaskLogScope Enter(ITaskLog log)
    {
        var scope = new TaskLogScope(log);
        Ambient.Value = scope;
        return scope;
    }

    public void Dispose()
    {
        _log = null;
        Ambient.Value = _before;
    }
}
