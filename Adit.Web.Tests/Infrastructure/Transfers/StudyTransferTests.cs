using Adit.Dicom.Data;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Whole transfers between real servers.</summary>
[Collection(nameof(TransferServers))]
public sealed class StudyTransferTests(TransferServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    [Fact]
    public async Task ExecuteAsync_StudyInOrthanc_OtherOrthancHoldsTheSameBytes()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 3, imagesPerSeries: 4);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(12);
        run.Ledger.Values.ShouldAllBe(record => record.PeerStatus == 0 && record.Bytes > 0);
        run.Progress.Last().ImagesDone.ShouldBe(12);
        run.Progress.Last().ImagesExpected.ShouldBe(12);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_ChosenSeries_OnlyTheseArrive()
    {
        var study = new TestStudy();
        var (first, second) = (TestStudy.NewSeries(), TestStudy.NewSeries());
        var wanted = study.NewInstance(first);
        await servers.Source.StoreAsync(wanted.File, Cancel);
        await servers.Source.StoreAsync(study.NewInstance(second).File, Cancel);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel, [first]);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        run.Ledger.Keys.ShouldBe([wanted.SopInstanceUid]);
        (
            await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel)
        ).Keys.ShouldBe([wanted.SopInstanceUid]);
    }

    [Theory]
    [InlineData(ExpectedSet.SeriesCounts, 8)]
    [InlineData(ExpectedSet.ImageList, 1)]
    public async Task ExecuteAsync_OtherSettings_SameResult(
        ExpectedSet expected,
        int maxAssociations
    )
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 2, imagesPerSeries: 2);
        var source = TransferRun.Server(
            "Source PACS",
            "SOURCE",
            servers.Source.DicomPort,
            expected: expected,
            maxAssociations: maxAssociations
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        run.Progress.Last().ImagesExpected.ShouldBe(4);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_Retry_SendsOnlyWhatIsNotStored()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 2, imagesPerSeries: 3);
        var run = new TransferRun();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var stored = 0;
        run.OnRecord = record =>
        {
            if (record.Outcome == InstanceOutcome.Stored && ++stored == 2)
            {
                cancel.Cancel();
            }
        };

        await Should.ThrowAsync<OperationCanceledException>(
            run.ExecuteAsync(Source, Destination, study, cancel.Token)
        );
        var before = run.CountOf(InstanceOutcome.Stored);
        before.ShouldBeInRange(2, 5);
        var sentAgain = 0;
        run.OnRecord = record => sentAgain += record.Outcome == InstanceOutcome.Stored ? 1 : 0;
        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        sentAgain.ShouldBe(6 - before);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_SourceNamesNoSopClasses_WhatItsModalityDoesNotSuggestComesToo()
    {
        var study = new TestStudy();
        var (uid, file) = study
            .As(DicomUids.UltrasoundMultiFrameImageStorage)
            .NewInstance(TestStudy.NewSeries());
        await using var archive = await DcmQrScp.StartAsync(
            "QRSCP",
            [file],
            new Dictionary<string, int>(),
            Cancel
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Archive", "QRSCP", archive.Port),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        await ShouldHoldAsync(study, new Dictionary<string, byte[]> { [uid] = file });
    }

    [Fact]
    public async Task ExecuteAsync_ManySopClasses_SeveralAssociations()
    {
        var study = new TestStudy();
        DicomUid[] classes =
        [
            DicomUids.CtImageStorage,
            DicomUids.MrImageStorage,
            DicomUids.ComputedRadiographyImageStorage,
            DicomUids.UltrasoundImageStorage,
            DicomUids.SecondaryCaptureImageStorage,
            DicomUids.DigitalXRayImageStorageForPresentation,
            DicomUids.NuclearMedicineImageStorage,
            DicomUids.PositronEmissionTomographyImageStorage,
            DicomUids.EnhancedCtImageStorage,
            DicomUids.EnhancedMrImageStorage,
        ];
        Dictionary<string, byte[]> sent = [];
        foreach (var sopClass in classes)
        {
            var (uid, file) = study.As(sopClass).NewInstance(TestStudy.NewSeries());
            sent[uid] = file;
            await servers.Source.StoreAsync(file, Cancel);
        }
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Log.Count(line => line.Contains("presentation contexts", StringComparison.Ordinal))
            .ShouldBe(2);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_LargeImageThroughSmallBuffer_ArrivesWhole()
    {
        var study = new TestStudy { PixelBytes = 24 << 20 };
        var (uid, file) = study.NewInstance(TestStudy.NewSeries());
        await servers.Source.StoreAsync(file, Cancel);
        var run = new TransferRun(o =>
        {
            o.BufferBytes = 1 << 20;
            o.BlockBytes = 64 << 10;
        });

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        await ShouldHoldAsync(study, new Dictionary<string, byte[]> { [uid] = file });
    }

    private async Task<Dictionary<string, byte[]>> StoreAsync(
        TestStudy study,
        int series,
        int imagesPerSeries
    )
    {
        Dictionary<string, byte[]> sent = [];
        for (var s = 0; s < series; s++)
        {
            var uid = TestStudy.NewSeries();
            for (var i = 1; i <= imagesPerSeries; i++)
            {
                var (instance, file) = study.NewInstance(uid, i);
                sent[instance] = file;
                await servers.Source.StoreAsync(file, Cancel);
            }
        }
        return sent;
    }

    private async Task ShouldHoldAsync(TestStudy study, Dictionary<string, byte[]> sent)
    {
        var held = await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel);
        held.Keys.Order().ShouldBe(sent.Keys.Order());
        foreach (var (uid, file) in sent)
        {
            var arrived = await servers.Destination.FileAsync(held[uid], Cancel);
            Part10
                .Dataset(arrived)
                .SequenceEqual(Part10.Dataset(file))
                .ShouldBeTrue($"Bytes of {uid} differ.");
        }
    }
}
