using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Persistence;

/// <summary>What was stored by an earlier version is still there, and complete, after the schema has moved on.</summary>
public sealed class MigrationTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Migrate_FromTheFirstVersion_KeepsAndCompletesWhatIsStored(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(owner, 2, Token);
        await host.AddProjectAsync(owner, Token);
        await using (var db = await host.OpenAsync(Token))
        {
            var first = db.Database.GetMigrations().First();
            await db.GetService<IMigrator>().MigrateAsync(first, Token);
            (await db.Database.GetPendingMigrationsAsync(Token)).ShouldNotBeEmpty();
        }

        await host.Get<IDatabaseInitializer>().MigrateAsync(Token);

        await using var now = await host.OpenAsync(Token);
        var servers = await now.Servers.AsNoTracking().ToListAsync(Token);
        servers.Count.ShouldBe(2);
        servers.ShouldAllBe(s =>
            s.Timeouts.OfflineSeconds == new ServerTimeouts().OfflineSeconds
            && s.Timeouts.TotalSeconds == new ServerTimeouts().TotalSeconds
        );
        var job = await now.Jobs.AsNoTracking().SingleAsync(j => j.Id == jobId, Token);
        job.OnlyModalities.ShouldBeEmpty();
        job.SendThroughAdit.ShouldBeFalse();
        job.ProfileVersionId.ShouldBeNull();
        (await now.Tasks.CountAsync(t => t.JobId == jobId, Token)).ShouldBe(2);
        var project = await now.Projects.AsNoTracking().SingleAsync(Token);
        project.NameKey.ShouldBe("LUNG");
        project.AllowedSopClasses.ShouldBeEmpty();
        project.ProtectedSecret.ShouldNotBeEmpty();
    }
}
