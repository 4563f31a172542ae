using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Web.Tests.Infrastructure.Transfers.Faults;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What a pseudonymised transfer does when something is wrong or has to be done again.</summary>
[Collection(nameof(TransferServers))]
public sealed class PseudonymisedTransferTests(TransferServers servers)
{
    private static readonly DicomTag ContourSequence = new(0x3006, 0x0040);
    private static readonly DicomTag ContourData = new(0x3006, 0x0050);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    [Fact]
    public async Task ExecuteAsync_CutOffAndTriedAgain_SendsWhatIsMissingUnderTheSameUids()
    {
        var study = new TestStudy("ZZPAT-RETRY");
        List<string> uids = [];
        var series = TestStudy.NewSeries();
        for (var i = 1; i <= 6; i++)
        {
            var (uid, file) = study.NewInstance(series, i);
            uids.Add(uid);
            await servers.Source.StoreAsync(file, Cancel);
        }
        var run = Run(study);
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
        run.Report.ShouldNotBeNull("also an attempt that was cut off reports");
        var sentAgain = 0;
        run.OnRecord = record => sentAgain += record.Outcome == InstanceOutcome.Stored ? 1 : 0;
        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        sentAgain.ShouldBe(6 - before);
        run.Ledger.Values.ShouldAllBe(line =>
            line.OutputSopInstanceUid == PseudonymisedStudy.Mapped(line.SopInstanceUid)
        );
        (await ArrivedAsync(study)).ShouldBe(uids.Select(PseudonymisedStudy.Mapped).Order());
        run.Report.Instances.ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task ExecuteAsync_SentTwice_SecondTimeTheSameBytes()
    {
        var study = new TestStudy("ZZPAT-TWICE");
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);

        await Run(study).ExecuteAsync(Source, Destination, study, Cancel);
        var first = await OnlyFileAsync(study);
        await Run(study).ExecuteAsync(Source, Destination, study, Cancel);

        Part10
            .Dataset(await OnlyFileAsync(study))
            .SequenceEqual(Part10.Dataset(first))
            .ShouldBeTrue();
    }

    [Theory]
    [InlineData(2048, false)]
    [InlineData(2048, true)]
    [InlineData(3 << 20, false)]
    [InlineData(3 << 20, true)]
    public async Task ExecuteAsync_DamagedImage_FailsAloneAndNothingOfItIsStored(
        int pixelBytes,
        bool isCutInHeader
    )
    {
        var study = new TestStudy($"ZZPAT-DMG-{pixelBytes}-{isCutInHeader}")
        {
            PixelBytes = pixelBytes,
        };
        var series = TestStudy.NewSeries();
        await using var pacs = new MisbehavingPacs();
        var (good, bad) = (study.NewInstance(series, 1), study.NewInstance(series, 2));
        var whole = Part10.Dataset(bad.File).ToArray();
        await pacs.PutRawAsync(
            good.SopInstanceUid,
            Part10.Dataset(good.File).ToArray(),
            study,
            Cancel
        );
        // An archive of ours would not take it.
        pacs.Intruders.Add(
            new Raw(
                study.SopClassUid,
                new DicomUid(bad.SopInstanceUid),
                study.TransferSyntax,
                isCutInHeader ? WithDamagedHeader(whole) : whole[..^1000]
            )
        );
        // So little memory that a large image is on its way while it still arrives.
        var run = Run(study, options => options.BufferBytes = 1 << 20);

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Archive", MisbehavingPacs.AeTitle, pacs.Port),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message + run.LogText);
        outcome.Message.ShouldContain("1 of 2 images transferred, 1 failed");
        var line = run.Ledger[bad.SopInstanceUid];
        line.Outcome.ShouldBe(InstanceOutcome.Failed);
        line.Reason!.ShouldContain(isCutInHeader ? "cannot be read" : "damaged");
        run.Ledger[good.SopInstanceUid].Outcome.ShouldBe(InstanceOutcome.Stored);
        (await ArrivedAsync(study)).ShouldBe([PseudonymisedStudy.Mapped(good.SopInstanceUid)]);
        run.Report!.Instances.ShouldBe(1);
        run.Report.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(DeidentificationRefusal.Damaged);
    }

