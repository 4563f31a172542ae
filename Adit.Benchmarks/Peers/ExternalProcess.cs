using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Adit.Benchmarks.Peers;

/// <summary>A program of somebody else that we measure against. Ends with its owner.</summary>
internal sealed class ExternalProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ExternalProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static ExternalProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null
    ) => new(Launch(program, arguments, workingDirectory));

    /// <summary>Runs to the end and says how long it took; a failure is an error, not a fast run.</summary>
    public static async Task<TimeSpan> MeasureAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Launch(program, arguments, null);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        var elapsed = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0
            ? elapsed
            : throw new InvalidOperationException(
                $"{program} ended with exit code {process.ExitCode}."
            );
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something listens; asks again with a pause, since a starting server tells nobody.</summary>
    public async Task WaitForPortAsync(
        int port,
        TimeSpan deadline,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException(
                    $"{_process.StartInfo.FileName} ended with exit code {_process.ExitCode}."
                );
            }
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static Process Launch(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory
    )
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // Debian's builds talk with Nagle's algorithm on, 90 ms per stored image.
        start.Environment["TCP_NODELAY"] = "1";
        var process =
            Process.Start(start)
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
