using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Transfers;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>C-ECHO within a few seconds; somebody presses a button and waits.</summary>
internal sealed class ServerProbe(
    ServerConnector connector,
    DicomFaultMessages faults,
    IOptionsMonitor<TransferOptions> options,
    TimeProvider time
) : IServerProbe
{
    public async Task<ProbeResult> EchoAsync(
        DicomServerNode server,
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
        try
        {
            await using var place = (
                await connector
                    .ReserveAsync(server, LimiterLane.Interactive, either.Token)
                    .ConfigureAwait(false)
            ).ConfigureAwait(false);
            var timeouts = new DicomTimeouts
            {
                Connect = limit,
                Association = limit,
                Response = limit,
                Idle = limit,
            };
            var association = await connector
                .OpenAsync(
                    server,
                    [new(DicomUids.Verification, DicomTransferSyntax.ImplicitVrLittleEndian)],
                    timeouts,
                    either.Token
                )
                .ConfigureAwait(false);
            await using (association.ConfigureAwait(false))
            {
                await association.EchoAsync(either.Token).ConfigureAwait(false);
                await association.ReleaseAsync(either.Token).ConfigureAwait(false);
            }
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
            );
        }
    }
}
