using System.Net;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// Delivers by STOW-RS: one image per request, so that the answer is about it alone, and several requests at a time, as many as the
/// destination has places for.
/// </summary>
internal sealed class StowDelivery(
    DicomWebConnector connector,
    DicomFaultMessages faults,
    DicomServerNode destination,
    TransferManifest manifest,
    ITaskLog log
) : IDelivery
{
    private const int MaxBreaksInARow = 3;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _brokeOn = new(StringComparer.Ordinal);
    private DicomWebClient? _client;
    private int _breaks;
    private ExceptionDispatchInfo? _ended;

    public async Task RunAsync(
        ChannelReader<InstanceInTransit> arriving,
        IReadOnlyList<StorageContext> likely,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var places = connector.TakeExtraPlaces(destination);
        await using var _ = places.ConfigureAwait(false);
        // Ends the wait for the next image when a request finds the destination lost.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var slots = new SemaphoreSlim(places.Requests);
        var running = new List<Task>();
        try
        {
            Open();
            while (await arriving.WaitToReadAsync(ending.Token).ConfigureAwait(false))
            {
                await slots.WaitAsync(ending.Token).ConfigureAwait(false);
                if (!arriving.TryRead(out var instance))
                {
                    slots.Release();
                    continue;
                }
                running.RemoveAll(task => task.IsCompleted);
                running.Add(SendAndReleaseAsync(instance, slots, ending, abort));
            }
        }
        catch (OperationCanceledException) when (_ended is not null)
        {
            // What ended the requests is thrown below, when all of them have ended.
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(false);
            while (arriving.TryRead(out var left))
            {
                await left.Data.CompleteAsync().ConfigureAwait(false);
            }
        }
        var ended = _ended;
        _ended = null;
        ended?.Throw();
    }

    /// <summary>Nothing more to write: every answer is in the ledger.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _client = null;
        return ValueTask.CompletedTask;
    }

    private void Open()
    {
        try
        {
            _client ??= connector.Open(destination, ServerConnector.ImageTimeouts(destination));
        }
        catch (AuthorizationUnreadableException unreadable)
        {
            throw new DestinationLostException(
                faults.Describe(unreadable, destination).Message,
                unreadable
            );
        }
    }

    private async Task SendAndReleaseAsync(
        InstanceInTransit instance,
        SemaphoreSlim slots,
        CancellationTokenSource ending,
        CancellationToken abort
    )
    {
        try
        {
            await SendAsync(instance, abort).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                _ended ??= ExceptionDispatchInfo.Capture(fault);
            }
            await ending.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            await instance.Data.CompleteAsync().ConfigureAwait(false);
            slots.Release();
        }
    }

    private async Task SendAsync(InstanceInTransit instance, CancellationToken cancellationToken)
    {
        DicomWebStoreResult result;
        try
        {
            result = await _client!
                .StoreAsync(
                    new DicomWebStoreRequest(
                        instance.SopClassUid,
                        instance.SentUid,
                        instance.TransferSyntax,
                        instance.Data
                    )
                    {
                        Length = instance.Data.IsWhole ? instance.Data.Length : null,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is DicomException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await BreakAsync(instance, broken, cancellationToken).ConfigureAwait(false);
            return;
        }
        Interlocked.Exchange(ref _breaks, 0);
        var outcome = result.Outcome switch
        {
            DicomWebStoreOutcome.Stored => InstanceOutcome.Stored,
            DicomWebStoreOutcome.StoredWithWarning => InstanceOutcome.StoredWithWarning,
            DicomWebStoreOutcome.Failed => InstanceOutcome.Failed,
        };
        await manifest
            .SettleAsync(
                instance.Image,
                outcome,
                cancellationToken,
                instance.Data.Length,
                outcome == InstanceOutcome.Stored ? 0 : result.Reason?.Code,
                WebFaultMessages.DescribeStored(result),
                instance.OutputSopInstanceUid?.Value
            )
            .ConfigureAwait(false);
        if (
            outcome == InstanceOutcome.Failed
            && result.Reason is { } reason
            && reason.Code >> 8 == 0xA7
        )
        {
            // Out of resources: the next image would meet the same.
            throw new DestinationLostException(
                DicomFaultMessages.DescribeStored(reason),
                new DicomStatusException("The destination is out of resources.", reason)
            );
        }
    }

    /// <summary>The request broke in the middle of an image. That image comes again in the next round, once.</summary>
    private async Task BreakAsync(
        InstanceInTransit instance,
        Exception broken,
        CancellationToken cancellationToken
    )
    {
        if (instance.Data.IsBroken)
        {
            // The source broke off, not the destination; the retrieve knows.
            return;
        }
        var message = faults.Describe(broken, destination).Message;
        if (IsAboutAll(broken))
        {
            throw new DestinationLostException(message, broken);
        }
        bool isSecond;
        lock (_gate)
        {
            isSecond = !_brokeOn.Add(instance.Image.SopInstanceUid);
        }
        if (isSecond)
        {
            await manifest
                .SettleAsync(
                    instance.Image,
                    InstanceOutcome.Failed,
                    cancellationToken,
                    reason: $"The destination broke off twice on this image. {message}"
                )
                .ConfigureAwait(false);
        }
        log.Write(LogLevel.Warning, message);
        if (Interlocked.Increment(ref _breaks) >= MaxBreaksInARow)
        {
            throw new DestinationLostException(message, broken);
        }
    }

    /// <summary>True when the next image would meet the same.</summary>
    private static bool IsAboutAll(Exception fault) =>
        fault switch
        {
            DicomWebException
            {
                StatusCode: HttpStatusCode.InternalServerError
                    or HttpStatusCode.BadGateway
                    or HttpStatusCode.GatewayTimeout
                    or HttpStatusCode.RequestTimeout
            } => false,
            DicomWebException { Fault: DicomWebFault.Malformed or DicomWebFault.Truncated } =>
                false,
            DicomWebException or AuthorizationUnreadableException => true,
            DicomConnectionException connection => !connection.WasEstablished,
            _ => false,
        };
}

internal sealed class StowRoute(DicomWebConnector connector, DicomFaultMessages faults)
    : IDeliveryRoute
{
    public DeliveryMethod Method => DeliveryMethod.StowRs;

    public bool IsOfferedBy(DicomNode destination) =>
        destination is DicomServerNode server
        && DicomWebConnector.IsOffered(server, ServerServices.StowRs);

    public IDelivery Create(DeliveryJob job) =>
        new StowDelivery(connector, faults, job.Server, job.Manifest, job.Context.Log);
}
