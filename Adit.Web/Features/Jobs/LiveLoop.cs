using Adit.Domain.Jobs;

namespace Adit.Web.Features.Jobs;

/// <summary>
/// Hands the batches of a watch to a page, one after the other. While the page works on one, the watch melts what comes
/// into the next, so a slow page falls behind in number, never in truth. Disposing cancels and then awaits the loop.
/// </summary>
internal sealed class LiveLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly JobWatch _watch;
    private readonly Task _loop;

    private LiveLoop(
        JobWatch watch,
        Func<IReadOnlyList<JobChange>, CancellationToken, Task> onChanges,
        Func<Exception, Task> onFault
    )
    {
        _watch = watch;
        _loop = RunAsync(onChanges, onFault);
    }

    /// <summary>
    /// Started from a lifecycle method, everything runs on the page's own context. The loop owns the watch from now on.
    /// </summary>
    public static LiveLoop Start(
        JobWatch watch,
        Func<IReadOnlyList<JobChange>, CancellationToken, Task> onChanges,
        Func<Exception, Task> onFault
    ) => new(watch, onChanges, onFault);

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        await _loop;
        await _watch.DisposeAsync();
        _cancellation.Dispose();
    }

    private async Task RunAsync(
        Func<IReadOnlyList<JobChange>, CancellationToken, Task> onChanges,
        Func<Exception, Task> onFault
    )
    {
        try
        {
            await foreach (var batch in _watch.ReadAllAsync(_cancellation.Token))
            {
                await onChanges(batch, _cancellation.Token);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception fault)
        {
            await onFault(fault);
        }
    }
}
