using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Transfers.Routes;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>The source sends to the destination itself, and what arrived is read back from there.</summary>
[Collection(nameof(TransferServers))]
public sealed class DirectMoveTests(TransferServers servers)
{
    private const ServerServices StoreOnly = ServerServices.Store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    private DicomServerNode DestinationThatCannotBeAsked =>
        TransferRun.Server(
            "Destination PACS",
            "DEST",
            servers.Destination.DicomPort,
            services: StoreOnly
        );

    [Fact]
    public async Task ExecuteAsync_PairEnabled_SourceSendsAndDestinationConfirmsEach()
    {
        var (study, uids) = await StoreAsync(series: 2, imagesPerSeries: 3);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = true };

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Route.ShouldBe("direct C-MOVE");
        run.Ledger.Keys.ShouldBe(uids, ignoreOrder: true);
        run.Ledger.Values.ShouldAllBe(line =>
            line.Outcome == InstanceOutcome.Stored
            && line.Route == TransferRoute.DirectMove
            && line.Reason == null
        );
        run.Progress.Last().ImagesDone.ShouldBe(6);
        (await AtDestinationAsync(study)).ShouldBe(uids, ignoreOrder: true);
    }

    [Fact]
    public async Task ExecuteAsync_DestinationCannotBeAsked_SaysThatOnlyCountsConfirm()
    {
        var (study, uids) = await StoreAsync(series: 1, imagesPerSeries: 3);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = true };

        var outcome = await run.ExecuteAsync(Source, DestinationThatCannotBeAsked, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        outcome.Message.ShouldContain(DirectMove.CountsOnly);
        run.LogText.ShouldContain(DirectMove.CountsOnly);
        run.Ledger.Values.ShouldAllBe(line => line.Reason == DirectMove.CountsOnly);
        (await AtDestinationAsync(study)).ShouldBe(uids, ignoreOrder: true);
    }

    [Fact]
    public async Task ExecuteAsync_SourceDoesNotKnowTheDestination_GoesThroughAdit()
    {
        var (study, uids) = await StoreAsync(series: 1, imagesPerSeries: 2);
        var stranger = TransferRun.Server(
            "Destination PACS",
            "STRANGER",
            servers.Destination.DicomPort
        );
        var run = new TransferRun { MayMoveDirectly = true };

        var outcome = await run.ExecuteAsync(Source, stranger, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Route.ShouldBe("C-GET to C-STORE");
        run.Ledger.Values.ShouldAllBe(line => line.Route == TransferRoute.GetToStore);
        (await AtDestinationAsync(study)).ShouldBe(uids, ignoreOrder: true);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task ExecuteAsync_NotEnabledOrNotWanted_GoesThroughAdit(
        bool enabled,
        bool throughAdit
    )
    {
        var (study, _) = await StoreAsync(series: 1, imagesPerSeries: 1);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = enabled, SendThroughAdit = throughAdit };

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Route.ShouldBe("C-GET to C-STORE");
    }

    [Fact]
    public async Task ExecuteAsync_StudyOfAnotherPatient_NothingIsSent()
    {
        var (study, _) = await StoreAsync(series: 1, imagesPerSeries: 2);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = true };

        var outcome = await run.ExecuteAsync(
            Source,
            Destination,
            study with
            {
                PatientId = "TX-OTHER",
            },
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("another patient");
        run.FoundPatientId.ShouldBe(study.PatientId);
        (await AtDestinationAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_EarlierAttemptEndedUnseen_AsksBeforeItSendsAgain()
    {
        var (study, uids) = await StoreAsync(series: 1, imagesPerSeries: 4);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = true };
        (await run.ExecuteAsync(Source, Destination, study, Cancel)).Status.ShouldBe(
            JobTaskStatus.Success
        );
        run.Forget();

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(4);
        run.Ledger.Keys.ShouldBe(uids, ignoreOrder: true);
        (await AtDestinationAsync(study)).ShouldBe(uids, ignoreOrder: true);
    }

    [Fact]
    public async Task ExecuteAsync_ChosenModalitiesOnly_OthersAreNamedAndStay()
    {
        var (study, uids) = await StoreAsync(series: 1, imagesPerSeries: 2);
        var report = study with { Modality = "SR" };
        await servers.Source.StoreAsync(report.NewInstance(TestStudy.NewSeries()).File, Cancel);
        await KnowDestinationAsync();
        var run = new TransferRun { MayMoveDirectly = true, OnlyModalities = ["CT"] };

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        outcome.Message.ShouldContain("1 series left out");
        run.Series.Values.Single(s => s.IsExcluded).Modality.ShouldBe("SR");
        (await AtDestinationAsync(study)).ShouldBe(uids, ignoreOrder: true);
    }

    private Task KnowDestinationAsync() =>
        servers.Source.AddModalityAsync("dest", "DEST", servers.Destination.DicomPort, Cancel);

    private async Task<IEnumerable<string>> AtDestinationAsync(TestStudy study) =>
        (await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel)).Keys;

    private async Task<(TestStudy Study, IReadOnlyList<string> Uids)> StoreAsync(
        int series,
        int imagesPerSeries
    )
    {
        var study = new TestStudy();
        List<string> uids = [];
        for (var s = 0; s < series; s++)
        {
            var seriesUid = TestStudy.NewSeries();
            for (var i = 0; i < imagesPerSeries; i++)
            {
                var (uid, file) = study.NewInstance(seriesUid, i + 1);
                await servers.Source.StoreAsync(file, Cancel);
                uids.Add(uid);
            }
        }
        return (study, uids);
    }
}
