using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Adit.Domain.Jobs;

namespace Adit.Benchmarks.Dispatch;

/// <summary>A task that has begun, and when.</summary>
internal sealed record Start(long TaskId, int JobId, long Timestamp);

/// <summary>In place of a transfer: tells that a task has begun, and ends it at once or when it is let go.</summary>
internal sealed class GatedExecutor : ITaskExecutor
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly Channel<Start> _starts = Channel.CreateUnbounded<Start>();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _held = [];

    public JobKind Kind => JobKind.SelectiveTransfer;

    /// <summary>Whether tasks wait until they are let go.</summary>
    public bool Holds { get; set; }

    public async Task<TaskOutcome> ExecuteAsync(
        TaskExecutionContext context,
        CancellationToken cancellationToken
    )
    {
        var start = new Start(context.Task.Id, context.Job.Id, Stopwatch.GetTimestamp());
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held[start.TaskId] = released;
        await _starts.Writer.WriteAsync(start, cancellationToken);
        if (Holds)
        {
            await released.Task.WaitAsync(cancellationToken);
        }
        return TaskOutcome.Success("Done.");
    }

    public async Task<Start> NextAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_deadline);
        return await _starts.Reader.ReadAsync(limited.Token);
    }

    public void Release(Start start)
    {
        if (_held.TryRemove(start.TaskId, out var released))
        {
            released.TrySetResult();
        }
    }

    public void ReleaseAll()
    {
        Holds = false;
        foreach (var released in _held.Values)
        {
            released.TrySetResult();
        }
    }
}
