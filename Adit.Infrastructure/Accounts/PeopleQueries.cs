using Adit.Domain.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Accounts;

internal sealed class PeopleQueries(IDbContextFactory<AditDbContext> contexts) : IPeopleQueries
{
    public async Task<Person?> GetAsync(int personId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var user = await db
                .Users.AsNoTracking()
                .FirstOrDefaultAsync(u => u.Id == personId, cancellationToken)
                .ConfigureAwait(false);
            return user?.ToPerson();
        }
    }

    public async Task<IReadOnlyList<Person>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken
    )
    {
        if (!staff.IsStaff)
        {
            return [];
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var users = await db
                .Users.AsNoTracking()
                .OrderBy(u => u.UserName)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return users.ConvertAll(u => u.ToPerson());
        }
    }

    public async Task<IReadOnlyList<MembershipRow>> MembershipsAsync(
        int personId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Memberships.Where(m => m.PersonId == personId)
                .Join(db.Groups, m => m.GroupId, g => g.Id, (_, g) => g)
                .OrderBy(g => g.Name)
                .Select(g => new MembershipRow(
                    g.Id,
                    g.Name,
                    db.Users.Any(u => u.Id == personId && u.ActiveGroupId == g.Id)
                ))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<GroupRow>> ListGroupsAsync(
        Actor staff,
        CancellationToken cancellationToken
    )
    {
        if (!staff.IsStaff)
        {
            return [];
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var groups = await db
                .Groups.AsNoTracking()
                .Include(g => g.Permissions)
                .OrderBy(g => g.Name)
                .Select(g => new
                {
                    Group = g,
                    Members = db.Memberships.Count(m => m.GroupId == g.Id),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return groups.ConvertAll(g => new GroupRow(
                g.Group.Id,
                g.Group.Name,
                [.. g.Group.Permissions.Select(p => p.Permission)],
                g.Members
            ));
        }
    }
}
