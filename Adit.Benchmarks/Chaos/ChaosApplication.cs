using Adit.E2E.Application;

namespace Adit.Benchmarks.Chaos;

/// <summary>The program under test, in a process of its own, killed and started again on the same database.</summary>
internal sealed class ChaosApplication(
    DirectoryInfo data,
    IReadOnlyDictionary<string, string> settings
) : IAsyncDisposable
{
    private static readonly TimeSpan _stopDeadline = TimeSpan.FromSeconds(60);

    private readonly List<string> _violations = [];
    private AditApplication? _running;

    public int Kills { get; private set; }

    public int Restarts { get; private set; }

    public int? ProcessId => _running?.ProcessId;

    /// <summary>What the program must never do: end by itself, end with an error, not end.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _running = await AditApplication.StartAsync(data, settings, cancellationToken);

    public async Task KillAsync()
    {
        if (_running is not { } running)
        {
            return;
        }
        NoteEarlyEnd(running);
        _running = null;
        await running.DisposeAsync();
        Kills++;
    }

    /// <summary>Starts it, and kills it after a while, ready or not.</summary>
    public async Task KillWhileStartingAsync(TimeSpan after, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(after);
        try
        {
            await StartAsync(limited.Token);
            await KillAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Killed where its start was given up.
            Kills++;
        }
    }

    /// <summary>Stops it as systemd does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
        {
            return;
        }
        NoteEarlyEnd(running);
        Restarts++;
        await ProcessTree.SignalAsync(running.ProcessId, "TERM", cancellationToken);
        try
        {
            var exitCode = await running.WaitForExitAsync(_stopDeadline, cancellationToken);
            if (exitCode != 0)
            {
                _violations.Add(
                    $"Adit ended with exit code {exitCode} when it was asked to stop. {Tail(running)}"
                );
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _violations.Add($"Adit did not stop within {_stopDeadline}. {Tail(running)}");
        }
        _running = null;
        await running.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { } running)
        {
            await running.DisposeAsync();
        }
    }

    private void NoteEarlyEnd(AditApplication running)
    {
        if (running.HasExited)
        {
            _violations.Add($"Adit ended by itself. {Tail(running)}");
        }
    }

    private static string Tail(AditApplication running) =>
        string.Join('\n', running.Output.Split('\n').TakeLast(30));
}
