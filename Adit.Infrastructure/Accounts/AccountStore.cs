using Adit.Domain.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Accounts;

internal sealed class AccountStore(IDbContextFactory<AditDbContext> contexts, WriteGate gate)
    : IAccountStore
{
    public async Task<bool> GroupNameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Groups.AnyAsync(g => g.Name == name && g.Id != (exceptId ?? 0), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<int?> SaveGroupAsync(GroupInput input, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var group = input.Id is { } id
                ? await db
                    .Groups.Include(g => g.Permissions)
                    .FirstOrDefaultAsync(g => g.Id == id, cancellationToken)
                    .ConfigureAwait(false)
                : db.Groups.Add(new Group(input.Name)).Entity;
            if (group is null)
            {
                return null;
            }

            group.Rename(input.Name);
            group.SetPermissions(input.Permissions);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return group.Id;
        }
    }

    public async Task<bool> SetMembershipAsync(
        int groupId,
        int personId,
        bool member,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (
                !await db
                    .Groups.AnyAsync(g => g.Id == groupId, cancellationToken)
                    .ConfigureAwait(false)
                || !await db
                    .Users.AnyAsync(u => u.Id == personId, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                return false;
            }

            var existing = await db
                .Memberships.FirstOrDefaultAsync(
                    m => m.GroupId == groupId && m.PersonId == personId,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (existing is null && member)
            {
                db.Memberships.Add(new GroupMembership(groupId, personId));
            }
            else if (existing is not null && !member)
            {
                db.Memberships.Remove(existing);
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    public async Task<bool> SetActiveGroupAsync(
        int personId,
        int groupId,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                    .Users.Where(u =>
                        u.Id == personId
                        && db.Memberships.Any(m => m.PersonId == personId && m.GroupId == groupId)
                    )
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(u => u.ActiveGroupId, groupId),
                        cancellationToken
                    )
                    .ConfigureAwait(false) == 1;
        }
    }
}
