using System.Data.Common;
using Adit.Domain.Deidentification;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Deidentification;

internal sealed class ProfileStore(IDbContextFactory<AditDbContext> contexts, WriteGate gate)
    : IProfileStore
{
    public async Task<ProfileVersion?> FindNewestAsync(
        string name,
        CancellationToken cancellationToken
    )
    {
        var key = ProfileVersion.KeyOf(name);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .ProfileVersions.AsNoTracking()
                .Where(p => p.NameKey == key)
                .OrderByDescending(p => p.Version)
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<ProfileVersion?> FindAsync(
        int profileVersionId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .ProfileVersions.AsNoTracking()
                .FirstOrDefaultAsync(p => p.Id == profileVersionId, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .ProfileVersions.Where(p => !p.IsArchived)
                .Select(p => p.Name)
                .Distinct()
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<int?> AddAsync(ProfileVersion version, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.ProfileVersions.Add(version);
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return version.Id;
            }
            catch (DbUpdateException fault) when (fault.InnerException is DbException)
            {
                db.ChangeTracker.Clear();
                // Somebody made this version between the look and the write; anything else is a fault.
                if (
                    await db
                        .ProfileVersions.AnyAsync(
                            p => p.NameKey == version.NameKey && p.Version == version.Version,
                            cancellationToken
                        )
                        .ConfigureAwait(false)
                )
                {
                    return null;
                }

                throw;
            }
        }
    }

    public async Task<bool> SetArchivedAsync(
        string name,
        bool archived,
        CancellationToken cancellationToken
    )
    {
        var key = ProfileVersion.KeyOf(name);
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                    .ProfileVersions.Where(p => p.NameKey == key)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(p => p.IsArchived, archived),
                        cancellationToken
                    )
                    .ConfigureAwait(false) > 0;
        }
    }
}
