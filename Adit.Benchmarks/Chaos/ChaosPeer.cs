using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// A real server on a fixed port that can be stopped, killed, frozen and started again on what it has kept; reached by Adit through
/// lines that can fail.
/// </summary>
/// <param name="name">What the report calls it.</param>
/// <param name="port">Where it listens.</param>
/// <param name="start">Starts it, with further options for a while in which it shall misbehave.</param>
/// <param name="lines">The lines that lead to it.</param>
internal sealed class ChaosPeer(
    string name,
    int port,
    Func<IReadOnlyList<string>, PeerProcess> start,
    params IReadOnlyList<FaultyLine> lines
) : IAsyncDisposable
{
    private const int StartAttempts = 10;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);
    private PeerProcess? _process;

    public string Name => name;

    public int Port => port;

    public IReadOnlyList<FaultyLine> Lines => lines;

    /// <summary>Options with which it misbehaves when it is started with them; empty: it has none.</summary>
    public IReadOnlyList<string> Misbehaviours { get; init; } = [];

    public async Task StartAsync(
        CancellationToken cancellationToken,
        params IReadOnlyList<string> options
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            _process = start(options);
            if (await ListensAsync(_process, cancellationToken))
            {
                return;
            }
            var output = _process.Output;
            await _process.DisposeAsync();
            if (attempt == StartAttempts)
            {
                throw new InvalidOperationException($"{name} does not start. {output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    /// <summary>Asks it to end, and ends it by force when it does not.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false } process)
        {
            await ProcessTree.SignalAsync(process.Id, "TERM", cancellationToken);
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limited.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                await process.WaitForExitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Killed below.
            }
        }
        await KillAsync();
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    public Task FreezeAsync(CancellationToken cancellationToken) =>
        SignalAsync("STOP", cancellationToken);

    public Task ThawAsync(CancellationToken cancellationToken) =>
        SignalAsync("CONT", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }
    }

    private Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        _process is { HasExited: false } process
            ? ProcessTree.SignalAsync(process.Id, signal, cancellationToken)
            : Task.CompletedTask;

    private async Task<bool> ListensAsync(PeerProcess process, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_deadline);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!process.HasExited)
        {
            if (Ports.IsListening(port))
            {
                return true;
            }
            await ticks.WaitForNextTickAsync(limited.Token);
        }
        return false;
    }
}
