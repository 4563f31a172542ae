using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.StudySearch;

/// <summary>Who may see the series of a study, and what the trail says of it.</summary>
public sealed class StudySeriesQueriesTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindSeries_EachRefusal_HasItsNameAndIsAudited()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);

        (await FindAsync(ann with { GroupId = null })).ShouldBe(AccountErrors.NoGroup);
        (await FindAsync(ann with { Permissions = new HashSet<string>() })).ShouldBe(
            StudySearchErrors.MayNotSearch
        );
        (await FindAsync(ann, host.DestinationId)).ShouldBe(NodeErrors.NotSource);
        (await FindAsync(ann, study: "2.25.1\\2.25.2")).ShouldBe(StudySearchErrors.NoStudy);
        await using var db = await host.OpenAsync(Token);
        var trail = await db.Audit.Where(a => a.Action == "study.series").ToListAsync(Token);
        trail.Count.ShouldBe(3);
        trail.ShouldAllBe(a =>
            a.Outcome == AuditOutcome.Refused && a.Detail == "patient ID P1, study 2.25.1"
        );

        async Task<Adit.Domain.Results.DomainError?> FindAsync(
            Actor actor,
            int? source = null,
            string study = "2.25.1"
        ) =>
            (
                await host.Get<IStudySeriesQueries>()
                    .FindSeriesAsync(actor, source ?? host.SourceId, "P1", study, Token)
            ).Error;
    }

    [Fact]
    public async Task FindSeries_ServerIsOff_SaysSoInWords()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);
        // Nothing listens at port 1, and nobody may without special rights.
        await host.Get<INodeStore>()
            .ChangeAsync(
                host.SourceId,
                node => ((DicomServerNode)node).MoveTo("SOURCE", "127.0.0.1", 1),
                Token
            );

        var found = await host.Get<IStudySeriesQueries>()
            .FindSeriesAsync(ann, host.SourceId, "P1", "2.25.1", Token);

        found.Error.ShouldNotBeNull().Message.ShouldContain("Source");
    }
}
