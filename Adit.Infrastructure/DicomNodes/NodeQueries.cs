using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.DicomNodes;

internal sealed class NodeQueries(IDbContextFactory<AditDbContext> contexts) : INodeQueries
{
    public Task<IReadOnlyList<NodeChoice>> SourcesForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) => ChoicesAsync(actor, source: true, cancellationToken);

    public Task<IReadOnlyList<NodeChoice>> DestinationsForAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) => ChoicesAsync(actor, source: false, cancellationToken);

    public async Task<IReadOnlyList<NodeRow>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken = default
    )
    {
        if (!staff.IsStaff)
        {
            return [];
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var nodes = await db
                .Nodes.AsNoTracking()
                .OrderBy(n => n.Name)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return nodes.ConvertAll(ToRow);
        }
    }

    public async Task<NodeDetails?> GetAsync(
        Actor staff,
        int nodeId,
        CancellationToken cancellationToken = default
    )
    {
        if (!staff.IsStaff)
        {
            return null;
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var node = await db
                .Nodes.AsNoTracking()
                .FirstOrDefaultAsync(n => n.Id == nodeId, cancellationToken)
                .ConfigureAwait(false);
            if (node is null)
            {
                return null;
            }

            var access = await db
                .Groups.AsNoTracking()
                .OrderBy(g => g.Name)
                .Select(g => new
                {
                    g.Id,
                    g.Name,
                    Access = db.NodeAccess.FirstOrDefault(a =>
                        a.GroupId == g.Id && a.NodeId == nodeId
                    ),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new NodeDetails(
                ToRow(node),
                node is DicomServerNode server ? ToInput(server) : null,
                node is DicomFolderNode folder ? ToInput(folder) : null,
                access.ConvertAll(a => new NodeAccessRow(
                    a.Id,
                    a.Name,
                    a.Access?.IsSource ?? false,
                    a.Access?.IsDestination ?? false
                ))
            )
            {
                HasAuthorization = node is DicomServerNode { ProtectedAuthorization: not null },
            };
        }
    }

    private async Task<IReadOnlyList<NodeChoice>> ChoicesAsync(
        Actor actor,
        bool source,
        CancellationToken cancellationToken
    )
    {
        if (actor.GroupId is not { } groupId)
        {
            return [];
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var nodes = await db
                .Nodes.AsNoTracking()
                .Where(n => !n.IsArchived)
                .Where(n =>
                    db.NodeAccess.Any(a =>
                        a.GroupId == groupId
                        && a.NodeId == n.Id
                        && (source ? a.IsSource : a.IsDestination)
                    )
                )
                .OrderBy(n => n.Name)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return nodes
                .Where(n => !source || n.Kind == NodeKind.Server)
                .Select(n => new NodeChoice(n.Id, n.Name, n.Kind, n.AcceptedData))
                .ToList();
        }
    }

    private static NodeRow ToRow(DicomNode node) =>
        new(
            node.Id,
            node.Name,
            node.Kind,
            node switch
            {
                DicomServerNode server => $"{server.AeTitle}@{server.Host}:{server.Port}",
                DicomFolderNode folder => folder.Path,
                _ => "",
            },
            node.AcceptedData,
            node.IsArchived,
            node.IsSuspended
        );

    private static ServerInput ToInput(DicomServerNode server) =>
        new()
        {
            Id = server.Id,
            Name = server.Name,
            IdDomain = server.IdDomain,
            AcceptedData = server.AcceptedData,
            AeTitle = server.AeTitle,
            Host = server.Host,
            Port = server.Port,
            Services = server.Services,
            DicomWebUrl = server.DicomWebUrl,
            QidoPrefix = server.QidoPrefix,
            WadoPrefix = server.WadoPrefix,
            StowPrefix = server.StowPrefix,
            FallbackCharacterSet = server.FallbackCharacterSet,
            ExpectedSet = server.ExpectedSet,
            MaxSearchResults = server.MaxSearchResults,
            MaxAssociations = server.MaxAssociations,
            Timeouts = server.Timeouts,
        };

    private static FolderInput ToInput(DicomFolderNode folder) =>
        new()
        {
            Id = folder.Id,
            Name = folder.Name,
            IdDomain = folder.IdDomain,
            AcceptedData = folder.AcceptedData,
            Path = folder.Path,
            QuotaGb = folder.QuotaGb,
            WarnGb = folder.WarnGb,
        };
}
