using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>Wakes the loops of this process's engine. Many calls before a loop looks are one wake.</summary>
internal sealed class EngineSignal : IEngineSignal, IDisposable
{
    private readonly Latch _work = new();
    private readonly Latch _stop = new();

    public void WorkMayBeDue() => _work.Set();

    public void StopMayBeRequested() => _stop.Set();

    /// <summary>True when woken, false when the time was up.</summary>
    public Task<bool> WaitForWorkAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _work.WaitAsync(atMost, cancellationToken);

    public Task<bool> WaitForStopAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _stop.WaitAsync(atMost, cancellationToken);

    public void Dispose()
    {
        _work.Dispose();
        _stop.Dispose();
    }

    private sealed class Latch : IDisposable
    {
        private readonly SemaphoreSlim _signal = new(0, 1);
        private readonly Lock _gate = new();

        public void Set()
        {
            lock (_gate)
            {
                if (_signal.CurrentCount == 0)
                {
                    _signal.Release();
                }
            }
        }

        public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
            _signal.WaitAsync(atMost, cancellationToken);

        public void Dispose() => _signal.Dispose();
    }
}
