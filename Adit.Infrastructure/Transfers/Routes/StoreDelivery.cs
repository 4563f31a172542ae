using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// The destination's side of a transfer: C-STORE over one association, whose contexts follow the images at hand. It outlives the
/// rounds of the retrieve.
/// </summary>
internal sealed class StoreDelivery(
    ServerConnector connector,
    DicomFaultMessages faults,
    DicomServerNode destination,
    TransferManifest manifest,
    ITaskLog log
) : IDelivery
{
    private const int MaxBreaksInARow = 3;

    private readonly List<StorageContext> _wanted = [];
    private readonly HashSet<StorageContext> _refused = [];
    private DicomAssociation? _association;
    private HashSet<StorageContext> _proposed = [];
    private int _breaks;
    private string? _brokeOn;

    public async Task RunAsync(
        ChannelReader<InstanceInTransit> arriving,
        IReadOnlyList<StorageContext> likely,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        try
        {
            if (_association is null && likely.Count > 0)
            {
                // Opened while the source prepares its first image. Nothing is likely when the source does not say what it has.
                foreach (var context in likely.Reverse())
                {
                    Want(context);
                }
                await OpenAsync(abort).ConfigureAwait(false);
            }
            while (await arriving.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (arriving.TryRead(out var instance))
                {
                    try
                    {
                        stop.ThrowIfCancellationRequested();
                        await SendAsync(instance, abort).ConfigureAwait(false);
                    }
                    finally
                    {
                        await instance.Data.CompleteAsync().ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            while (arriving.TryRead(out var left))
            {
                await left.Data.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Nothing more to write: every answer is in the ledger.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_association is { } association)
        {
            _association = null;
            await association.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync(InstanceInTransit instance, CancellationToken cancellationToken)
    {
        var context = new StorageContext(instance.SopClassUid, instance.TransferSyntax);
        if (!await EnsureContextAsync(context, cancellationToken).ConfigureAwait(false))
        {
            var className = context.SopClassUid.Name ?? context.SopClassUid.Value;
            await manifest
                .SettleAsync(
                    instance.Image,
                    InstanceOutcome.Failed,
                    cancellationToken,
                    reason: $"{destination.Name} does not accept {className} in {context.TransferSyntax.Name}. Have it allowed there, or choose another destination."
                )
                .ConfigureAwait(false);
            return;
        }
        DicomStoreResult result;
        try
        {
            result = await _association!
                .StoreAsync(
                    new DicomStoreRequest(
                        instance.SopClassUid,
                        instance.SentUid,
                        instance.TransferSyntax,
                        instance.Data
                    ),
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
        _breaks = 0;
        var outcome =
            result.Status.IsSuccess ? InstanceOutcome.Stored
            : result.Status.IsWarning ? InstanceOutcome.StoredWithWarning
            : InstanceOutcome.Failed;
        await manifest
            .SettleAsync(
                instance.Image,
                outcome,
                cancellationToken,
                instance.Data.Length,
                result.Status.Code,
                outcome == InstanceOutcome.Stored
                    ? null
                    : DicomFaultMessages.DescribeStored(result.Status),
                instance.OutputSopInstanceUid?.Value
            )
            .ConfigureAwait(false);
        if (result.Status.Code >> 8 == 0xA7)
        {
            // Out of resources: the next image would meet the same.
            throw new DestinationLostException(
                DicomFaultMessages.DescribeStored(result.Status),
                new DicomStatusException("The destination is out of resources.", result.Status)
            );
        }
    }

    /// <summary>The association broke in the middle of an image. That image comes again in the next round, once.</summary>
    private async Task BreakAsync(
        InstanceInTransit instance,
        Exception broken,
        CancellationToken cancellationToken
    )
    {
        await DisposeAsync().ConfigureAwait(false);
        if (instance.Data.IsBroken)
        {
            // The source broke off, not the destination; the retrieve knows.
            return;
        }
        _breaks++;
        var message = faults.Describe(broken, destination).Message;
        if (_brokeOn == instance.Image.SopInstanceUid)
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
        _brokeOn = instance.Image.SopInstanceUid;
        log.Write(LogLevel.Warning, message);
        if (_breaks >= MaxBreaksInARow)
        {
            throw new DestinationLostException(message, broken);
        }
    }

    /// <summary>False when the destination refuses this SOP class in this transfer syntax.</summary>
    private async Task<bool> EnsureContextAsync(
        StorageContext context,
        CancellationToken cancellationToken
    )
    {
        if (_refused.Contains(context))
        {
            return false;
        }
        if (_association is { IsOpen: true } && _proposed.Contains(context))
        {
            return Accepts(context);
        }
        Want(context);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return Accepts(context);
    }

    private bool Accepts(StorageContext context)
    {
        if (_association!.FindContext(context.SopClassUid, context.TransferSyntax) is not null)
        {
            return true;
        }
        _refused.Add(context);
        return false;
    }

    private void Want(StorageContext context)
    {
        _wanted.Remove(context);
        _wanted.Insert(0, context);
        if (_wanted.Count > StorageContexts.MaxPerAssociation)
        {
            _wanted.RemoveAt(_wanted.Count - 1);
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        var proposals = _wanted
            .Select(c => new PresentationContextProposal(c.SopClassUid, c.TransferSyntax))
            .ToArray();
        try
        {
            _association = await connector
                .OpenAsync(
                    destination,
                    proposals,
                    ServerConnector.ImageTimeouts(destination),
                    cancellationToken
                )
                .ConfigureAwait(false);
            _proposed = [.. _wanted];
        }
        catch (Exception fault) when (fault is DicomException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new DestinationLostException(faults.Describe(fault, destination).Message, fault);
        }
    }
}

internal sealed class StoreRoute(ServerConnector connector, DicomFaultMessages faults)
    : IDeliveryRoute
{
    public DeliveryMethod Method => DeliveryMethod.CStore;

    public bool IsOfferedBy(DicomNode destination) =>
        destination is DicomServerNode server && server.Offers(ServerServices.Store);

    public IDelivery Create(DeliveryJob job) =>
        new StoreDelivery(connector, faults, job.Server, job.Manifest, job.Context.Log);
}
