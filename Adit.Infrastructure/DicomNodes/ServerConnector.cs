using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>Opens associations to a server as its row says, never more than its limit allows.</summary>
internal sealed class ServerConnector(ServerLimiter limiter, IOptionsMonitor<DicomOptions> options)
{
    /// <summary>A place at the server, for one association at a time.</summary>
    public ValueTask<IAsyncDisposable> ReserveAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        limiter.Configure(server.Id, server.MaxAssociations);
        return limiter.AcquireAsync(server.Id, lane, cancellationToken);
    }

    /// <summary>One more place when one is free at this moment; does not wait, so that two holders cannot wait for each other.</summary>
    public IAsyncDisposable? TryReserve(DicomServerNode server, LimiterLane lane) =>
        limiter.TryAcquire(server.Id, lane);

    /// <summary>Opens an association; the caller holds a place.</summary>
    public Task<DicomAssociation> OpenAsync(
        DicomServerNode server,
        IReadOnlyList<PresentationContextProposal> contexts,
        DicomTimeouts timeouts,
        CancellationToken cancellationToken
    ) => DicomAssociation.RequestAsync(Peer(server), contexts, timeouts, cancellationToken);

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
}
