using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.DicomNodes;

internal sealed class NodeStore(IDbContextFactory<AditDbContext> contexts, WriteGate gate)
    : INodeStore
{
    public async Task<DicomNode?> FindAsync(int nodeId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Nodes.AsNoTracking()
                .FirstOrDefaultAsync(n => n.Id == nodeId, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> NameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Nodes.AnyAsync(n => n.Name == name && n.Id != (exceptId ?? 0), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> AeTitleExistsAsync(
        string aeTitle,
        int? exceptId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Servers.AnyAsync(
                    n => n.AeTitle == aeTitle && n.Id != (exceptId ?? 0),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<int> AddAsync(DicomNode node, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Nodes.Add(node);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return node.Id;
        }
    }

    public async Task<bool> ChangeAsync(
        int nodeId,
        Action<DicomNode> change,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var node = await db
                .Nodes.FirstOrDefaultAsync(n => n.Id == nodeId, cancellationToken)
                .ConfigureAwait(false);
            if (node is null)
            {
                return false;
            }

            change(node);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    public async Task<NodeAccess?> FindAccessAsync(
        int groupId,
        int nodeId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .NodeAccess.AsNoTracking()
                .FirstOrDefaultAsync(
                    a => a.GroupId == groupId && a.NodeId == nodeId,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> SetAccessAsync(
        int groupId,
        int nodeId,
        bool isSource,
        bool isDestination,
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
                    .Nodes.AnyAsync(n => n.Id == nodeId, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                return false;
            }

            var access = await db
                .NodeAccess.FirstOrDefaultAsync(
                    a => a.GroupId == groupId && a.NodeId == nodeId,
                    cancellationToken
                )
                .ConfigureAwait(false);
            switch (access, isSource || isDestination)
            {
                case (null, true):
                    db.NodeAccess.Add(new NodeAccess(groupId, nodeId, isSource, isDestination));
                    break;
                case (not null, true):
                    access.Change(isSource, isDestination);
                    break;
                case (not null, false):
                    db.NodeAccess.Remove(access);
                    break;
                case (null, false):
                    break;
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
