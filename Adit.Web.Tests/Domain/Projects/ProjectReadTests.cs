using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Projects;

/// <summary>What the pages of projects and profiles are told: how far each subject is, who comes first, what is in use.</summary>
public sealed class ProjectReadTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task ListSubjects_SomeArrived_PutsThoseFirstOfWhomSomethingIsMissing(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        await host.AddProjectAsync(ann, Token, "Empty");
        var create = host.Get<CreateSelectiveTransfer>();
        var first = await create.ExecuteAsync(
            ann,
            host.Pseudonymised(id, ("4711001", "A1"), ("4711002", "A2"), ("4711003", "A3")),
            Token
        );
        await SetAsync(host, first.Value, "A1", JobTaskStatus.Success, 10);
        await SetAsync(host, first.Value, "A2", JobTaskStatus.Failure, 4);
        await SetAsync(host, first.Value, "A3", JobTaskStatus.Failure, 0);
        // The same study again: its newest task says how it stands, its best one how much has arrived.
        var again = await create.ExecuteAsync(
            ann,
            host.Pseudonymised(id) with
            {
                Studies = [ProjectBench.Study("4711002", 2)],
            },
            Token
        );
        again.Error.ShouldBeNull();
        await SetAsync(host, again.Value, "A2", JobTaskStatus.Success, 7);
        var queries = host.Get<IProjectQueries>();

        var all = await queries.ListSubjectsAsync(ann, id, new SubjectListFilter(), Token);
        var missing = await queries.ListSubjectsAsync(
            ann,
            id,
            new SubjectListFilter { OnlyMissing = true },
            Token
        );

        all.Items.Select(s => s.Pseudonym).ShouldBe(["A3", "A1", "A2"]);
        all.Items.Select(s => s.Images).ShouldBe([0, 10, 7]);
        missing.Total.ShouldBe(1);
        missing.Items.ShouldHaveSingleItem().Missing.ShouldHaveSingleItem();
        var rows = await queries.ListAsync(ann, false, Token);
        rows.Select(p => (p.Name, p.SubjectCount, p.StudyCount, p.ImageCount))
            .ShouldBe([("Empty", 0, 0, 0), ("Lung", 3, 3, 17)]);
        (await queries.GetAsync(ann, id, Token))!.Totals.ShouldBe(new ProjectTotals(3, 3, 2, 17));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Profiles_InUse_AreCountedByProjectAndByJobOfTheVersion(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var archived = await host.AddProjectAsync(ann, Token, "Old");
        await host.Get<ArchiveProject>().ExecuteAsync(ann, archived, true, Token);
        await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Pseudonymised(id, ("4711001", "A1")), Token);
        var queries = host.Get<IProfileQueries>();

        var listed = await queries.ListAsync(ann, false, Token);

        listed
            .Select(p => (p.Name, p.ProjectCount, p.JobCount))
            .ShouldBe([(ProjectBench.DefaultProfile, 1, 1), ("Research", 0, 0), ("Strict", 1, 0)]);
        var one = (await queries.GetAsync(ann, listed[0].Id, Token)).ShouldNotBeNull();
        (one.ProjectCount, one.JobCount).ShouldBe((1, 1));
    }

    private static async Task SetAsync(
        EngineHost host,
        int jobId,
        string pseudonym,
        JobTaskStatus status,
        int stored
    )
    {
        await using var db = await host.OpenAsync(Token);
        var changed = await db
            .Tasks.Where(t => t.JobId == jobId && t.Pseudonym == pseudonym)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(t => t.Status, status).SetProperty(t => t.StoredImages, stored),
                Token
            );
        changed.ShouldBe(1);
    }
}
