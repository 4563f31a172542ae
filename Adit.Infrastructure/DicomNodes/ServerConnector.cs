using System.Net.Sockets;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes.Health;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>
/// Opens associations to a server as its row says, never more than its limit allows. Says in the log what becomes of them,
/// and in the book of health whether the server answers.
/// </summary>
internal sealed partial class ServerConnector(
    ServerLimiter limiter,
    IOptionsMonitor<DicomOptions> options,
    NodeHealthBook? health = null,
    ILogger<ServerConnector>? logger = null,
    TimeProvider? time = null
)
{
    private readonly ILogger _logger = logger ?? NullLogger<ServerConnector>.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly DicomFaultMessages _faults = new();

    /// <summary>A place at the server, for one association at a time.</summary>
    /// <exception cref="ServerBusyException">None became free in time.</exception>
    public async ValueTask<IAsyncDisposable> ReserveAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        if (TryReserve(server, lane) is { } free)
        {
            return free;
        }

        using var deadline = new CancellationTokenSource(options.CurrentValue.PlaceTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token,
            cancellationToken
        );
        try
        {
            return await limiter.AcquireAsync(server.Id, lane, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerBusyException(server.MaxAssociations);
        }
    }

    /// <summary>One more place when one is free at this moment; does not wait, so that two holders cannot wait for each other.</summary>
    public IAsyncDisposable? TryReserve(DicomServerNode server, LimiterLane lane)
    {
        limiter.Configure(server.Id, server.MaxAssociations);
        return limiter.TryAcquire(server.Id, lane);
    }

    /// <summary>Opens an association; the caller holds a place. A probe reports itself what it found.</summary>
    public async Task<DicomAssociation> OpenAsync(
        DicomServerNode server,
        IReadOnlyList<PresentationContextProposal> contexts,
        DicomTimeouts timeouts,
        CancellationToken cancellationToken,
        bool isProbe = false
    )
    {
        using var scope = Scope(server);
        var peer = Peer(server);
        var who = peer.ToString();
        var started = _time.GetTimestamp();
        try
        {
            var association = await DicomAssociation
                .RequestAsync(peer, contexts, timeouts, cancellationToken)
                .ConfigureAwait(false);
            Opened(server, association, contexts.Count, started);
            if (!isProbe)
            {
                health?.Answered(server);
            }

            FollowToItsEnd(association, server);
            return association;
        }
        catch (DicomAssociationRejectedException rejected)
        {
            var rejection = rejected.Rejection.ToString();
            var elapsed = Milliseconds(started);
            LogRejected(server.Name, who, rejection, elapsed);
            throw;
        }
        catch (Exception fault)
            when (fault is DicomNetworkException or SocketException
                && !cancellationToken.IsCancellationRequested
            )
        {
            var elapsed = Milliseconds(started);
            LogNotOpened(server.Name, fault.Message, elapsed);
            if (
                !isProbe
                && fault is (DicomConnectionException or DicomTimeoutException or SocketException)
            )
            {
                health?.Failed(
                    server,
                    NodeFault.Unreachable,
                    _faults.Describe(fault, server).Message,
                    asTry: false
                );
            }

            throw;
        }
    }

    public DicomPeer Peer(DicomServerNode server) =>
        new(server.Host, server.Port, server.AeTitle, options.CurrentValue.CallingAeTitle);

    /// <summary>Deadlines for questions: somebody waits for the answer.</summary>
    public static DicomTimeouts QueryTimeouts(DicomServerNode server) =>
        new()
        {
            Connect = TimeSpan.FromSeconds(server.Timeouts.ConnectSeconds),
            Association = TimeSpan.FromSeconds(server.Timeouts.ConnectSeconds),
            Response = TimeSpan.FromSeconds(server.Timeouts.ResponseSeconds),
            Idle = TimeSpan.FromSeconds(server.Timeouts.ResponseSeconds),
            Total = TimeSpan.FromSeconds(server.Timeouts.TotalSeconds),
        };

    /// <summary>Deadlines for images: an archive may have to fetch them from tape first.</summary>
    public static DicomTimeouts ImageTimeouts(DicomServerNode server) =>
        QueryTimeouts(server) with
        {
            Response = TimeSpan.FromSeconds(server.Timeouts.FirstImageSeconds),
            Idle = TimeSpan.FromSeconds(server.Timeouts.IdleSeconds),
        };

    /// <summary>Deadlines for images on a slow medium: asking has begun their recall, and a later attempt finds them.</summary>
    public static DicomTimeouts OfflineTimeouts(DicomServerNode server) =>
        ImageTimeouts(server) with
        {
            Response = TimeSpan.FromSeconds(server.Timeouts.OfflineSeconds),
        };

    /// <summary>The end may be seen by a timer or by who cancels: the line still belongs to whom the association belonged.</summary>
    private void FollowToItsEnd(DicomAssociation association, DicomServerNode server)
    {
        var opened = _time.GetTimestamp();
        var context = ExecutionContext.Capture();
        association.Ended = cause =>
        {
            if (context is null)
            {
                LogEnd(server, cause, opened);
            }
            else
            {
                ExecutionContext.Run(context, _ => LogEnd(server, cause, opened), null);
            }
        };
    }

    private void Opened(
        DicomServerNode server,
        DicomAssociation association,
        int proposed,
        long started
    )
    {
        var who = association.Peer.ToString();
        var accepted = association.Contexts.Count(c => c.IsAccepted);
        var elapsed = Milliseconds(started);
        LogOpened(server.Name, who, accepted, proposed, elapsed);
    }

    private void LogEnd(DicomServerNode server, Exception? cause, long opened)
    {
        using var scope = Scope(server);
        var lasted = Milliseconds(opened);
        if (cause is null)
        {
            LogReleased(server.Name, lasted);
        }
        else
        {
            LogAborted(server.Name, lasted, cause.Message);
        }
    }

    private IDisposable? Scope(DicomServerNode server) =>
        _logger.BeginScope(new Dictionary<string, object> { ["Server"] = server.Name });

    private long Milliseconds(long since) => (long)_time.GetElapsedTime(since).TotalMilliseconds;

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Association with {Server} opened: {Peer}, {Accepted} of {Proposed} presentation contexts accepted, {Milliseconds} ms"
    )]
    private partial void LogOpened(
        string server,
        string peer,
        int accepted,
        int proposed,
        long milliseconds
    );

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Association with {Server} rejected: {Peer}, {Rejection}, {Milliseconds} ms"
    )]
    private partial void LogRejected(
        string server,
        string peer,
        string rejection,
        long milliseconds
    );

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Association with {Server} not opened: {Reason} ({Milliseconds} ms)"
    )]
    private partial void LogNotOpened(string server, string reason, long milliseconds);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Association with {Server} released after {Milliseconds} ms"
    )]
    private partial void LogReleased(string server, long milliseconds);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Association with {Server} aborted after {Milliseconds} ms: {Reason}"
    )]
    private partial void LogAborted(string server, long milliseconds, string reason);
}
