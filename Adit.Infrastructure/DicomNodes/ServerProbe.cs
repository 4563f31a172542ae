using System.Globalization;
using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Transfers;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>Asks a server for an answer within a few seconds: for a person who presses a button, and before a task starts.</summary>
internal sealed class ServerProbe(
    ServerConnector connector,
    DicomWebConnector web,
    DicomFaultMessages faults,
    IOptionsMonitor<TransferOptions> options,
    TimeProvider time
) : IServerProbe
{
    public async Task<ProbeResult> EchoAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var limit = options.CurrentValue.ProbeTimeout;
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token,
            cancellationToken
        );
        if (await PlaceAsync(server, lane, either.Token).ConfigureAwait(false) is not { } place)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ProbeResult(
                false,
                $"All connections that Adit may open to {server.Name} are in use, so it could not be asked. Try again later.",
                time.GetElapsedTime(started)
            )
            {
                Fault = NodeFault.None,
                WasBusy = true,
            };
        }

        await using var _ = place.ConfigureAwait(false);
        try
        {
            await EchoAsync(server, limit, either.Token).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(started);
            return new ProbeResult(
                true,
                $"{server.Name} answered within {elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms.",
                elapsed
            );
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(
                false,
                faults.Describe(fault, server).Message,
                time.GetElapsedTime(started)
            )
            {
                Fault = Meaning(fault),
            };
        }
    }

    private async Task EchoAsync(
        DicomServerNode server,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var timeouts = new DicomTimeouts
        {
            Connect = limit,
            Association = limit,
            Response = limit,
            Idle = limit,
            Total = limit,
        };
        if (server.DicomWebUrl is not null && (server.Services & ServerServices.DimseDefault) == 0)
        {
            // Its host and port are those of no DICOM service: ask what it has.
            using var client = web.Open(server, timeouts);
            var query = new DicomWebQuery(DicomWebQueryLevel.Studies) { Limit = 1 };
            await foreach (
                var _ in client.QueryAsync(query, cancellationToken).ConfigureAwait(false)
            )
            {
                break;
            }
            return;
        }
        var association = await connector
            .OpenAsync(
                server,
                [new(DicomUids.Verification, DicomTransferSyntax.ImplicitVrLittleEndian)],
                timeouts,
                cancellationToken,
                isProbe: true
            )
            .ConfigureAwait(false);
        await using (association.ConfigureAwait(false))
        {
            await association.EchoAsync(cancellationToken).ConfigureAwait(false);
            await association.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A person waits in the line; a task that finds no free place has its answer: others are talking to the server.</summary>
    private async Task<IAsyncDisposable?> PlaceAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        if (lane == LimiterLane.Task)
        {
            return connector.TryReserve(server, lane);
        }

        try
        {
            return await connector
                .ReserveAsync(server, lane, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception full) when (full is OperationCanceledException or ServerBusyException)
        {
            return null;
        }
    }

    /// <summary>Some servers answer and do not know the question: that keeps no transfer from working.</summary>
    private static NodeFault Meaning(Exception fault) =>
        fault switch
        {
            DicomPresentationContextException or DicomStatusException => NodeFault.None,
            DicomWebException { Fault: DicomWebFault.Status } answered
                when IsNoQueryService(answered) => NodeFault.None,
            DicomWebException refused when !refused.IsRetriable => NodeFault.Refused,
            AuthorizationUnreadableException => NodeFault.Refused,
            DicomAssociationRejectedException when !DicomFaultMessages.IsRetriable(fault) =>
                NodeFault.Refused,
            _ => NodeFault.Unreachable,
        };

    /// <summary>A server that only takes or only gives images need not answer queries.</summary>
    private static bool IsNoQueryService(DicomWebException answered) =>
        answered.StatusCode
            is HttpStatusCode.BadRequest
                or HttpStatusCode.NotFound
                or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.NotAcceptable
                or HttpStatusCode.NotImplemented;
}
