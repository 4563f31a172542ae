using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Transfers.Routes;

namespace Adit.Infrastructure.Transfers;

/// <summary>What an attempt does about images that did not come at once.</summary>
internal sealed partial class StudyTransfer
{
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private bool _areContextsGuessed;

    /// <summary>
    /// What has not come is asked for again: in lists as long as that brings something, then one by one, so that one bad image
    /// costs one image; then by the next route, when the source has another one.
    /// </summary>
    private async Task RepairAsync()
    {
        await RepairByThisRouteAsync().ConfigureAwait(false);
        while (_manifest.Missing > 0 && _fetching.HasNext)
        {
            await NextRouteAsync($"{Images(_manifest.Missing)} are still missing.")
                .ConfigureAwait(false);
            await RepairByThisRouteAsync().ConfigureAwait(false);
        }
        foreach (var image in _manifest.MissingImages())
        {
            await _manifest
                .SettleAsync(
                    image,
                    InstanceOutcome.Failed,
                    _stop,
                    reason: _refusals.GetValueOrDefault(image.SopInstanceUid)
                        ?? $"{_source.Name} lists this image but does not deliver it."
                )
                .ConfigureAwait(false);
        }
    }

    private async Task RepairByThisRouteAsync()
    {
        var breaks = 0;
        OfferEverything();
        for (var round = 1; round <= MaxRounds && _manifest.Missing > 0; round++)
        {
            var before = _receiver.Received;
            var single = breaks > 0;
            Log(
                $"{Images(_manifest.Missing)} did not come; asking again{(single ? " one by one" : "")}."
            );
            var fault = single
                ? await RetrySinglyAsync().ConfigureAwait(false)
                : await RetryListsAsync().ConfigureAwait(false);
            if (fault is not null)
            {
                if (await TryNextRouteAsync(fault).ConfigureAwait(false))
                {
                    breaks = 0;
                    continue;
                }
                Rethrow(fault);
                LogFault(fault);
            }
            breaks = _receiver.Received > before ? 0 : breaks + 1;
            if (single && fault is null)
            {
                break;
            }
            if (breaks >= MaxBreaksInARow && fault is not null)
            {
                if (_fetching.HasNext)
                {
                    break;
                }
                throw new SourceLostException(fault);
            }
        }
    }

    /// <summary>What the modality suggested was not enough for a server that names no SOP class at any level.</summary>
    private void OfferEverything()
    {
        if (_areContextsGuessed && _fetching.NegotiatesContexts && _manifest.Missing > 0)
        {
            _areContextsGuessed = false;
            Log(
                $"{_source.Name} does not say what kinds of images these are; every kind is offered to it now."
            );
            _contextGroups = StorageContexts.Plan(DicomUids.StorageClasses);
        }
    }

    private async Task<Exception?> RetryListsAsync()
    {
        Exception? last = null;
        foreach (var group in Groups())
        {
            var scopes = MissingScopes(group);
            if (scopes.Count == 0)
            {
                scopes =
                [
                    .. _manifest
                        .MissingSeries()
                        .Select(s => new FetchScope.Series([s.Series.SeriesInstanceUid])),
                ];
            }
            if (scopes.Count > 0)
            {
                last = await RoundAsync(group, scopes).ConfigureAwait(false) ?? last;
            }
        }
        return last;
    }

    private async Task<Exception?> RetrySinglyAsync()
    {
        var lost = 0;
        foreach (var image in _manifest.MissingImages())
        {
            var groups = Groups();
            var group =
                groups.FirstOrDefault(g => g.Any(c => c.SopClassUid.Value == image.SopClassUid))
                ?? groups[0];
            var fault = await RoundAsync(
                    group,
                    [new FetchScope.Images(image.SeriesInstanceUid, [image.SopInstanceUid])]
                )
                .ConfigureAwait(false);
            if (_manifest.IsSettled(image.SopInstanceUid))
            {
                lost = 0;
                continue;
            }
            if (fault is not null)
            {
                Rethrow(fault);
            }
            if (fault is not null && !ConcernsThisImage(fault) && ++lost >= MaxBreaksInARow)
            {
                return fault;
            }
            _refusals[image.SopInstanceUid] = fault is null
                ? $"{_source.Name} lists this image but does not deliver it."
                : $"Not delivered: {_faults.Describe(fault, _source).Message}";
        }
        return null;
    }

    /// <summary>
    /// A status speaks of the image that was asked for. "Out of resources" may mean the whole server, when it has not sent anything
    /// yet; behind other images it is what many archives say of one that they cannot send.
    /// </summary>
    private bool ConcernsThisImage(Exception fault) =>
        fault switch
        {
            DicomStatusException { Status: var status } => _receiver.Received > 0
                || !DicomFaultMessages.IsRetriable(status),
            DicomWebException web => WadoFetcher.IsAboutOne(web)
                && (_receiver.Received > 0 || !web.IsRetriable),
            _ => false,
        };

    /// <summary>Listed images of the group's SOP classes that have not come, in requests of bounded length.</summary>
    private List<FetchScope> MissingScopes(IReadOnlyList<StorageContext> group)
    {
        var classes = group.Select(c => c.SopClassUid.Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _manifest
                .MissingImages()
                .Where(i =>
                    !_fetching.NegotiatesContexts
                    || i.SopClassUid.Length == 0
                    || classes.Contains(i.SopClassUid)
                )
                .GroupBy(i => i.SeriesInstanceUid, StringComparer.Ordinal)
                .SelectMany(s =>
                    s.Chunk(MaxImagesPerRequest)
                        .Select(c => new FetchScope.Images(
                            s.Key,
                            [.. c.Select(i => i.SopInstanceUid)]
                        ))
                ),
        ];
    }
}
