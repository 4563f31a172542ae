using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Receiver;
using Adit.Infrastructure.Transfers.Routes;

namespace Adit.Infrastructure.Transfers;

/// <summary>Fetching and delivering at the same time, and the change to another route.</summary>
internal sealed partial class StudyTransfer
{
    /// <summary>Everything at once, or, when much of it is stored already or it needs several associations, image by image.</summary>
    private async Task FirstRoundAsync()
    {
        var again = true;
        while (again)
        {
            again = false;
            foreach (var group in Groups())
            {
                if (_fetching.NegotiatesContexts)
                {
                    Log(
                        $"Fetching from {_source.Name} with {group.Count} presentation contexts for {Counted(group.DistinctBy(c => c.SopClassUid).Count(), "SOP class", "SOP classes")}."
                    );
                }
                var scopes = FirstScopes(group);
                if (
                    scopes.Count > 0
                    && await RoundAsync(group, scopes).ConfigureAwait(false) is { } fault
                )
                {
                    if (await TryNextRouteAsync(fault).ConfigureAwait(false))
                    {
                        again = true;
                        break;
                    }
                    Rethrow(fault);
                    LogFault(fault);
                }
            }
        }
    }

    /// <summary>A route that negotiates no contexts fetches everything over one connection.</summary>
    private IReadOnlyList<IReadOnlyList<StorageContext>> Groups()
    {
        if (!_fetching.NegotiatesContexts)
        {
            return [_contextGroups.Count > 0 ? _contextGroups[0] : []];
        }
        if (_contextGroups.Count == 0)
        {
            _areContextsGuessed = _classes.Count == 0;
            _contextGroups = StorageContexts.Plan(
                _classes.Count > 0
                    ? _classes
                    : StorageContexts.ClassesFor(_series.Select(s => s.Modality))
            );
        }
        return _contextGroups;
    }

    private List<FetchScope> FirstScopes(IReadOnlyList<StorageContext> group)
    {
        var severalGroups = _fetching.NegotiatesContexts && _contextGroups.Count > 1;
        if (_manifest.IsListed && (_manifest.Done > 0 || severalGroups))
        {
            return MissingScopes(group);
        }
        return
        [
            WantsAllSeries
                ? new FetchScope.Study()
                : new FetchScope.Series([.. _series.Select(s => s.SeriesInstanceUid)]),
        ];
    }

    private bool WantsAllSeries =>
        _context.Task.SeriesInstanceUids.Count == 0 && _excluded.Count == 0;

    /// <summary>
    /// Fetches and delivers what comes at the same time. Gives the source's fault back, when there was one; a lost destination is
    /// thrown, unless another way leads there.
    /// </summary>
    private async Task<Exception?> RoundAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<FetchScope> scopes
    )
    {
        _receiver.BeginRound();
        var channel = Channel.CreateBounded<InstanceInTransit>(
            new BoundedChannelOptions(MaxQueuedImages) { SingleReader = true, SingleWriter = true }
        );
        using var fetchToken = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        _manifest.Route = TransferRouteNames.Of(
            _fetching.Route.Method.Name(),
            _delivering.Route.Method.Name()
        );
        var delivering = _delivering.Current.RunAsync(channel.Reader, contexts, _stop, _abort);
        var fetching = _fetching.Current.FetchAsync(
            contexts,
            scopes,
            (image, token) => _receiver.ReceiveAsync(image, channel.Writer, token),
            fetchToken.Token,
            _abort
        );
        Exception? fault = null;
        try
        {
            if (await Task.WhenAny(delivering, fetching).ConfigureAwait(false) == delivering)
            {
                // The destination is lost, or the transfer is stopped: what the source still has stays there for later.
                await fetchToken.CancelAsync().ConfigureAwait(false);
            }
            await fetching.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        channel.Writer.TryComplete();
        try
        {
            await delivering.ConfigureAwait(false);
        }
        catch (DestinationLostException lost) when (!_stop.IsCancellationRequested)
        {
            if (!await TryNextDeliveryAsync(lost).ConfigureAwait(false))
            {
                throw;
            }
            return null;
        }
        finally
        {
            while (channel.Reader.TryRead(out var left))
            {
                await left.Data.CompleteAsync().ConfigureAwait(false);
            }
        }
        _stop.ThrowIfCancellationRequested();
        return fault;
    }

    /// <summary>Another way to fetch, when this one does not work with this source at all.</summary>
    private async Task<bool> TryNextRouteAsync(Exception fault)
    {
        if (
            !_fetching.HasNext
            || !FetchSide.MeansAnotherWay(fault, _fetching.Route.Method)
            || _receiver.Received > _fetching.ReceivedBefore
        )
        {
            return false;
        }
        await NextRouteAsync(_faults.Describe(fault, _source).Message).ConfigureAwait(false);
        return true;
    }

    private async Task NextRouteAsync(string reason)
    {
        var failed = _fetching.Route.Method.Name();
        await _fetching.NextAsync(_receiver.Received).ConfigureAwait(false);
        Warn(
            $"{failed} does not bring the images. {reason} Trying {_fetching.Route.Method.Name()} instead."
        );
        await AnnounceRouteAsync().ConfigureAwait(false);
        if (_fetching.Route.NeedsImageList)
        {
            // The list may be on its way: one association answers one question at a time.
            await _listingRun.ConfigureAwait(false);
            if (!_manifest.IsListed)
            {
                await ListAsync(details: false).ConfigureAwait(false);
            }
            await _listing.CloseAsync(_stop).ConfigureAwait(false);
            await _context.Ledger.FlushAsync(_stop).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryNextDeliveryAsync(DestinationLostException lost)
    {
        if (!_delivering.HasNext || !DeliverySide.MeansAnotherWay(lost.InnerException!))
        {
            return false;
        }
        var failed = _delivering.Route.Method.Name();
        await _delivering.NextAsync().ConfigureAwait(false);
        Warn(
            $"{failed} does not work with {_destination.Name}. {lost.Message} Trying {_delivering.Route.Method.Name()} instead."
        );
        await AnnounceRouteAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Faults that another question to the source cannot mend.</summary>
    private static void Rethrow(Exception fault)
    {
        switch (fault)
        {
            case ForeignInstanceException foreign:
                throw new ForeignInstanceException(foreign);
            case RevealingPseudonymException revealing:
                throw new RevealingPseudonymException(revealing.Message);
            case DicomAssociationRejectedException or DicomPresentationContextException:
            case DicomConnectionException { WasEstablished: false }:
            case DicomTimeoutException:
            case DicomStatusException { Status: var status }
                when status == DicomStatus.MoveDestinationUnknown:
            case MoveNotPossibleException:
            case OperationCanceledException:
            case AuthorizationUnreadableException:
                throw new SourceLostException(fault);
            case DicomWebException web
                when !WadoFetcher.IsAboutOne(web) && web.Fault != DicomWebFault.Truncated:
                throw new SourceLostException(fault);
            case DicomException or IOException:
                return;
            default:
                throw new InvalidOperationException("Fetching failed in an unexpected way.", fault);
        }
    }

    private void LogFault(Exception fault) =>
        Warn(
            fault is TransferBufferFullException
                ? $"{_destination.Name} does not keep up and the temporary file is full: fetching stopped, and goes on when what is here has been sent."
                : _faults.Describe(fault, _source).Message
        );
}
