using Adit.Domain.Audit;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Audit;

internal sealed class AuditTrail(
    IDbContextFactory<AditDbContext> contexts,
    WriteGate gate,
    TimeProvider time
) : IAuditTrail
{
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Audit.Add(new AuditRecord(entry, time.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
