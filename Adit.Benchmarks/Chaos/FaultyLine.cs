using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// A line to a real peer that can be told to fail: it refuses, falls silent or breaks off. Slow on purpose, so that something is
/// under way whenever a fault comes.
/// </summary>
internal sealed class FaultyLine(string name, int targetPort, int bytesPerSecond) : IAsyncDisposable
{
    private const int ChunkBytes = 32 * 1024;

    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _flowing = Flowing();
    private long _bytesPassed;
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public string Name => name;

    public int Port { get; } = Ports.Take();

    /// <summary>Its connections may be kept open for a next request.</summary>
    public bool IsWeb { get; init; }

    /// <summary>In both directions, since its beginning.</summary>
    public long BytesPassed => Interlocked.Read(ref _bytesPassed);

    /// <summary>Connections that are open at this moment.</summary>
    public int Connections => _connections.Count;

    /// <summary>Takes connections, and lets those flow that had fallen silent.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _flowing.TrySetResult();
            if (_listener is null)
            {
                _listener = new TcpListener(IPAddress.Loopback, Port);
                _listener.Start();
                _accepting = AcceptAsync(_listener);
            }
        }
    }

    /// <summary>New connections are refused; what is open stays.</summary>
    public void Refuse()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
        }
    }

    /// <summary>Nothing passes any more, in no direction, though the connections stand and new ones are taken.</summary>
    public void FallSilent()
    {
        lock (_gate)
        {
            if (_flowing.Task.IsCompleted)
            {
                _flowing = new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously
                );
            }
        }
    }

    /// <summary>Every open connection is reset.</summary>
    public void BreakOff()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Refuse();
        BreakOff();
        _flowing.TrySetResult();
        await _accepting;
        await Task.WhenAll(_connections.Values);
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource();
        flowing.SetResult();
        return flowing;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await listener.AcceptSocketAsync();
            }
            // A listener that was closed says so in several ways.
            catch (Exception exception)
                when (exception
                        is SocketException
                            or ObjectDisposedException
                            or InvalidOperationException
                )
            {
                return;
            }
            var connection = new Connection(near);
            // Entered before it runs, so that it cannot end before it is entered.
            var start = new TaskCompletionSource();
            _connections[connection] = RunAsync(connection, start.Task);
            start.SetResult();
        }
    }

    private async Task RunAsync(Connection connection, Task start)
    {
        await start;
        try
        {
            await _flowing.Task;
            await connection.ConnectAsync(targetPort);
            await Task.WhenAll(
                PumpAsync(connection, connection.Near, connection.Far),
                PumpAsync(connection, connection.Far, connection.Near)
            );
        }
        catch (Exception exception)
            when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The one side has gone, so the other one is told in the same way.
            connection.Reset();
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(Connection connection, Socket from, Socket to)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)count / bytesPerSecond));
                await _flowing.Task;
                for (var sent = 0; sent < count; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
                Interlocked.Add(ref _bytesPassed, count);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            connection.Reset();
            throw;
        }
    }

    private sealed class Connection(Socket near) : IDisposable
    {
        public Socket Near => near;

        public Socket Far { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public Task ConnectAsync(int port)
        {
            near.NoDelay = true;
            return Far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        }

        public void Reset()
        {
            // Closing with a linger of 0 sends a reset.
            near.Close(0);
            Far.Close(0);
        }

        public void Dispose()
        {
            near.Dispose();
            Far.Dispose();
        }
    }
}
