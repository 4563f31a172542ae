using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Adit.Dicom.Tests.Peers;

/// <summary>A program that a test talks to: started for the test, ended with it, its output kept for the message of a failure.</summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<(
        Func<string, bool> Matches,
        TaskCompletionSource<string> Found
    )> _waiting = [];

    private PeerProcess(Process process)
    {
        _process = process;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything that the program has written to both of its outputs.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <param name="fileName">The program, found on the path or given as a path.</param>
    /// <param name="arguments">One element per argument; nothing is quoted or split.</param>
    /// <param name="environment">Settings beside those of this process. TCP_NODELAY=1 is always among them: without it DCMTK and
    /// Orthanc wait about 90 ms per stored object.</param>
    /// <param name="workingDirectory">Where it runs; the present folder when null.</param>
    public static PeerProcess Start(
        string fileName,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingDirectory = null
    )
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        start.Environment["TCP_NODELAY"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var peer = new PeerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        peer._process.OutputDataReceived += peer.Keep;
        peer._process.ErrorDataReceived += peer.Keep;
        peer._process.Exited += peer.Exited;
        peer._process.Start();
        peer._process.StandardInput.Close();
        peer._process.BeginOutputReadLine();
        peer._process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>A port that was free a moment ago, for programs that cannot choose one themselves.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Waits until the program writes a line that contains the text, and returns that line.</summary>
    /// <exception cref="InvalidOperationException">The program ended before.</exception>
    /// <exception cref="TimeoutException">It did not within the deadline.</exception>
    public Task<string> WaitForOutputAsync(
        string text,
        TimeSpan deadline,
        CancellationToken cancellationToken
    ) =>
        WaitForOutputAsync(
            line => line.Contains(text, StringComparison.Ordinal),
            $"a line with '{text}'",
            deadline,
            cancellationToken
        );

    public async Task<string> WaitForOutputAsync(
        Func<string, bool> matches,
        string what,
        TimeSpan deadline,
        CancellationToken cancellationToken
    )
    {
        var found = new TaskCompletionSource<string>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        lock (_lock)
        {
            if (_output.FirstOrDefault(matches) is { } line)
            {
                return line;
            }

            _waiting.Add((matches, found));
        }

        if (_process.HasExited)
        {
            Exited(this, EventArgs.Empty);
        }

        try
        {
            return await found.Task.WaitAsync(deadline, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{Name} did not write {what} within {deadline}. Its output:\n{Output}"
            );
        }
    }

    /// <summary>Waits for the end of the program and of its output, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(deadline);
        await _process.WaitForExitAsync(limited.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await WaitForExitAsync(EndDeadline, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private string Name => Path.GetFileName(_process.StartInfo.FileName);

    private void Keep(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is not { } line)
        {
            return;
        }

        lock (_lock)
        {
            _output.Add(line);
            foreach (var waiting in _waiting.Where(waiting => waiting.Matches(line)).ToArray())
            {
                waiting.Found.TrySetResult(line);
                _waiting.Remove(waiting);
            }
        }
    }

    private void Exited(object? sender, EventArgs e)
    {
        lock (_lock)
        {
            foreach (var (_, found) in _waiting)
            {
                found.TrySetException(
                    new InvalidOperationException($"{Name} ended. Its output:\n{Output}")
                );
            }

            _waiting.Clear();
        }
    }
}
