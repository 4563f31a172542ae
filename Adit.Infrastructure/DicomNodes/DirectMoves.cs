using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>The pairs of servers between which a direct C-MOVE is enabled.</summary>
internal sealed class DirectMoves(IDbContextFactory<AditDbContext> contexts, WriteGate gate)
    : IDirectMovePairs,
        IDirectMoveQueries,
        IDirectMoveStore
{
    public async Task<IReadOnlyList<DirectMoveRow>> ListAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return [];
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .DirectMovePairs.AsNoTracking()
                .Join(
                    db.Nodes,
                    p => p.SourceId,
                    n => n.Id,
                    (p, source) => new { Pair = p, Source = source.Name }
                )
                .Join(
                    db.Nodes,
                    x => x.Pair.DestinationId,
                    n => n.Id,
                    (x, destination) =>
                        new
                        {
                            x.Pair,
                            x.Source,
                            Destination = destination.Name,
                        }
                )
                .OrderBy(x => x.Source)
                .ThenBy(x => x.Destination)
                .Select(x => new DirectMoveRow(
                    x.Pair.SourceId,
                    x.Source,
                    x.Pair.DestinationId,
                    x.Destination
                ))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> IsEnabledAsync(
        int sourceId,
        int destinationId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .DirectMovePairs.AnyAsync(
                    p => p.SourceId == sourceId && p.DestinationId == destinationId,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> SetAsync(
        int sourceId,
        int destinationId,
        bool enabled,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (
                await db
                    .Servers.CountAsync(
                        n => n.Id == sourceId || n.Id == destinationId,
                        cancellationToken
                    )
                    .ConfigureAwait(false) != 2
            )
            {
                return false;
            }

            var pair = await db
                .DirectMovePairs.FirstOrDefaultAsync(
                    p => p.SourceId == sourceId && p.DestinationId == destinationId,
                    cancellationToken
                )
                .ConfigureAwait(false);
            switch (pair, enabled)
            {
                case (null, true):
                    db.DirectMovePairs.Add(new DirectMovePair(sourceId, destinationId));
                    break;
                case (not null, false):
                    db.DirectMovePairs.Remove(pair);
                    break;
                default:
                    return true;
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
