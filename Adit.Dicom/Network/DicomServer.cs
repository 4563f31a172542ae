using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Dicom.Network;

/// <summary>
/// Listens for associations and serves them with an <see cref="IDicomService"/>. What goes wrong in one association ends
/// that one and no other.
/// </summary>
public sealed partial class DicomServer : IAsyncDisposable
{
    /// <summary>In a row, with growing pauses: about half a minute.</summary>
    private const int MaxAcceptFailures = 32;

    private readonly DicomServerOptions _options;
    private readonly IDicomService _service;
    private readonly ILogger _logger;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<AcceptedAssociation, Task> _associations = new();
    private readonly Task _accepting;
    private int _served;
    private int _disposed;

    private DicomServer(
        DicomServerOptions options,
        IDicomService service,
        ILogger logger,
        Socket listener
    )
    {
        _options = options;
        _service = service;
        _logger = logger;
        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The TCP port that it listens on.</summary>
    public int Port { get; }

    /// <summary>
    /// Ends when the server is disposed. Faulted when it cannot listen any longer: then nobody can call it any more, while open
    /// associations go on.
    /// </summary>
    public Task Listening => _accepting;

    /// <summary>The number of connections at the moment.</summary>
    public int AssociationCount => _associations.Count;

    /// <summary>Starts listening.</summary>
    /// <param name="options">Address, port, AE titles, limits.</param>
    /// <param name="service">What answers.</param>
    /// <param name="logger">Gets one line per association and what went wrong; null for none.</param>
    /// <returns>The running server; dispose it to stop.</returns>
    /// <exception cref="DicomConnectionException">The port cannot be opened.</exception>
    public static DicomServer Start(
        DicomServerOptions options,
        IDicomService service,
        ILogger? logger = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAssociations, 1);
        var listener = new Socket(
            options.Address.AddressFamily,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        try
        {
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen(128);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new DicomConnectionException(
                $"Cannot listen on {options.Address}:{options.Port}: {exception.SocketErrorCode}. Choose another port, or end what uses this one.",
                wasEstablished: false,
                exception
            );
        }
        return new DicomServer(options, service, logger ?? NullLogger.Instance, listener);
    }

    /// <summary>Stops listening and aborts all associations.</summary>
    /// <returns>A task that ends when all services have returned.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        // A fault of it was for those who watch Listening; here only its end counts.
        await Task.WhenAny(_accepting).ConfigureAwait(false);
        foreach (var association in _associations.Keys)
        {
            association.Abort("the server stops");
        }
        await Task.WhenAll(_associations.Values).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        // Off the caller's thread, and never a fault in the middle of the constructor.
        await Task.Yield();
        var failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                failures = 0;
                Begin(socket);
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or ObjectDisposedException
                    && _stopping.IsCancellationRequested
                )
            {
                return;
            }
            catch (SocketException exception)
            {
                // A caller that left before it was accepted, or no file descriptors left: listening must go on, but not hot,
                // and not for ever as if nothing were wrong.
                LogAcceptFailed(exception.SocketErrorCode);
                if (++failures >= MaxAcceptFailures)
                {
                    throw new DicomConnectionException(
                        $"Cannot accept connections on port {Port} any more: {exception.SocketErrorCode}. Look whether the process has run out of file descriptors.",
                        wasEstablished: false,
                        exception
                    );
                }
                await PauseAsync(failures).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(int failures)
    {
        try
        {
            await Task.Delay(
                    TimeSpan.FromMilliseconds(Math.Min(1000, 50 << Math.Min(failures - 1, 5))),
                    _options.Timeouts.Clock,
                    _stopping.Token
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops; the loop sees it.
        }
    }

    private void Begin(Socket socket)
    {
        // Beyond the limit a caller is told so; beyond twice the limit nobody has time to tell.
        if (_associations.Count >= 2 * _options.MaxAssociations + 8)
        {
            LogRefused(_associations.Count);
            socket.Dispose();
            return;
        }
        AcceptedAssociation association;
        try
        {
            association = new AcceptedAssociation(this, socket);
        }
        catch (SocketException exception)
        {
            LogAcceptFailed(exception.SocketErrorCode);
            socket.Dispose();
            return;
        }
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _associations[association] = done.Task;
        _ = Task.Run(() => ServeAsync(association, done), CancellationToken.None);
    }

    private async Task ServeAsync(AcceptedAssociation association, TaskCompletionSource done)
    {
        try
        {
            await association.RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is DicomNetworkException or OperationCanceledException)
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogEnded(association.Description, exception.Message);
            }
        }
        catch (Exception exception)
        {
            LogFailed(exception, association.Description);
        }
        finally
        {
            association.Dispose();
            _associations.TryRemove(association, out _);
            done.SetResult();
        }
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _served) <= _options.MaxAssociations)
        {
            return true;
        }
        Interlocked.Decrement(ref _served);
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref _served);

    [LoggerMessage(LogLevel.Warning, "Could not accept a DICOM connection: {Error}")]
    private partial void LogAcceptFailed(SocketError error);

    [LoggerMessage(LogLevel.Warning, "Closed a DICOM connection unanswered: {Count} are open")]
    private partial void LogRefused(int count);

    [LoggerMessage(LogLevel.Warning, "The association with {Peer} ended early: {Reason}")]
    private partial void LogEnded(string peer, string reason);

    [LoggerMessage(LogLevel.Error, "The association with {Peer} failed")]
    private partial void LogFailed(Exception exception, string peer);

    [LoggerMessage(LogLevel.Warning, "Rejected an association of {Peer}: {Reason}")]
    private partial void LogRejected(string peer, string reason);

    [LoggerMessage(
        LogLevel.Debug,
        "Accepted an association of {Peer}: {Accepted} of {Proposed} presentation contexts"
    )]
    private partial void LogAccepted(string peer, int accepted, int proposed);

    [LoggerMessage(LogLevel.Error, "{Operation} of {Peer} failed")]
    private partial void LogServiceFailed(Exception exception, string operation, string peer);
}
