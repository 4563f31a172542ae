using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>What the task's row says about its images; written with the lines that are the reason.</summary>
internal sealed record LedgerCounts(
    int Stored,
    int Failed,
    int Excluded,
    long BytesStored,
    int? ExpectedImages,
    string? Route,
    string? FoundPatientId
);

/// <summary>One task's side of the journal: keeps the counts, and stops when the claim is lost.</summary>
internal sealed class TransferLedger(TransferJournal journal, TaskClaim claim, TimeProvider time)
    : ITransferLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (InstanceOutcome Outcome, long Bytes)> _known = new(
        StringComparer.Ordinal
    );
    private LedgerCounts _counts = new(0, 0, 0, 0, null, null, null);
    private volatile Exception? _failure;
    private volatile bool _lost;

    public TaskClaim Claim { get; } = claim;

    public LedgerCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    public void BeginWith(IReadOnlyList<TransferredInstance> earlier)
    {
        lock (_gate)
        {
            foreach (var row in earlier)
            {
                Count(row);
            }
        }
    }

    public Task<IReadOnlyList<TransferredInstance>> LoadAsync(
        CancellationToken cancellationToken
    ) => journal.LoadAsync(Claim.TaskId, cancellationToken);

    public ValueTask RecordAsync(InstanceRecord record, CancellationToken cancellationToken) =>
        RecordAsync([record], cancellationToken);

    public async ValueTask RecordAsync(
        IReadOnlyCollection<InstanceRecord> records,
        CancellationToken cancellationToken
    )
    {
        ThrowIfUnusable(cancellationToken);
        var at = time.GetUtcNow().UtcDateTime;
        foreach (var chunk in records.Chunk(1000))
        {
            var rows = Array.ConvertAll(
                chunk,
                record => new TransferredInstance(Claim.TaskId, record, at)
            );
            lock (_gate)
            {
                foreach (var row in rows)
                {
                    Count(row);
                }
            }

            await journal
                .WriteAsync(new JournalItem.Instances(this, rows), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async ValueTask RecordSeriesAsync(
        IReadOnlyCollection<SeriesRecord> records,
        CancellationToken cancellationToken
    )
    {
        ThrowIfUnusable(cancellationToken);
        foreach (var chunk in records.Chunk(1000))
        {
            await journal
                .WriteAsync(
                    new JournalItem.Series(
                        this,
                        Array.ConvertAll(
                            chunk,
                            record => new TransferredSeries(Claim.TaskId, record)
                        )
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        await journal.FlushAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfUnusable(cancellationToken);
    }

    public Task SetRouteAsync(string route, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _counts = _counts with { Route = route.Length > 200 ? route[..200] : route };
        }

        return WriteCountsAsync(cancellationToken);
    }

    public Task SetExpectedImagesAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _counts = _counts with { ExpectedImages = count };
        }

        return WriteCountsAsync(cancellationToken);
    }

    public Task SetFoundPatientIdAsync(string patientId, CancellationToken cancellationToken)
    {
        // An ID that the column cannot hold whole could never be compared: it is not kept, and nobody can accept it.
        if (patientId.Length is 0 or > 64)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            _counts = _counts with { FoundPatientId = patientId };
        }

        return WriteCountsAsync(cancellationToken);
    }

    /// <summary>The writer found the task in other hands.</summary>
    public void Lose() => _lost = true;

    public Exception Fail(Exception fault)
    {
        _failure = fault;
        return fault;
    }

    private Task WriteCountsAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return journal.WriteAsync(new JournalItem.Instances(this, []), cancellationToken).AsTask();
    }

    private void ThrowIfUnusable(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_lost)
        {
            throw new OperationCanceledException("The task was taken away from this runner.");
        }

        if (_failure is { } failure)
        {
            throw new IOException("The ledger could not be written.", failure);
        }
    }

    private void Count(TransferredInstance row)
    {
        if (_known.TryGetValue(row.SopInstanceUid, out var before))
        {
            Add(before.Outcome, before.Bytes, -1);
        }

        _known[row.SopInstanceUid] = (row.Outcome, row.Bytes);
        Add(row.Outcome, row.Bytes, +1);
    }

    private void Add(InstanceOutcome outcome, long bytes, int sign) =>
        _counts = outcome switch
        {
            InstanceOutcome.Stored or InstanceOutcome.StoredWithWarning => _counts with
            {
                Stored = _counts.Stored + sign,
                BytesStored = _counts.BytesStored + (sign * bytes),
            },
            InstanceOutcome.Failed => _counts with { Failed = _counts.Failed + sign },
            InstanceOutcome.Excluded => _counts with { Excluded = _counts.Excluded + sign },
            InstanceOutcome.Expected or InstanceOutcome.InFlight or InstanceOutcome.Unexpected =>
                _counts,
        };
}
