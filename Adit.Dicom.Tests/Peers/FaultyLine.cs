using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Adit.Dicom.Tests.Peers;

/// <summary>What happens to a line between two programs.</summary>
public enum LineFault
{
    None,

    /// <summary>The line breaks: both ends see the connection close.</summary>
    Cut,

    /// <summary>Nothing is passed on any more, and nothing is closed: a hanging server, a firewall that forgot the connection.</summary>
    Freeze,

    /// <summary>Both ends get an A-ABORT (PS3.8 9.3.8); only for a line of PDUs.</summary>
    Abort,
}

/// <summary>What a line has carried when it decides about the next piece.</summary>
/// <param name="Connection">Number of the connection on this line, from 1.</param>
/// <param name="Faults">Faults that this line has had before.</param>
/// <param name="IsFromServer">The piece comes from the server.</param>
/// <param name="Length">Bytes of the piece.</param>
/// <param name="Bytes">Bytes of this connection in this direction, the piece included.</param>
/// <param name="Images">Images of this connection in this direction, that of the piece included: on a line of PDUs those larger than
/// 1,500 bytes, with small images of one PDU each; else the beginnings of Part 10 files.</param>
/// <param name="AllImages">The same of all connections together.</param>
public readonly record struct LinePiece(
    int Connection,
    int Faults,
    bool IsFromServer,
    int Length,
    long Bytes,
    int Images,
    int AllImages
);

/// <summary>Stands in front of a real server and damages what passes between it and its callers, as networks and hanging servers do.</summary>
public sealed class FaultyLine : IAsyncDisposable
{
    private const int LargePiece = 1500;
    private static readonly byte[] Abort = [7, 0, 0, 0, 0, 4, 0, 0, 2, 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _faulted = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private readonly bool _pdus;
    private readonly Func<LinePiece, LineFault> _decide;
    private readonly Task _accepting;
    private int _faults;
    private int _imagesUp;
    private int _imagesDown;

    /// <param name="target">The server's port on this machine.</param>
    /// <param name="decide">Asked before each piece is passed on.</param>
    /// <param name="pdus">Pieces are whole PDUs of the upper layer protocol; else at most 1,024 bytes each.</param>
    public FaultyLine(int target, Func<LinePiece, LineFault> decide, bool pdus = true)
    {
        (_target, _decide, _pdus) = (target, decide, pdus);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Faults => Volatile.Read(ref _faults);

    /// <summary>Ends with the first fault.</summary>
    public Task Faulted => _faulted.Task;

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
            for (var number = 1; ; number++)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _connections.Add(RelayAsync(client, number));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client, int number)
    {
        using var server = new TcpClient { NoDelay = true };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, ending.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                var up = PassAsync(near, far, number, false, ending.Token);
                var down = PassAsync(far, near, number, true, ending.Token);
                var first = await Task.WhenAny(up, down);
                var fault = first.IsCompletedSuccessfully ? await first : LineFault.Cut;
                if (fault == LineFault.Freeze)
                {
                    // The server's end is not needed any more; the caller's stays open and silent.
                    server.Close();
                    await Task.Delay(Timeout.Infinite, _stopping.Token);
                }
                else if (fault == LineFault.Abort)
                {
                    await near.WriteAsync(Abort, ending.Token);
                    await far.WriteAsync(Abort, ending.Token);
                }
                await ending.CancelAsync();
                await Task.WhenAll(up, down);
            }
            catch (Exception ended)
                when (ended
                        is IOException
                            or SocketException
                            or OperationCanceledException
                            or ObjectDisposedException
                )
            {
                // Either side has gone; so does the other.
            }
        }
    }

    private async Task<LineFault> PassAsync(
        NetworkStream from,
        NetworkStream to,
        int number,
        bool fromServer,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[_pdus ? 256 << 10 : 1024];
        var marks = new MarkCounter();
        var (bytes, images) = (0L, 0);
        while (await ReadAsync(from, buffer, cancellationToken) is > 0 and var read)
        {
            bytes += read;
            var begun = _pdus ? (read > LargePiece ? 1 : 0) : marks.Count(buffer.AsSpan(0, read));
            images += begun;
            var all = Interlocked.Add(ref fromServer ? ref _imagesDown : ref _imagesUp, begun);
            var piece = new LinePiece(number, Faults, fromServer, read, bytes, images, all);
            if (_decide(piece) is not LineFault.None and var fault)
            {
                Interlocked.Increment(ref _faults);
                _faulted.TrySetResult();
                return fault;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return LineFault.None;
    }

    private async ValueTask<int> ReadAsync(
        NetworkStream from,
        byte[] buffer,
        CancellationToken cancellationToken
    )
    {
        if (!_pdus)
        {
            return await from.ReadAsync(buffer, cancellationToken);
        }
        if (await from.ReadAtLeastAsync(buffer.AsMemory(0, 6), 6, false, cancellationToken) is < 6)
        {
            return 0;
        }
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(2));
        await from.ReadExactlyAsync(buffer.AsMemory(6, length), cancellationToken);
        return 6 + length;
    }

    /// <summary>Counts "DICM" in a stream that comes in pieces.</summary>
    private sealed class MarkCounter
    {
        private int _matched;

        public int Count(ReadOnlySpan<byte> piece)
        {
            var count = 0;
            foreach (var next in piece)
            {
                _matched =
                    next == "DICM"u8[_matched] ? _matched + 1
                    : next == (byte)'D' ? 1
                    : 0;
                if (_matched == 4)
                {
                    (_matched, count) = (0, count + 1);
                }
            }
            return count;
        }
    }
}
