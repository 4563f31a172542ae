using Adit.Domain.Jobs;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Jobs;

/// <summary>What a running task writes about its series, images and route.</summary>
public sealed class LedgerTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task RecordSeries_Twice_KeepsTheLaterLine(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var (taskId, ledger) = await OpenAsync(host);

        await ledger.RecordSeriesAsync(
            [
                new SeriesRecord("1.1")
                {
                    Modality = "CT",
                    SeriesNumber = 7,
                    Description = "Thorax",
                    ExpectedImages = 3,
                },
                new SeriesRecord("1.2"),
            ],
            Token
        );
        await ledger.FlushAsync(Token);
        await ledger.RecordSeriesAsync(
            [
                new SeriesRecord("1.2")
                {
                    Modality = "SR",
                    Description = new string('x', 70),
                    IsExcluded = true,
                    Reason = "Only CT was asked for.",
                },
            ],
            Token
        );
        await ledger.FlushAsync(Token);

        await using var db = await host.OpenAsync(Token);
        var rows = await db
            .LedgerSeries.Where(s => s.TaskId == taskId)
            .OrderBy(s => s.SeriesInstanceUid)
            .ToListAsync(Token);
        rows.Count.ShouldBe(2);
        var first = rows[0];
        (first.Modality, first.SeriesNumber, first.Description, first.ExpectedImages).ShouldBe(
            ("CT", 7, "Thorax", 3)
        );
        first.IsExcluded.ShouldBeFalse();
        first.Reason.ShouldBeNull();
        var second = rows[1];
        second.IsExcluded.ShouldBeTrue();
        second.Reason.ShouldBe("Only CT was asked for.");
        second.Description!.Length.ShouldBe(TransferredSeries.MaxDescriptionLength);
        second.ExpectedImages.ShouldBeNull();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Record_Route_IsReadBack(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var (_, ledger) = await OpenAsync(host);

        await ledger.RecordAsync(
            [
                new InstanceRecord("1.1.1", "1.1", "1.3", InstanceOutcome.Stored)
                {
                    Route = TransferRoute.DirectMove,
                },
                new InstanceRecord("1.1.2", "1.1", "1.3", InstanceOutcome.Expected),
            ],
            Token
        );
        await ledger.FlushAsync(Token);

        (await ledger.LoadAsync(Token))
            .OrderBy(i => i.SopInstanceUid, StringComparer.Ordinal)
            .Select(i => i.Route)
            .ShouldBe([TransferRoute.DirectMove, TransferRoute.Unknown]);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Queries_LedgerOfATask_CountBySeriesAndRoute(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var (taskId, ledger) = await OpenAsync(host);
        await ledger.RecordSeriesAsync(
            [
                new SeriesRecord("1.1")
                {
                    Modality = "CT",
                    SeriesNumber = 2,
                    ExpectedImages = 5,
                },
                new SeriesRecord("1.2")
                {
                    SeriesNumber = 1,
                    ExpectedImages = 9,
                    IsExcluded = true,
                    Reason = "Not chosen.",
                },
            ],
            Token
        );
        await ledger.RecordAsync(
            [
                Row("1.1.1", "1.1", InstanceOutcome.Stored, TransferRoute.DirectMove),
                Row("1.1.2", "1.1", InstanceOutcome.StoredWithWarning, TransferRoute.GetToStore),
                Row("1.1.3", "1.1", InstanceOutcome.Failed, TransferRoute.GetToStore),
                Row("1.1.4", "1.1", InstanceOutcome.InFlight, TransferRoute.Unknown),
                Row("1.1.5", "1.1", InstanceOutcome.Unexpected, TransferRoute.GetToStore),
                Row("1.3.1", "1.3", InstanceOutcome.Stored, TransferRoute.GetToStore),
            ],
            Token
        );
        await ledger.FlushAsync(Token);
        var staff = await host.PersonAsync("boss", Token, staff: true);
        var ben = await host.PersonAsync("ben", Token);
        var queries = host.Get<IJobQueries>();

        var series = await queries.GetLedgerBySeriesAsync(staff, taskId, Token);
        series.Select(s => s.SeriesInstanceUid).ShouldBe(["1.2", "1.1", "1.3"]);
        series
            .Select(s =>
                (s.Expected, s.Stored, s.StoredWithWarning, s.Failed, s.Excluded, s.Missing)
            )
            .ShouldBe([(9, 0, 0, 0, 9, 0), (5, 1, 1, 1, 0, 2), (1, 1, 0, 0, 0, 0)]);
        (series[0].IsExcluded, series[0].Reason).ShouldBe((true, "Not chosen."));
        (series[1].Modality, series[1].Unexpected, series[1].Waiting, series[1].Bytes).ShouldBe(
            ("CT", 1, 1, 20L)
        );
        (await queries.GetLedgerByRouteAsync(staff, taskId, Token)).ShouldBe([
            new RouteLedgerRow(TransferRoute.GetToStore, 4, 2, 20),
            new RouteLedgerRow(TransferRoute.DirectMove, 1, 1, 10),
        ]);
        var missing = await queries.ListNotStoredAsync(staff, taskId, 0, 10, Token);
        missing
            .Items.Select(i => (i.SopInstanceUid, i.Route))
            .ShouldBe([
                ("1.1.3", TransferRoute.GetToStore),
                ("1.1.4", TransferRoute.Unknown),
                ("1.1.5", TransferRoute.GetToStore),
            ]);
        (await queries.GetLedgerByRouteAsync(ben, taskId, Token)).ShouldBeEmpty();
        (await queries.GetLedgerBySeriesAsync(ben, taskId, Token)).ShouldBeEmpty();

        static InstanceRecord Row(
            string uid,
            string seriesUid,
            InstanceOutcome outcome,
            TransferRoute route
        ) => new(uid, seriesUid, "1.3", outcome) { Route = route, Bytes = 10 };
    }

    [Fact]
    public async Task SetFoundPatientId_AnyLength_IsKeptWholeOrNotAtAll()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var (taskId, ledger) = await OpenAsync(host);

        await ledger.SetFoundPatientIdAsync(new string('9', 65), Token);
        await ledger.FlushAsync(Token);
        (await FoundAsync()).ShouldBeNull();

        await ledger.SetFoundPatientIdAsync("P-2", Token);
        await ledger.FlushAsync(Token);
        (await FoundAsync()).ShouldBe("P-2");

        async Task<string?> FoundAsync() =>
            (await host.Get<IJobStore>().FindTaskAsync(taskId, Token))!.FoundPatientId;
    }

    [Fact]
    public void Name_EachRoute_IsReadable()
    {
        foreach (var route in Enum.GetValues<TransferRoute>())
        {
            TransferRouteNames.Parse(route.Name()).ShouldBe(route);
        }

        TransferRouteNames.Of("C-GET", "C-STORE").ShouldBe(TransferRoute.GetToStore);
        TransferRouteNames.Of("WADO-RS", "folder").ShouldBe(TransferRoute.WadoToFolder);
        TransferRouteNames.Of("C-MOVE", "STOW-RS").ShouldBe(TransferRoute.MoveToStow);
        TransferRouteNames.Of("mail", "pigeon").ShouldBe(TransferRoute.Unknown);
    }

    private static async Task<(long TaskId, ITransferLedger Ledger)> OpenAsync(EngineHost host)
    {
        var owner = await host.PersonAsync("ann", Token);
        await host.AddJobAsync(owner, 1, Token);
        var claim = (
            await host.Get<ClaimStore>().TryClaimAsync(await ClaimTests.DueAsync(host), Token)
        ).ShouldNotBeNull();
        return (claim.TaskId, await host.Get<TransferJournal>().OpenLedgerAsync(claim, Token));
    }
}
