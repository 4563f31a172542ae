using System.Net;
using System.Net.Sockets;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Stands in front of a real server and cuts connections after so many bytes of it, as a failing network does.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private readonly Func<CutState, bool> _mustCut;
    private readonly Task _accepting;
    private int _count;

    /// <param name="target">The server's port.</param>
    /// <param name="mustCut">Asked before each piece of the server's answers is passed on.</param>
    public CuttingProxy(int target, Func<CutState, bool> mustCut)
    {
        _target = target;
        _mustCut = mustCut;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Cuts => Volatile.Read(ref _count);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _connections.Add(RelayAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
                client.NoDelay = server.NoDelay = true;
                var up = client.GetStream().CopyToAsync(server.GetStream(), _stopping.Token);
                var down = DownAsync(server.GetStream(), client.GetStream());
                await await Task.WhenAny(up, down);
            }
            catch (Exception ended)
                when (ended is IOException or SocketException or OperationCanceledException)
            {
                // Either side has gone; so does the other.
            }
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 << 10];
        var (bytes, pieces) = (0L, 0);
        while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var read)
        {
            bytes += read;
            pieces++;
            if (_mustCut(new CutState(Cuts, pieces, bytes)))
            {
                Interlocked.Increment(ref _count);
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }
}

/// <param name="Cuts">Connections that were cut before.</param>
/// <param name="Pieces">Answers of the server on this connection, this one included.</param>
/// <param name="Bytes">Their length together.</param>
internal readonly record struct CutState(int Cuts, int Pieces, long Bytes);
