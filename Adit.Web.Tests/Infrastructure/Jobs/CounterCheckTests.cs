using Adit.Domain.Jobs;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

public sealed class CounterCheckTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Run_TaskMovedBehindItsJob_ReportsThatJobAlone(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var owner = await host.PersonAsync("ann", Token);
        var sound = await host.AddJobAsync(owner, 3, Token);
        var drifted = await host.AddJobAsync(owner, 3, Token);
        var check = host.Get<CounterCheck>();
        (await check.RunAsync(Token)).ShouldBeEmpty();

        await using var db = await host.OpenAsync(Token);
        await db
            .Tasks.Where(t => t.JobId == drifted)
            .OrderBy(t => t.Id)
            .Take(1)
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Status, JobTaskStatus.Failure),
                Token
            );

        (await check.RunAsync(Token)).ShouldBe([drifted]);
        drifted.ShouldNotBe(sound);
        var entry = await db.Audit.SingleAsync(a => a.Action == "job.counters-drifted", Token);
        entry.Detail.ShouldBe(
            "Pending: the job says 3, its tasks are 2; Failure: the job says 0, its tasks are 1"
        );
    }
}
