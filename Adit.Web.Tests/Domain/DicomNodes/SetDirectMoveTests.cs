using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.DicomNodes;

/// <summary>Which pairs of servers may be enabled for direct C-MOVE, and by whom.</summary>
public sealed class SetDirectMoveTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Execute_EnabledTwiceAndDisabled_IsListedOnceAndAudited(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var staff = await host.PersonAsync("boss", Token, staff: true);
        var ann = await host.PersonAsync("ann", Token);
        var set = host.Get<SetDirectMove>();
        var pairs = host.Get<IDirectMovePairs>();
        (await pairs.IsEnabledAsync(host.SourceId, host.DestinationId, Token)).ShouldBeFalse();

        foreach (var _ in new[] { 1, 2 })
        {
            (
                await set.ExecuteAsync(staff, host.SourceId, host.DestinationId, true, Token)
            ).Error.ShouldBeNull();
        }

        (await pairs.IsEnabledAsync(host.SourceId, host.DestinationId, Token)).ShouldBeTrue();
        (await pairs.IsEnabledAsync(host.DestinationId, host.SourceId, Token)).ShouldBeFalse();
        var queries = host.Get<IDirectMoveQueries>();
        (await queries.ListAsync(staff, Token))
            .ShouldHaveSingleItem()
            .ShouldBe(
                new DirectMoveRow(host.SourceId, "Source", host.DestinationId, "Destination")
            );
        (await queries.ListAsync(ann, Token)).ShouldBeEmpty();

        (
            await set.ExecuteAsync(staff, host.SourceId, host.DestinationId, false, Token)
        ).IsSuccess.ShouldBeTrue();
        (await queries.ListAsync(staff, Token)).ShouldBeEmpty();
        await using var db = await host.OpenAsync(Token);
        (await db.Audit.CountAsync(a => a.Action == "node.direct-move", Token)).ShouldBe(3);
    }

    [Fact]
    public async Task Execute_EachRefusal_HasItsName()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var staff = await host.PersonAsync("boss", Token, staff: true);
        var ann = await host.PersonAsync("ann", Token);
        var set = host.Get<SetDirectMove>();
        var nodes = host.Get<INodeStore>();
        var folder = await nodes.AddAsync(new DicomFolderNode("Share", "/data/share"), Token);
        var twin = await nodes.AddAsync(
            new DicomServerNode("Twin", "SOURCE2", "Localhost", 104),
            Token
        );

        (await RefusedAsync(host.SourceId, host.DestinationId, ann)).ShouldBe(
            AccountErrors.StaffOnly
        );
        (await RefusedAsync(host.SourceId, 4711)).ShouldBe(NodeErrors.NotFound);
        (await RefusedAsync(host.SourceId, folder)).ShouldBe(NodeErrors.DirectMoveNeedsServers);
        (await RefusedAsync(folder, host.DestinationId)).ShouldBe(
            NodeErrors.DirectMoveNeedsServers
        );
        (await RefusedAsync(host.SourceId, host.SourceId)).ShouldBe(NodeErrors.DirectMoveToItself);
        await nodes.ChangeAsync(host.DestinationId, Without, Token);
        (await RefusedAsync(host.DestinationId, host.SourceId)).ShouldBe(
            NodeErrors.DirectMoveNotOffered("Destination")
        );
        await nodes.ChangeAsync(twin, node => node.Archive(), Token);
        (await RefusedAsync(host.SourceId, twin)).ShouldBe(NodeErrors.Archived("Twin"));
        (await host.Get<IDirectMoveQueries>().ListAsync(staff, Token)).ShouldBeEmpty();

        async Task<Adit.Domain.Results.DomainError?> RefusedAsync(
            int source,
            int destination,
            Actor? actor = null
        ) => (await set.ExecuteAsync(actor ?? staff, source, destination, true, Token)).Error;

        static void Without(DicomNode node)
        {
            var server = (DicomServerNode)node;
            server.Configure(
                ServerServices.StudyRootFind | ServerServices.StudyRootGet,
                server.ExpectedSet,
                server.MaxSearchResults,
                server.MaxAssociations,
                server.Timeouts,
                server.FallbackCharacterSet
            );
        }
    }

    [Theory]
    [InlineData("A", "pacs", 104, "A", "PACS", 104, true)]
    [InlineData("A", "pacs", 104, "B", "pacs", 104, false)]
    [InlineData("A", "pacs", 104, "A", "pacs", 105, false)]
    [InlineData("A", "pacs", 104, "A", "pacs2", 104, false)]
    [InlineData("A", "pacs", 104, "a", "pacs", 104, false)]
    public void IsSameServerAs_HostPortAndTitle_Decide(
        string title,
        string host,
        int port,
        string otherTitle,
        string otherHost,
        int otherPort,
        bool same
    ) =>
        new DicomServerNode("One", title, host, port)
            .IsSameServerAs(new DicomServerNode("Two", otherTitle, otherHost, otherPort))
            .ShouldBe(same);
}
