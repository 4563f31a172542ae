using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Adit.Dicom.Network.Pdus;

/// <summary>
/// The TCP connection under an association: its deadlines, its end, and the translation of socket errors. Whatever ends
/// it (a deadline, a cancelled token, an abort) is recorded first and then closes the socket, so that the pending read or
/// write fails at once and is reported with that cause.
/// </summary>
internal sealed class DicomConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly Deadline _receiving;
    private readonly Deadline _sending;
    private readonly Deadline _operation;
    private Exception? _cause;
    private int _disposed;

    public DicomConnection(Socket socket, string peerName, DicomTimeouts timeouts)
    {
        _socket = socket;
        PeerName = peerName;
        Timeouts = timeouts;
        // Without this a small message waits for the peer's delayed acknowledgement (40 ms) of the one before.
        socket.NoDelay = true;
        _receiving = new Deadline(timeouts.Clock, OnExpired);
        _sending = new Deadline(timeouts.Clock, OnExpired);
        _operation = new Deadline(timeouts.Clock, OnExpired);
        Reader = new PduReader(this);
        Writer = new PduWriter(this);
    }

    /// <summary>How messages name the peer: "AETITLE at host:port".</summary>
    public string PeerName { get; set; }

    public DicomTimeouts Timeouts { get; }

    public PduReader Reader { get; }

    public PduWriter Writer { get; }

    public Deadline Receiving => _receiving;

    public Deadline Operation => _operation;

    /// <summary>Why the connection was ended by this side, if it was.</summary>
    public Exception? Cause => Volatile.Read(ref _cause);

    /// <summary>True when the peer can no longer be heard or understood.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Set while a cancelled operation waits for the peer's confirmation: a missed deadline is then the cancellation.</summary>
    public OperationCanceledException? PendingCancellation { get; set; }

    public static async Task<DicomConnection> ConnectAsync(
        DicomPeer peer,
        DicomTimeouts timeouts,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(timeouts.Connect, timeouts.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token,
            cancellationToken
        );
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, either.Token).ConfigureAwait(false);
            return new DicomConnection(socket, peer.ToString(), timeouts);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new DicomTimeoutException(
                $"No TCP connection to {peer} within {Format(timeouts.Connect)}. Check host, port and firewall.",
                "the TCP connection",
                timeouts.Connect
            );
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new DicomConnectionException(
                $"No TCP connection to {peer}: {Explain(exception.SocketErrorCode)}",
                wasEstablished: false,
                exception
            );
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads what is there, or waits for it.</summary>
    /// <exception cref="DicomNetworkException">The connection was lost or ended.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> receiving;
        try
        {
            receiving = _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception);
        }
        if (receiving.IsCompletedSuccessfully)
        {
            var count = receiving.Result;
            return count > 0 ? new ValueTask<int>(count) : throw Translate(null);
        }
        return AwaitReceiveAsync(receiving);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitReceiveAsync(ValueTask<int> receiving)
    {
        int count;
        try
        {
            count = await receiving.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception);
        }
        return count > 0 ? count : throw Translate(null);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var sending = _socket.SendAsync(bytes, SocketFlags.None);
                if (!sending.IsCompleted)
                {
                    _sending.Start("the peer to take data", Timeouts.Idle);
                }
                bytes = bytes[await sending.ConfigureAwait(false)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception);
        }
        finally
        {
            _sending.Stop();
        }
    }

    /// <summary>Sends all buffers in one call of the operating system.</summary>
    public async ValueTask SendAsync(List<ArraySegment<byte>> buffers, int length)
    {
        try
        {
            var sending = _socket.SendAsync(buffers, SocketFlags.None);
            if (!sending.IsCompleted)
            {
                _sending.Start("the peer to take data", Timeouts.Idle);
            }
            var sent = await sending.ConfigureAwait(false);
            if (sent != length)
            {
                // A stream socket completes a gathered send as a whole; anything else leaves a PDU cut in half.
                throw new DicomConnectionException(
                    $"Only {sent} of {length} bytes reached {PeerName}.",
                    true
                );
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Translate(exception);
        }
        finally
        {
            _sending.Stop();
        }
    }

    /// <summary>From now on no wait for the peer lasts longer than this.</summary>
    public void LimitWaits(TimeSpan length)
    {
        _receiving.Limit(length);
        _sending.Limit(length);
    }

    public void UnlimitWaits()
    {
        _receiving.Unlimit();
        _sending.Unlimit();
    }

    /// <summary>Ends the connection because of <paramref name="cause"/>; the first cause wins.</summary>
    /// <param name="cause">What pending and later operations report.</param>
    /// <param name="source">0 = by the application, 2 = because the peer broke the protocol (PS3.8 9.3.8).</param>
    /// <param name="reason">Reason for source 2.</param>
    public void Abort(Exception cause, byte source = 0, byte reason = 0)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is null)
        {
            TrySendAbort(source, reason);
        }
        Dispose();
    }

    /// <summary>The exception that a failed read or write reports.</summary>
    public Exception Translate(Exception? exception)
    {
        IsBroken = true;
        if (Cause is { } cause)
        {
            return cause;
        }
        if (PendingCancellation is { } cancellation)
        {
            return cancellation;
        }
        var waiting =
            _receiving.Awaited.Length > 0 ? $" while waiting for {_receiving.Awaited}" : "";
        return new DicomConnectionException(
            exception is SocketException socketException
                ? $"The connection to {PeerName} was lost{waiting}: {Explain(socketException.SocketErrorCode)}"
                : $"{PeerName} closed the connection{waiting}. Look into the peer's log for the cause.",
            wasEstablished: true,
            exception
        );
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        _receiving.Dispose();
        _sending.Dispose();
        _operation.Dispose();
        _socket.Dispose();
    }

    internal static string Format(TimeSpan time) =>
        time.TotalSeconds >= 1 ? $"{time.TotalSeconds:0.#} s" : $"{time.TotalMilliseconds:0} ms";

    private void OnExpired(Deadline deadline)
    {
        if (PendingCancellation is { } cancellation)
        {
            Abort(cancellation);
            return;
        }
        Abort(
            new DicomTimeoutException(
                $"{PeerName}: waited {Format(deadline.Length)} for {deadline.Awaited}, then aborted the association. "
                    + "Check whether the peer hangs, or raise the deadline if it is only slow.",
                deadline.Awaited,
                deadline.Length
            )
        );
    }

    // A courtesy that must not delay the end: the ten bytes are sent only if they fit without waiting.
    private void TrySendAbort(byte source, byte reason)
    {
        try
        {
            if (_disposed == 0 && _socket.Poll(0, SelectMode.SelectWrite))
            {
                _socket.Send(AssociateWriter.WriteAbort(source, reason));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, which is what was wanted.
        }
    }

    private static string Explain(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused =>
                "connection refused. Check the port and that the peer runs.",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                "the host name is not known. Check its spelling and the name service.",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                "the host cannot be reached. Check the address and the network.",
            SocketError.ConnectionReset =>
                "the peer reset the connection. Look into its log for the cause.",
            SocketError.TimedOut => "the network did not answer.",
            SocketError.Shutdown =>
                "the peer closed the connection. Look into its log for the cause.",
            _ => $"network error {error}.",
        };
}
