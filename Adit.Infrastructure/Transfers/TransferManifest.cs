using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers;

/// <summary>One image as the source lists it.</summary>
internal sealed record ListedImage(
    string SopInstanceUid,
    string SeriesInstanceUid,
    string SopClassUid
);

/// <summary>One series as the source lists it.</summary>
internal sealed record ListedSeries(string SeriesInstanceUid, string? Modality, int? Images)
{
    public int? Number { get; init; }

    public string? Description { get; init; }
}

/// <summary>
/// What the images of one study have come to, and the only writer of the task's ledger. Everything that is counted at the end is
/// counted from here: expected = stored ∪ failed, the rest is missing.
/// </summary>
internal sealed class TransferManifest(TaskExecutionContext context) : IDisposable
{
    private sealed record Entry(
        ListedImage Image,
        InstanceOutcome Outcome,
        long Bytes,
        string? Reason
    );

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // Which line of an image comes last decides in the ledger, so that deciding and handing over are one step.
    private readonly SemaphoreSlim _ledgerTurn = new(1, 1);
    private IReadOnlyList<ListedSeries> _series = [];
    private int? _expectedCount;
    private bool _isListed;
    private int _done;
    private long _bytes;

    public int StoredEarlier { get; private set; }

    /// <summary>Every image that should come is known by its UID.</summary>
    public bool IsListed
    {
        get
        {
            lock (_gate)
            {
                return _isListed;
            }
        }
    }

    /// <summary>Images that the destination has.</summary>
    public int Done
    {
        get
        {
            lock (_gate)
            {
                return _done;
            }
        }
    }

    public int Unlisted { get; private set; }

    public long BytesSent => Interlocked.Read(ref _bytes);

    public int Stored => Count(InstanceOutcome.Stored) + Warned;

    public int Warned => Count(InstanceOutcome.StoredWithWarning);

    public int Failed => Count(InstanceOutcome.Failed);

    public int Unexpected => Count(InstanceOutcome.Unexpected);

    /// <summary>How many images the study should have; the listed ones, or the sum of the series' counts.</summary>
    public int? Expected
    {
        get
        {
            lock (_gate)
            {
                return _isListed
                    ? _entries.Values.Count(e => e.Outcome != InstanceOutcome.Unexpected)
                    : _expectedCount;
            }
        }
    }

    public void ContinueFrom(IReadOnlyList<TransferredInstance> earlier)
    {
        lock (_gate)
        {
            foreach (var line in earlier.Where(line => line.IsStored))
            {
                var image = new ListedImage(
                    line.SopInstanceUid,
                    line.SeriesInstanceUid,
                    line.SopClassUid
                );
                _entries[line.SopInstanceUid] = new Entry(
                    image,
                    line.Outcome,
                    line.Bytes,
                    line.Reason
                );
                StoredEarlier++;
            }
            _done = StoredEarlier;
        }
    }

    public void ExpectSeries(IReadOnlyList<ListedSeries> series)
    {
        lock (_gate)
        {
            _series = series;
            _expectedCount = series.All(s => s.Images is not null)
                ? series.Sum(s => s.Images)
                : null;
        }
    }

    /// <summary>Takes over the source's list. What has arrived already stays as it is.</summary>
    public async Task ExpectAsync(
        IReadOnlyCollection<ListedImage> images,
        CancellationToken cancellationToken
    )
    {
        await _ledgerTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            List<InstanceRecord> expected = new(images.Count);
            lock (_gate)
            {
                var listed = images
                    .Select(image => image.SopInstanceUid)
                    .ToHashSet(StringComparer.Ordinal);
                Unlisted = _entries.Values.Count(e =>
                    e.Outcome != InstanceOutcome.Unexpected
                    && !listed.Contains(e.Image.SopInstanceUid)
                );
                foreach (var image in images)
                {
                    if (
                        _entries.TryAdd(
                            image.SopInstanceUid,
                            new Entry(image, InstanceOutcome.Expected, 0, null)
                        )
                    )
                    {
                        expected.Add(
                            new InstanceRecord(
                                image.SopInstanceUid,
                                image.SeriesInstanceUid,
                                image.SopClassUid,
                                InstanceOutcome.Expected
                            )
                        );
                    }
                }
                _isListed = true;
            }
            await context.Ledger.RecordAsync(expected, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ledgerTurn.Release();
        }
        Report();
    }

