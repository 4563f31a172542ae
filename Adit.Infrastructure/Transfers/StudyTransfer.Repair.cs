using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers;

/// <summary>What an attempt does about images that did not come at once.</summary>
internal sealed partial class StudyTransfer
{
    /// <summary>
    /// What has not come is asked for again: in lists as long as that brings something, then one by one, so that one bad image
    /// costs one image.
    /// </summary>
    private async Task RepairAsync()
    {
        var breaks = 0;
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
                throw new SourceLostException(fault);
            }
        }
        foreach (var image in _manifest.MissingImages())
        {
            await _manifest
                .SettleAsync(
                    image,
                    InstanceOutcome.Failed,
                    _stop,
                    reason: $"{_source.Name} lists this image but does not deliver it."
                )
                .ConfigureAwait(false);
        }
    }

    private async Task<Exception?> RetryListsAsync()
    {
        Exception? last = null;
        foreach (var group in _contextGroups)
        {
            var classes = group.Select(c => c.SopClassUid.Value).ToHashSet(StringComparer.Ordinal);
            var requests = Requests(
                _manifest
                    .MissingImages()
                    .Where(i => i.SopClassUid.Length == 0 || classes.Contains(i.SopClassUid))
            );
            if (requests.Count == 0)
            {
                requests =
                [
                    .. _manifest
                        .MissingSeries()
                        .Select(s => _study.GetSeries([s.Series.SeriesInstanceUid])),
                ];
            }
            if (requests.Count > 0)
            {
                last = await RoundAsync(group, requests).ConfigureAwait(false) ?? last;
            }
        }
        return last;
    }

    private async Task<Exception?> RetrySinglyAsync()
    {
        var lost = 0;
        foreach (var image in _manifest.MissingImages())
        {
            var group =
                _contextGroups.FirstOrDefault(g =>
                    g.Any(c => c.SopClassUid.Value == image.SopClassUid)
                ) ?? _contextGroups[0];
            var fault = await RoundAsync(
                    group,
                    [_study.GetImages(image.SeriesInstanceUid, [image.SopInstanceUid])]
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
            if (fault is not null and not DicomStatusException && ++lost >= MaxBreaksInARow)
            {
                return fault;
            }
            await _manifest
                .SettleAsync(
                    image,
                    InstanceOutcome.Failed,
                    _stop,
                    reason: fault is null
                        ? $"{_source.Name} lists this image but does not deliver it."
                        : $"Not delivered: {_faults.Describe(fault, _source).Message}"
                )
                .ConfigureAwait(false);
        }
        return null;
    }

    private List<DicomDataset> Requests(IEnumerable<ListedImage> images) =>
        [
            .. images
                .GroupBy(i => i.SeriesInstanceUid, StringComparer.Ordinal)
                .SelectMany(s =>
                    s.Chunk(MaxImagesPerRequest)
                        .Select(c => _study.GetImages(s.Key, c.Select(i => i.SopInstanceUid)))
                ),
        ];
}
