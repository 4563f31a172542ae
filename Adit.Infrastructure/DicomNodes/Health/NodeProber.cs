using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.DicomNodes.Health;

/// <summary>
/// Tries nodes that are down until they answer, then wakes the engine. Sleeps while all are well and until the next try is
/// due.
/// </summary>
internal sealed partial class NodeProber(
    NodeHealthBook book,
    NodeHealth health,
    INodeStore nodes,
    IEngineSignal engine,
    ILogger<NodeProber> logger,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Lock _gate = new();

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = book.Watch(OnChanged);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SleepAsync(stoppingToken).ConfigureAwait(false);
                var now = time.GetUtcNow().UtcDateTime;
                await Task.WhenAll(
                        book.Down.Where(row => row.NextTryAt <= now)
                            .Select(row => TryAsync(row.NodeId, stoppingToken))
                    )
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database may be away for a while.
                LogFault(fault);
                await Task.Delay(PauseAfterFault, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TryAsync(int nodeId, CancellationToken cancellationToken)
    {
        // Read each time: staff may have corrected it meanwhile.
        if (
            await nodes.FindAsync(nodeId, cancellationToken).ConfigureAwait(false)
            is not { IsArchived: false } node
        )
        {
            book.Forget(nodeId);
            return;
        }

        await health.AskAsync(node).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SleepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = book.Down.Select(row => (DateTime?)row.NextTryAt).Min();
            var wait = next - time.GetUtcNow().UtcDateTime;
            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            // A millisecond more, so that rounding does not wake the loop just before the time.
            using var due = wait is { } until
                ? new CancellationTokenSource(until + TimeSpan.FromMilliseconds(1), time)
                : new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                due.Token,
                cancellationToken
            );
            try
            {
                await _changed.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void OnChanged()
    {
        lock (_gate)
        {
            if (_changed.CurrentCount == 0)
            {
                _changed.Release();
            }
        }

        engine.WorkMayBeDue();
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Trying nodes that did not answer failed; it goes on in a few seconds"
    )]
    private partial void LogFault(Exception fault);
}
