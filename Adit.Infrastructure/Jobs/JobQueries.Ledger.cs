using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Jobs;

/// <content>The ledger, counted by the database: a study may have ten thousand images.</content>
internal sealed partial class JobQueries
{
    public async Task<IReadOnlyList<SeriesLedgerRow>> GetLedgerBySeriesAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (!await MaySeeAsync(db, actor, taskId, cancellationToken).ConfigureAwait(false))
            {
                return [];
            }

            var groups = await db
                .Ledger.Where(i => i.TaskId == taskId)
                .GroupBy(i => new { i.SeriesInstanceUid, i.Outcome })
                .Select(g => new
                {
                    g.Key.SeriesInstanceUid,
                    g.Key.Outcome,
                    Count = g.Count(),
                    Bytes = g.Sum(i => i.Bytes),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var known = await db
                .LedgerSeries.AsNoTracking()
                .Where(s => s.TaskId == taskId)
                .ToDictionaryAsync(
                    s => s.SeriesInstanceUid,
                    StringComparer.Ordinal,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var counts = groups
                .Select(g => new SeriesCount(g.SeriesInstanceUid, g.Outcome, g.Count, g.Bytes))
                .ToLookup(g => g.SeriesInstanceUid, StringComparer.Ordinal);
            return
            [
                .. known
                    .Keys.Union(counts.Select(c => c.Key), StringComparer.Ordinal)
                    .Select(uid => ToRow(uid, known.GetValueOrDefault(uid), counts[uid]))
                    .OrderBy(row => row.SeriesNumber ?? int.MaxValue)
                    .ThenBy(row => row.SeriesInstanceUid, StringComparer.Ordinal),
            ];
        }
    }

    public async Task<IReadOnlyList<RouteLedgerRow>> GetLedgerByRouteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (!await MaySeeAsync(db, actor, taskId, cancellationToken).ConfigureAwait(false))
            {
                return [];
            }

            var groups = await db
                .Ledger.Where(i => i.TaskId == taskId && i.Route != TransferRoute.Unknown)
                .GroupBy(i => new { i.Route, i.Outcome })
                .Select(g => new
                {
                    g.Key.Route,
                    g.Key.Outcome,
                    Count = g.Count(),
                    Bytes = g.Sum(i => i.Bytes),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return
            [
                .. groups
                    .GroupBy(g => g.Route)
                    .OrderBy(g => g.Key)
                    .Select(route =>
                    {
                        var stored = route.Where(g => IsStored(g.Outcome)).ToList();
                        return new RouteLedgerRow(
                            route.Key,
                            route.Sum(g => g.Count),
                            stored.Sum(g => g.Count),
                            stored.Sum(g => g.Bytes)
                        );
                    }),
            ];
        }
    }

    public async Task<Page<LedgerRow>> ListNotStoredAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (!await MaySeeAsync(db, actor, taskId, cancellationToken).ConfigureAwait(false))
            {
                return new Page<LedgerRow>([], 0);
            }

            var missing = db
                .Ledger.AsNoTracking()
                .Where(i =>
                    i.TaskId == taskId
                    && i.Outcome != InstanceOutcome.Stored
                    && i.Outcome != InstanceOutcome.StoredWithWarning
                );
            var total = await missing.CountAsync(cancellationToken).ConfigureAwait(false);
            var rows = await missing
                .OrderBy(i => i.SopInstanceUid)
                .Skip(Math.Max(0, skip))
                .Take(Math.Clamp(take, 1, Page<LedgerRow>.MaxTake))
                .Select(i => new LedgerRow(
                    i.SopInstanceUid,
                    i.OutputSopInstanceUid,
                    i.SeriesInstanceUid,
                    i.SopClassUid,
                    i.Outcome,
                    i.PeerStatus,
                    i.Reason,
                    i.At
                )
                {
                    Route = i.Route,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new Page<LedgerRow>(rows, total);
        }
    }

    private static SeriesLedgerRow ToRow(
        string uid,
        TransferredSeries? series,
        IEnumerable<SeriesCount> images
    )
    {
        var counts = images.ToList();
        var listed = Sum(o => o != InstanceOutcome.Unexpected);
        // The source's own number counts where the images were not listed beforehand.
        var expected = Math.Max(listed, series?.ExpectedImages ?? 0);
        return new SeriesLedgerRow(
            uid,
            expected,
            Sum(o => o == InstanceOutcome.Stored),
            Sum(o => o == InstanceOutcome.StoredWithWarning),
            Sum(o => o == InstanceOutcome.Failed),
            series is { IsExcluded: true } ? expected : Sum(o => o == InstanceOutcome.Excluded),
            Sum(o => o == InstanceOutcome.Unexpected),
            Sum(o => o is InstanceOutcome.Expected or InstanceOutcome.InFlight),
            counts.Where(c => IsStored(c.Outcome)).Sum(c => c.Bytes)
        )
        {
            Modality = series?.Modality,
            SeriesNumber = series?.SeriesNumber,
            Description = series?.Description,
            IsExcluded = series?.IsExcluded ?? false,
            Reason = series?.Reason,
        };

        int Sum(Func<InstanceOutcome, bool> which) =>
            counts.Where(c => which(c.Outcome)).Sum(c => c.Count);
    }

    private static bool IsStored(InstanceOutcome outcome) =>
        outcome is InstanceOutcome.Stored or InstanceOutcome.StoredWithWarning;

    private sealed record SeriesCount(
        string SeriesInstanceUid,
        InstanceOutcome Outcome,
        int Count,
        long Bytes
    );
}
