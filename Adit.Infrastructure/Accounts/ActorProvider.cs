using Adit.Domain.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Accounts;

/// <summary>Two queries by key: cheap enough to ask before every action, so that no right is ever remembered.</summary>
internal sealed class ActorProvider(IDbContextFactory<AditDbContext> contexts) : IActorProvider
{
    public ValueTask<Actor?> GetAsync(int personId, CancellationToken cancellationToken) =>
        LoadAsync(personId, null, cancellationToken);

    public ValueTask<Actor?> GetForGroupAsync(
        int personId,
        int groupId,
        CancellationToken cancellationToken
    ) => LoadAsync(personId, groupId, cancellationToken);

    private async ValueTask<Actor?> LoadAsync(
        int personId,
        int? underGroup,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var person = await db
                .Users.AsNoTracking()
                .Where(u => u.Id == personId && u.IsActive)
                .Select(u => new
                {
                    u.UserName,
                    u.IsStaff,
                    // The chosen group while still a member of it; else the first one, so that nobody is locked out
                    // by leaving a group.
                    GroupId = db
                        .Memberships.Where(m => m.PersonId == personId)
                        .Where(m => underGroup == null || m.GroupId == underGroup)
                        .OrderByDescending(m => m.GroupId == u.ActiveGroupId)
                        .ThenBy(m => m.GroupId)
                        .Select(m => (int?)m.GroupId)
                        .FirstOrDefault(),
                })
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (person is null || (underGroup is not null && person.GroupId is null))
            {
                return null;
            }

            var permissions = await db.Set<GroupPermission>()
                .Where(p => p.GroupId == person.GroupId)
                .Select(p => p.Permission)
                .Union(
                    db.PersonPermissions.Where(p => p.PersonId == personId)
                        .Select(p => p.Permission)
                )
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new Actor(
                personId,
                person.UserName ?? "",
                person.IsStaff,
                person.GroupId,
                permissions.ToHashSet(StringComparer.Ordinal)
            );
        }
    }
}
