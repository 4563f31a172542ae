using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;

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

    public string? BodyPart { get; init; }

    public InstanceAvailability Availability { get; init; }
}

/// <summary>
/// What the images of one study have come to, and the only writer of the task's ledger. Everything that is counted at the end is
/// counted from here: expected = stored ∪ failed ∪ excluded, the rest is missing.
/// </summary>
internal sealed partial class TransferManifest(TaskExecutionContext context) : IDisposable
{
    private sealed record Entry(
        ListedImage Image,
        InstanceOutcome Outcome,
        long Bytes,
        string? Reason
    );

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _come = new(StringComparer.Ordinal);

    // Which line of an image comes last decides in the ledger, so that deciding and handing over are one step.
    private readonly SemaphoreSlim _ledgerTurn = new(1, 1);
    private IReadOnlyList<ListedSeries> _series = [];
    private IReadOnlyList<ListedSeries> _unlisted = [];
    private int? _expectedCount;
    private bool _isListed;
    private int _done;
    private int _moved;
    private int _unexpected;
    private int _excluded;
    private long _bytes;

    public int StoredEarlier { get; private set; }

    /// <summary>How images travel from now on; noted with each of them.</summary>
    public TransferRoute Route { get; set; }

    /// <summary>Series whose images the source does not list and does not count: how many are missing cannot be said.</summary>
    public IReadOnlyList<ListedSeries> UncountedSeries
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _unlisted.Where(s => s.Images is null && Come(s.SeriesInstanceUid) == 0),
                ];
            }
        }
    }

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

    /// <summary>Modalities of the series that are transferred, as far as the source names them.</summary>
    public IReadOnlyList<string> Modalities
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _series
                        .Select(s => s.Modality)
                        .Where(m => !string.IsNullOrWhiteSpace(m))
                        .Select(m => m!)
                        .Distinct(StringComparer.Ordinal),
                ];
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

    /// <summary>Images that are left out on purpose.</summary>
    public int Excluded => Count(InstanceOutcome.Excluded);

    /// <summary>How many images the study should have; the listed ones, or the sum of the series' counts.</summary>
    public int? Expected
    {
        get
        {
            lock (_gate)
            {
                return _isListed ? ListedCount() : _expectedCount;
            }
        }
    }

    /// <summary>Takes over what earlier attempts have settled for good.</summary>
    /// <param name="earlier">Their lines.</param>
    /// <param name="withExcluded">Images that were refused stay refused; without it they are looked at again.</param>
    public void ContinueFrom(IReadOnlyList<TransferredInstance> earlier, bool withExcluded = false)
    {
        lock (_gate)
        {
            foreach (
                var line in earlier.Where(line =>
                    line.IsStored || (withExcluded && line.Outcome == InstanceOutcome.Excluded)
                )
            )
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
                CountAsCome(image);
                StoredEarlier += line.IsStored ? 1 : 0;
                _excluded += line.IsStored ? 0 : 1;
            }
            _done = StoredEarlier;
        }
    }

    /// <summary>Takes over which series are wanted, and which are left out for what reason.</summary>
    public async Task ExpectSeriesAsync(
        IReadOnlyList<ListedSeries> series,
        IReadOnlyList<(ListedSeries Series, string Reason)> excluded,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            _series = series;
            _expectedCount = series.All(s => s.Images is not null)
                ? series.Sum(s => s.Images)
                : null;
        }
        await context
            .Ledger.RecordSeriesAsync(
                [
                    .. series.Select(s => Record(s)),
                    .. excluded.Select(e =>
                        Record(e.Series) with
                        {
                            IsExcluded = true,
                            Reason = e.Reason,
                        }
                    ),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Notes why a series did not come as a whole.</summary>
    public ValueTask FailSeriesAsync(
        ListedSeries series,
        string reason,
        CancellationToken cancellationToken
    ) =>
        context.Ledger.RecordSeriesAsync(
            [Record(series) with { Reason = reason }],
            cancellationToken
        );

    /// <summary>
    /// Takes over the source's list. What has arrived already stays as it is. Of <paramref name="unlisted"/> series only the counts
    /// are known.
    /// </summary>
    public async Task ExpectAsync(
        IReadOnlyCollection<ListedImage> images,
        IReadOnlyList<ListedSeries> unlisted,
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
                            {
                                Route = Route,
                            }
                        );
                    }
                }
                _isListed = true;
                _unlisted = unlisted;
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
        string? reason = null,
        string? outputSopInstanceUid = null
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
                if (outcome == InstanceOutcome.Unexpected)
                {
                    _unexpected++;
                }
                else
                {
                    CountAsCome(image);
                }
                _excluded += outcome == InstanceOutcome.Excluded ? 1 : 0;
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
                        Route = Route,
                        PeerStatus = peerStatus,
                        Reason = reason,
                        Bytes = bytes,
                        OutputSopInstanceUid = outputSopInstanceUid,
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

    /// <summary>Series of which fewer images have come than the source counts; only where there is no list.</summary>
    public IReadOnlyList<(ListedSeries Series, int Missing)> MissingSeries()
    {
        lock (_gate)
        {
            return
            [
                .. (_isListed ? _unlisted : _series)
                    .Select(s => (s, Missing: (s.Images ?? 0) - Come(s.SeriesInstanceUid)))
                    .Where(s => s.Missing > 0),
            ];
        }
    }

    /// <summary>
    /// Settles what the destination itself lists. Images that nobody expects may have been there before, from somebody else.
    /// </summary>
    public async Task SettleReadBackAsync(
        IEnumerable<ListedImage> images,
        CancellationToken cancellationToken
    )
    {
        foreach (var image in images)
        {
            bool isOwed;
            lock (_gate)
            {
                isOwed = _entries.TryGetValue(image.SopInstanceUid, out var entry)
                    ? entry.Outcome == InstanceOutcome.Expected
                    : !_isListed
                        || _unlisted.Any(s => s.SeriesInstanceUid == image.SeriesInstanceUid);
            }
            if (isOwed)
            {
                await SettleAsync(image, InstanceOutcome.Stored, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Images that the source says it has sent itself: shown, and proven later.</summary>
    public void ReportMoved(int images)
    {
        lock (_gate)
        {
            _moved = Math.Max(_moved, images);
        }
        Report();
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
                Math.Max(_done, _moved),
                // What is left out on purpose nobody waits for.
                (_isListed ? ListedCount() : _expectedCount ?? context.Task.ExpectedImages)
                    - _excluded,
                BytesSent
            );
        }
        context.Progress.Report(progress);
    }

    public void Dispose() => _ledgerTurn.Dispose();

    private static SeriesRecord Record(ListedSeries series) =>
        new(series.SeriesInstanceUid)
        {
            Modality = series.Modality,
            SeriesNumber = series.Number,
            Description = series.Description,
            ExpectedImages = series.Images,
        };

    // Called under the lock.
    private int ListedCount() =>
        _entries.Count
        - _unexpected
        + _unlisted.Sum(s => Math.Max(0, (s.Images ?? 0) - Come(s.SeriesInstanceUid)));

    // Called under the lock.
    private int Come(string seriesInstanceUid) => _come.GetValueOrDefault(seriesInstanceUid);

    // Called under the lock. Kept and not counted: progress is reported for every image.
    private void CountAsCome(ListedImage image) =>
        _come[image.SeriesInstanceUid] = Come(image.SeriesInstanceUid) + 1;

    private int Count(InstanceOutcome outcome)
    {
        lock (_gate)
        {
            return _entries.Values.Count(e => e.Outcome == outcome);
        }
    }
}
