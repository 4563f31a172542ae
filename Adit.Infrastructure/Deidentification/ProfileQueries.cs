using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Deidentification;

internal sealed class ProfileQueries(IDbContextFactory<AditDbContext> contexts) : IProfileQueries
{
    public async Task<IReadOnlyList<ProfileRow>> ListAsync(
        Actor actor,
        bool includeArchived = false,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var all = includeArchived && actor.IsStaff;
            var rows = await Rows(
                    db,
                    db.ProfileVersions.AsNoTracking()
                        .Where(p =>
                            (all || !p.IsArchived)
                            && !db.ProfileVersions.Any(newer =>
                                newer.NameKey == p.NameKey && newer.Version > p.Version
                            )
                        )
                )
                .ConfigureAwait(false);
            return
            [
                .. rows.OrderByDescending(r => r.IsShipped)
                    // The program's own keep the order that they come in: the default first.
                    .ThenBy(r => r.IsShipped ? ShippedProfilesSeed.PlaceOf(r.Name) : 0)
                    .ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }

        Task<List<ProfileRow>> Rows(AditDbContext context, IQueryable<ProfileVersion> versions) =>
            ToRowsAsync(context, versions, cancellationToken);
    }

    public async Task<IReadOnlyList<ProfileRow>> VersionsAsync(
        Actor actor,
        string name,
        CancellationToken cancellationToken = default
    )
    {
        var key = ProfileVersion.KeyOf(name);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await ToRowsAsync(
                    db,
                    db.ProfileVersions.AsNoTracking()
                        .Where(p => p.NameKey == key)
                        .OrderByDescending(p => p.Version)
                        .Take(MaxVersions),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<ProfileRow?> GetAsync(
        Actor actor,
        int profileVersionId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await ToRowsAsync(
                    db,
                    db.ProfileVersions.AsNoTracking().Where(p => p.Id == profileVersionId),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return rows.Count == 0 ? null : rows[0];
        }
    }

    private const int MaxVersions = 200;

    private static async Task<List<ProfileRow>> ToRowsAsync(
        AditDbContext db,
        IQueryable<ProfileVersion> versions,
        CancellationToken cancellationToken
    )
    {
        var found = await versions
            .Select(p => new
            {
                Version = p,
                CreatedBy = db
                    .Users.Where(u => u.Id == p.CreatedById)
                    .Select(u => u.DisplayName)
                    .FirstOrDefault(),
                Jobs = db.Jobs.Count(j => j.ProfileVersionId == p.Id),
            })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        // Names are kept as a list in one column: not for the database to count.
        var projects = await db
            .Projects.AsNoTracking()
            .Where(p => !p.IsArchived)
            .Select(p => p.AllowedProfiles)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return found.ConvertAll(f => new ProfileRow(
            f.Version.Id,
            f.Version.Name,
            f.Version.Version,
            f.Version.IsShipped,
            f.Version.IsArchived,
            f.Version.CreatedAt,
            f.CreatedBy,
            ProfileSettings.Read(f.Version.Settings)
        )
        {
            ProjectCount = projects.Count(p =>
                p.Contains(f.Version.Name, StringComparer.OrdinalIgnoreCase)
            ),
            JobCount = f.Jobs,
        });
    }
}