    [Fact]
    public async Task ExecuteAsync_ImagesShowThatThePseudonymReveals_FailsAndSendsNothing()
    {
        var study = new TestStudy("ZZPAT-REVEAL") { PatientName = "Zzgeheim^Gerda" };
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);
        var run = Run(study, pseudonym: "GERDA-1");

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("pseudonym");
        outcome.Message.ShouldNotContain("gerda", Case.Insensitive);
        run.LogText.ShouldNotContain("gerda", Case.Insensitive);
        (await ArrivedAsync(study)).ShouldBeEmpty();
        run.Report!.Refusals.ShouldHaveSingleItem()
            .Reason.ShouldBe(DeidentificationRefusal.RevealingPseudonym);
    }

    [Fact]
    public async Task ExecuteAsync_PseudonymWithoutRules_FailsAndSendsNothing()
    {
        var study = new TestStudy("ZZPAT-NORULES");
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);
        var run = new TransferRun { Pseudonym = "P-001" };

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        run.Ledger.ShouldBeEmpty();
        (
            await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel)
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_PairMayMoveDirectly_GoesThroughAditAllTheSame()
    {
        var study = new TestStudy("ZZPAT-DIRECT");
        var (uid, file) = study.NewInstance(TestStudy.NewSeries());
        await servers.Source.StoreAsync(file, Cancel);
        var run = Run(study);
        run.MayMoveDirectly = true;

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        run.Route.ShouldBe("C-GET to C-STORE");
        (await ArrivedAsync(study)).ShouldBe([PseudonymisedStudy.Mapped(uid)]);
    }

    [Fact]
    public async Task ExecuteAsync_ImageOfAnotherPatient_FailsAndSendsNothing()
    {
        var study = new TestStudy("ZZPAT-MINE");
        var other = study with { PatientId = "ZZPAT-OTHER" };
        await using var pacs = new MisbehavingPacs();
        await pacs.PutAsync(study, TestStudy.NewSeries(), 1, Cancel);
        var intruder = other.NewSource(TestStudy.NewSeries());
        pacs.Intruders.Add(intruder);
        var run = Run(study);

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Archive", MisbehavingPacs.AeTitle, pacs.Port),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        run.FoundPatientId.ShouldBe(other.PatientId);
        run.Ledger[intruder.SopInstanceUid.Value].Outcome.ShouldBe(InstanceOutcome.Unexpected);
        (await ArrivedAsync(study)).ShouldNotContain(
            PseudonymisedStudy.Mapped(intruder.SopInstanceUid.Value)
        );
    }

    [Fact]
    public async Task ExecuteAsync_EveryImageRefused_FailsAndSaysWhy()
    {
        var study = new TestStudy("ZZPAT-ALLREF").As(DicomUids.SecondaryCaptureImageStorage);
        var series = TestStudy.NewSeries();
        await servers.Source.StoreAsync(study.NewInstance(series, 1).File, Cancel);
        await servers.Source.StoreAsync(study.NewInstance(series, 2).File, Cancel);
        var run = Run(study);

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldStartWith("No image was transferred: all 2 had to be refused.");
        run.CountOf(InstanceOutcome.Excluded).ShouldBe(2);
        run.Report!.Refusals.ShouldHaveSingleItem().Count.ShouldBe(2);
        run.Progress.Last().ImagesExpected.ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_EverySeriesLeftOut_FailsAndNamesTheRule()
    {
        var study = new TestStudy("ZZPAT-SRONLY") { Modality = "SR" };
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);
        var run = Run(study);

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("leaves out series of modality SR");
    }

    [Fact]
    public async Task ExecuteAsync_LargeImageThroughSmallBuffer_ArrivesWithItsPixels()
    {
        var study = new TestStudy("ZZPAT-LARGE") { PixelBytes = 24 << 20 };
        var (_, file) = study.NewInstance(TestStudy.NewSeries());
        await servers.Source.StoreAsync(file, Cancel);
        var run = Run(
            study,
            options =>
            {
                options.BufferBytes = 1 << 20;
                options.BlockBytes = 64 << 10;
            }
        );

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        Pixels(await OnlyFileAsync(study)).SequenceEqual(Pixels(file)).ShouldBeTrue();
    }

    /// <summary>A structure set is one sequence of many megabytes: it must not wait for a reader that waits for it.</summary>
    [Fact]
    public async Task ExecuteAsync_LargeHeaderThroughSmallBuffer_FlowsOnWithoutATemporaryFile()
    {
        var study = new TestStudy("ZZPAT-CONTOUR");
        var uid = DicomUid.New().Value;
        var dataset = study.Dataset(uid, TestStudy.NewSeries(), 1);
        var contours = Enumerable
            .Range(1, 200)
            .Select(_ =>
            {
                var contour = new DicomDataset();
                contour.Set(
                    ContourData,
                    DicomVr.DS,
                    string.Join('\\', Enumerable.Repeat("-123.456", 3000))
                );
                return contour;
            })
            .ToArray();
        dataset.SetSequence(ContourSequence, contours);
        using var file = new MemoryStream();
        await DicomFile.SaveAsync(file, dataset, study.TransferSyntax, cancellationToken: Cancel);
        await servers.Source.StoreAsync(file.ToArray(), Cancel);
        var run = Run(
            study,
            options =>
            {
                options.BufferBytes = 1 << 20;
                options.BlockBytes = 64 << 10;
            }
        );

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.LogText.ShouldNotContain("temporary file");
        var arrived = DicomFile.Parse(await OnlyFileAsync(study)).Dataset;
        arrived.GetSequence(ContourSequence)!.Items.Count.ShouldBe(contours.Length);
    }

    private static TransferRun Run(
        TestStudy study,
        Action<Adit.Infrastructure.Transfers.TransferOptions>? configure = null,
        string pseudonym = PseudonymisedStudy.Pseudonym
    ) =>
        new(configure)
        {
            Pseudonym = pseudonym,
            Deidentifier = () =>
                new Deidentifier(
                    PseudonymisedStudy.Profile,
                    PseudonymisedStudy.Key,
                    new DeidentificationSubject(study.PatientId, pseudonym)
                ),
        };

    /// <summary>The same length, and an element behind the identity that promises more than there is.</summary>
    private static byte[] WithDamagedHeader(byte[] dataset)
    {
        var damaged = (byte[])dataset.Clone();
        // (0028,0002) US, two bytes.
        var at = damaged.AsSpan().IndexOf(new byte[] { 0x28, 0, 2, 0, (byte)'U', (byte)'S' });
        damaged[at + 4] = (byte)'S';
        damaged[at + 5] = (byte)'Q';
        return damaged;
    }

    private async Task<IEnumerable<string>> ArrivedAsync(TestStudy study) =>
        (
            await servers.Destination.InstancesOfStudyAsync(
                PseudonymisedStudy.Mapped(study.StudyInstanceUid),
                Cancel
            )
        ).Keys.Order();

    private async Task<byte[]> OnlyFileAsync(TestStudy study)
    {
        var there = await servers.Destination.InstancesOfStudyAsync(
            PseudonymisedStudy.Mapped(study.StudyInstanceUid),
            Cancel
        );
        return await servers.Destination.FileAsync(there.ShouldHaveSingleItem().Value, Cancel);
    }

    private sealed record Raw(
        DicomUid SopClassUid,
        DicomUid SopInstanceUid,
        DicomTransferSyntax TransferSyntax,
        byte[] Bytes
    ) : IDicomInstanceSource
    {
        public ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken) =>
            new(new MemoryStream(Bytes, writable: false));
    }

    private static ReadOnlySpan<byte> Pixels(byte[] file) =>
        ((DicomElement)DicomFile.Parse(file).Dataset[DicomTag.PixelData]!).RawValue.Span;
}
