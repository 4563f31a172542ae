using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.DicomNodes;

internal sealed class DirectMovePairs(IDbContextFactory<AditDbContext> contexts) : IDirectMovePairs
{
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
                    pair => pair.SourceId == sourceId && pair.DestinationId == destinationId,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }
}