    public bool IsSettled(string sopInstanceUid)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(sopInstanceUid, out var entry)
                && entry.Outcome != InstanceOutcome.Expected;
        }
    }

    /// <summary>Writes down what became of an image; the first outcome of this attempt stands.</summary>
    public async ValueTask SettleAsync(
        ListedImage image,
        InstanceOutcome outcome,
        CancellationToken cancellationToken,
        long bytes = 0,
        int? peerStatus = null,
        string? reason = null
    )
    {
        await _ledgerTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                var isKnown = _entries.TryGetValue(image.SopInstanceUid, out var entry);
                if (isKnown && entry!.Outcome != InstanceOutcome.Expected)
                {
                    return;
                }
                if (
                    isKnown
                    && entry!.Image.SopClassUid == image.SopClassUid
                    && entry.Image.SeriesInstanceUid == image.SeriesInstanceUid
                )
                {
                    // The same in other strings; one set of them is enough for a study of 100,000 images.
                    image = entry.Image;
                }
                if (_isListed && !isKnown && outcome != InstanceOutcome.Unexpected)
                {
                    Unlisted++;
                }
                _entries[image.SopInstanceUid] = new Entry(image, outcome, bytes, reason);
                if (outcome is InstanceOutcome.Stored or InstanceOutcome.StoredWithWarning)
                {
                    _done++;
                    Interlocked.Add(ref _bytes, bytes);
                }
            }
            await context
                .Ledger.RecordAsync(
                    new InstanceRecord(
                        image.SopInstanceUid,
                        image.SeriesInstanceUid,
                        image.SopClassUid,
                        outcome
                    )
                    {
                        PeerStatus = peerStatus,
                        Reason = reason,
                        Bytes = bytes,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            _ledgerTurn.Release();
        }
        Report();
    }

    /// <summary>Listed images of which nothing is known yet.</summary>
    public IReadOnlyList<ListedImage> MissingImages()
    {
        lock (_gate)
        {
            return
            [
                .. _entries
                    .Values.Where(e => e.Outcome == InstanceOutcome.Expected)
                    .Select(e => e.Image),
            ];
        }
    }

    /// <summary>Series of which fewer images have come than the source counts; only when there is no list.</summary>
    public IReadOnlyList<(ListedSeries Series, int Missing)> MissingSeries()
    {
        lock (_gate)
        {
            if (_isListed)
            {
                return [];
            }
            var come = _entries
                .Values.Where(e =>
                    e.Outcome is not (InstanceOutcome.Unexpected or InstanceOutcome.Expected)
                )
                .CountBy(e => e.Image.SeriesInstanceUid)
                .ToDictionary(StringComparer.Ordinal);
            return
            [
                .. _series
                    .Select(s =>
                        (s, Missing: (s.Images ?? 0) - come.GetValueOrDefault(s.SeriesInstanceUid))
                    )
                    .Where(s => s.Missing > 0),
            ];
        }
    }

    public int Missing => MissingImages().Count + MissingSeries().Sum(s => s.Missing);

    /// <summary>The reasons of failed images with how often each occurred, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Reasons(InstanceOutcome outcome)
    {
        lock (_gate)
        {
            return
            [
                .. _entries
                    .Values.Where(e => e.Outcome == outcome && e.Reason is not null)
                    .CountBy(e => e.Reason!)
                    .OrderByDescending(pair => pair.Value)
                    .Select(pair => (pair.Key, pair.Value)),
            ];
        }
    }

    public void Report()
    {
        TransferProgress progress;
        lock (_gate)
        {
            progress = new TransferProgress(
                context.Task.Id,
                context.Job.Id,
                _done,
                _isListed ? _entries.Count : _expectedCount ?? context.Task.ExpectedImages,
                BytesSent
            );
        }
        context.Progress.Report(progress);
    }

    public void Dispose() => _ledgerTurn.Dispose();

    private int Count(InstanceOutcome outcome)
    {
        lock (_gate)
        {
            return _entries.Values.Count(e => e.Outcome == outcome);
        }
    }
}
