using System.Collections.Concurrent;
using System.Threading.Channels;
using Adit.Domain.Jobs;

namespace Adit.Web.Tests.Infrastructure.Databases;

/// <summary>Does what the test says, and tells when a task has started.</summary>
internal sealed class FakeExecutor : ITaskExecutor
{
    private readonly Channel<TaskExecutionContext> _started =
        Channel.CreateUnbounded<TaskExecutionContext>();
    private readonly TaskCompletionSource _releaseAll = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _gates = [];

    public JobKind Kind => JobKind.SelectiveTransfer;

    /// <summary>Null: the task succeeds at once.</summary>
    public Func<TaskExecutionContext, CancellationToken, Task<TaskOutcome>>? Behaviour { get; set; }

    public async Task<TaskOutcome> ExecuteAsync(
        TaskExecutionContext context,
        CancellationToken cancellationToken
    )
    {
        _started.Writer.TryWrite(context);
        return Behaviour is { } behaviour
            ? await behaviour(context, cancellationToken)
            : TaskOutcome.Success("Done.");
    }

    /// <summary>A behaviour: wait until the test releases the task.</summary>
    public async Task<TaskOutcome> HoldAsync(
        TaskExecutionContext context,
        CancellationToken cancellationToken
    )
    {
        var gate = _gates.GetOrAdd(context.Task.Id, _ => NewGate());
        await Task.WhenAny(gate.Task, _releaseAll.Task).WaitAsync(cancellationToken);
        return TaskOutcome.Success("Done.");
    }

    public void Release(long taskId) => _gates.GetOrAdd(taskId, _ => NewGate()).TrySetResult();

    public void ReleaseAll() => _releaseAll.TrySetResult();

    public async Task<TaskExecutionContext> NextStartAsync(
        CancellationToken cancellationToken,
        TimeSpan? within = null
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(within ?? EngineHost.Patience);
        return await _started.Reader.ReadAsync(deadline.Token);
    }

    public bool HasStarted => _started.Reader.Count > 0;

    private static TaskCompletionSource NewGate() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
