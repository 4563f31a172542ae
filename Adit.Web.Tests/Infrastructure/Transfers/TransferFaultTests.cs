using System.Net;
using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What goes wrong at the other end: each gives a message that says what happened and what to do, and nothing is lost.</summary>
[Collection(nameof(TransferServers))]
public sealed class TransferFaultTests(TransferServers servers)
{
    private static readonly ServerTimeouts Short = new()
    {
        ConnectSeconds = 1,
        ResponseSeconds = 1,
        FirstImageSeconds = 1,
        IdleSeconds = 1,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    [Fact]
    public async Task ExecuteAsync_SourceUnreachable_RetriesWithClearMessage()
    {
        var source = TransferRun.Server("Source PACS", "SOURCE", PeerProcess.FreePort());

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(source, Destination, new TestStudy(), Cancel)
        );

        fault.Message.ShouldContain(
            "Source PACS cannot be reached: nothing listens on 127.0.0.1 port"
        );
    }

    [Fact]
    public async Task ExecuteAsync_HostUnknown_NamesTheHost()
    {
        var source = TransferRun.Server("Source PACS", "SOURCE", 104, host: "no-such-host.invalid");

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(source, Destination, new TestStudy(), Cancel)
        );

        fault.Message.ShouldContain("no-such-host.invalid");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationUnreachable_NamesTheDestination()
    {
        var study = await StudyAsync(2);
        var destination = TransferRun.Server("Destination PACS", "DEST", PeerProcess.FreePort());

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(Source, destination, study, Cancel)
        );

        fault.Message.ShouldContain("Destination PACS cannot be reached");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationRefusesAssociation_SaysToCompareAeTitles()
    {
        await using var storescp = await StoreScp.StartAsync(Cancel, "--refuse");
        var study = await StudyAsync(1);
        var destination = TransferRun.Server("Strict PACS", "STRICT", storescp.Port);

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(Source, destination, study, Cancel)
        );

        fault.Message.ShouldContain("Strict PACS refused the association");
        fault.Message.ShouldContain("AE title");
    }

    [Fact]
    public async Task ExecuteAsync_WrongCalledAeTitle_FailsAtOnceAndNamesIt()
    {
        await using var dcmqrscp = await QueryServer.StartAsync(Cancel);
        var source = TransferRun.Server("Source PACS", "WRONG", dcmqrscp.Port);

        var outcome = await new TransferRun().ExecuteAsync(
            source,
            Destination,
            new TestStudy(),
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("it does not answer to the AE title \"WRONG\"");
    }

    [Fact]
    public async Task ExecuteAsync_ServerAcceptsConnectionAndNeverAnswers_EndsAtItsDeadline()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var source = TransferRun.Server(
            "Silent PACS",
            "SILENT",
            ((IPEndPoint)silent.LocalEndpoint).Port,
            timeouts: Short
        );

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(source, Destination, new TestStudy(), Cancel)
        );

        fault.Message.ShouldContain("Silent PACS did not answer in time");
    }

    [Fact]
    public async Task ExecuteAsync_SourceNeverAnswersQuery_EndsAtItsDeadline()
    {
        await using var pacs = new MisbehavingPacs { IsSilent = true };
        var source = TransferRun.Server("Silent PACS", "MISBEHAVE", pacs.Port, timeouts: Short);

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            new TransferRun().ExecuteAsync(source, Destination, new TestStudy(), Cancel)
        );

        fault.Message.ShouldContain("Silent PACS did not answer in time");
        fault.Message.ShouldContain("C-FIND");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationNeverAnswersStore_EndsAtItsDeadline()
    {
        await using var storescp = await StoreScp.StartAsync(Cancel, "--sleep-during", "60");
        var study = await StudyAsync(1);
        var destination = TransferRun.Server(
            "Sleepy PACS",
            "SLEEPY",
            storescp.Port,
            timeouts: Short
        );
        var run = new TransferRun();

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(Source, destination, study, Cancel)
        );

        fault.Message.ShouldContain("Sleepy PACS did not answer in time");
        run.CountOf(InstanceOutcome.Stored).ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_SourceDropsConnectionAtImage50_FetchesTheRestAgain()
    {
        var study = await StudyAsync(60);
        // 60 images of 2.6 kB: the connection that carries them breaks before the 51st.
        await using var proxy = new CuttingProxy(
            servers.Source.DicomPort,
            s => s.Cuts == 0 && s.Bytes > 50 * 2_700
        );
        var source = TransferRun.Server("Source PACS", "SOURCE", proxy.Port);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        proxy.Cuts.ShouldBe(1);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(60);
        run.LogText.ShouldContain("The connection to Source PACS was lost");
        (
            await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel)
        ).Count.ShouldBe(60);
    }

    [Fact]
    public async Task ExecuteAsync_SourceDropsEveryRetrieve_RetriableAndNothingCountedAsStored()
    {
        var study = await StudyAsync(4);
        await using var proxy = new CuttingProxy(servers.Source.DicomPort, s => s.Bytes > 2_000);
        var source = TransferRun.Server("Source PACS", "SOURCE", proxy.Port);
        var run = new TransferRun();

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(source, Destination, study, Cancel)
        );

        fault.Message.ShouldContain("The connection to Source PACS was lost");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationAbortsDuringStore_OtherImagesDoNotSuffer()
    {
        var study = await StudyAsync(3);
        await using var proxy = new CuttingProxy(
            servers.Destination.DicomPort,
            s => s is { Cuts: 0, Pieces: 3 }
        );
        var destination = TransferRun.Server("Destination PACS", "DEST", proxy.Port);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        proxy.Cuts.ShouldBe(1);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_DestinationAbortsEveryStore_RetriableAndSaysSo()
    {
        var study = await StudyAsync(5);
        await using var storescp = await StoreScp.StartAsync(Cancel, "--abort-during");
        var run = new TransferRun();

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(
                Source,
                TransferRun.Server("Aborting PACS", "ABORT", storescp.Port),
                study,
                Cancel
            )
        );

        fault.Message.ShouldContain("Aborting PACS aborted the association");
        run.CountOf(InstanceOutcome.Stored).ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_DestinationRefusesSopClass_OnlyTheseFailWithReason()
    {
        var study = new TestStudy();
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);
        await servers.Source.StoreAsync(
            study.As(DicomUids.MrImageStorage).NewInstance(TestStudy.NewSeries()).File,
            Cancel
        );
        var folder = Directory.CreateTempSubdirectory("adit-profile-");
        var profile = Path.Combine(folder.FullName, "storescp.cfg");
        await File.WriteAllTextAsync(
            profile,
            """
            [[TransferSyntaxes]]
            [Plain]
            TransferSyntax1 = LittleEndianExplicit
            TransferSyntax2 = LittleEndianImplicit
            [[PresentationContexts]]
            [OnlyCt]
            PresentationContext1 = CTImageStorage\Plain
            [[Profiles]]
            [OnlyCt]
            PresentationContexts = OnlyCt
            """,
            Cancel
        );
        await using var storescp = await StoreScp.StartAsync(
            Cancel,
            "--config-file",
            profile,
            "OnlyCt"
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            Source,
            TransferRun.Server("CT archive", "CTONLY", storescp.Port),
            study,
            Cancel
        );

        folder.Delete(recursive: true);
        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message + run.LogText);
        outcome.Message.ShouldStartWith("1 of 2 images transferred, 1 failed.");
        var failed = run.Ledger.Values.Single(record => record.Outcome == InstanceOutcome.Failed);
        failed.SopClassUid.ShouldBe(DicomUids.MrImageStorage.Value);
        failed.Reason!.ShouldContain("CT archive does not accept MR Image Storage");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationStoresWithWarning_RecordedAndTold()
    {
        var study = await StudyAsync(3);
        await using var pacs = new MisbehavingPacs
        {
            StoreStatus = _ => DicomStatus.CoercionOfDataElements,
        };
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            Source,
            TransferRun.Server("Coercing PACS", "MISBEHAVE", pacs.Port),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Warning);
        outcome.Message.ShouldContain(
            "All 3 images transferred, 3 of them with a warning of Coercing PACS"
        );
        outcome.Message.ShouldContain("B000");
        run.CountOf(InstanceOutcome.StoredWithWarning).ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_DestinationDiskFull_RetriableAndSaysSo()
    {
        var study = await StudyAsync(2, pixelBytes: 200_000);
        // A limit on the size of its files is to storescp what a full disk is: the write fails.
        await using var storescp = await StoreScp.StartLimitedAsync(kilobytes: 20, Cancel);
        var run = new TransferRun();

        var fault = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(
                Source,
                TransferRun.Server("Full PACS", "FULL", storescp.Port),
                study,
                Cancel
            )
        );

        fault.Message.ShouldContain("out of resources (status A7");
        fault.Message.ShouldContain("disk");
        run.CountOf(InstanceOutcome.Stored).ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_SlowDestination_SpillsToBoundedFileAndLosesNothing()
    {
        var study = await StudyAsync(3, pixelBytes: 2 << 20);
        await using var storescp = await StoreScp.StartAsync(Cancel, "--sleep-after", "1");
        var run = new TransferRun(o =>
        {
            o.BufferBytes = 1 << 20;
            o.BlockBytes = 64 << 10;
            o.StallBeforeSpill = TimeSpan.FromMilliseconds(50);
        });

        var outcome = await run.ExecuteAsync(
            Source,
            TransferRun.Server("Slow PACS", "SLOW", storescp.Port),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.LogText.ShouldContain("waited in a temporary file");
        storescp.Folder.GetFiles().Length.ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_SpillFileFull_StopsFetchingAndResumes()
    {
        var study = await StudyAsync(3, pixelBytes: 2 << 20);
        await using var storescp = await StoreScp.StartAsync(Cancel, "--sleep-after", "1");
        var run = new TransferRun(o =>
        {
            o.BufferBytes = 1 << 20;
            o.BlockBytes = 64 << 10;
            o.StallBeforeSpill = TimeSpan.FromMilliseconds(50);
            o.MaxSpillBytes = 1 << 20;
        });

        var outcome = await run.ExecuteAsync(
            Source,
            TransferRun.Server("Slow PACS", "SLOW", storescp.Port),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.LogText.ShouldContain("the temporary file is full");
        storescp.Folder.GetFiles().Length.ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_ImageOfAnotherPatient_FailsAndIsNotSent()
    {
        var study = new TestStudy();
        var foreign = new TestStudy("OTHER-PATIENT") { StudyInstanceUid = study.StudyInstanceUid };
        await using var pacs = new MisbehavingPacs();
        await pacs.PutAsync(study, TestStudy.NewSeries(), 1, Cancel);
        var intruder = foreign.NewSource(TestStudy.NewSeries());
        pacs.Intruders.Add(intruder);
        await using var destination = new MisbehavingPacs();
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Mixed PACS", "MISBEHAVE", pacs.Port),
            TransferRun.Server("Destination PACS", "MISBEHAVE", destination.Port),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("belongs to another patient");
        destination.Stored.ShouldNotContain(intruder.SopInstanceUid.Value);
        run.Ledger[intruder.SopInstanceUid.Value].Outcome.ShouldBe(InstanceOutcome.Unexpected);
        run.LogText.ShouldNotContain("OTHER-PATIENT");
    }

    [Fact]
    public async Task ExecuteAsync_OneImageNeverDelivered_CostsOneImage()
    {
        var study = new TestStudy();
        await using var pacs = new MisbehavingPacs();
        var series = TestStudy.NewSeries();
        await pacs.PutAsync(study, series, 5, Cancel);
        var (lost, file) = study.NewInstance(series, 6);
        await pacs.PutRawAsync(lost, Part10.Dataset(file).ToArray(), study, Cancel);
        pacs.Lost.Add(lost);
        await using var destination = new MisbehavingPacs();
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Lossy PACS", "MISBEHAVE", pacs.Port),
            TransferRun.Server("Destination PACS", "MISBEHAVE", destination.Port),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message);
        outcome.Message.ShouldContain("5 of 6 images transferred, 1 failed");
        run.Ledger[lost].Reason!.ShouldContain("does not deliver it");
    }

    [Fact]
    public async Task ExecuteAsync_StudyWithThreeSeries_SeriesAreQueriedOnce()
    {
        var study = new TestStudy();
        await using var pacs = new MisbehavingPacs();
        for (var i = 0; i < 3; i++)
        {
            await pacs.PutAsync(study, TestStudy.NewSeries(), 2, Cancel);
        }

        var outcome = await new TransferRun().ExecuteAsync(
            TransferRun.Server("Counting PACS", "MISBEHAVE", pacs.Port),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        pacs.Queries.Count(level => level == "SERIES").ShouldBe(1);
        pacs.Queries.Count(level => level == "IMAGE").ShouldBe(3);
        pacs.Retrieves.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ExecuteAsync_StudyNotThere_FailsAndSaysSo()
    {
        var outcome = await new TransferRun().ExecuteAsync(
            Source,
            Destination,
            new TestStudy(),
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("Source PACS does not have this study");
    }

    [Fact]
    public async Task ExecuteAsync_SourceWithoutCGet_FailsAndSaysSo()
    {
        var study = new TestStudy();
        await using var pacs = new MisbehavingPacs(uid =>
            uid != DicomUids.StudyRootGet && DicomServerOptions.IsStandardService(uid)
        );
        await pacs.PutAsync(study, TestStudy.NewSeries(), 1, Cancel);

        var outcome = await new TransferRun().ExecuteAsync(
            TransferRun.Server("Old PACS", "MISBEHAVE", pacs.Port),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("Old PACS does not offer");
    }

    private async Task<TestStudy> StudyAsync(int images, int pixelBytes = 2048)
    {
        var study = new TestStudy { PixelBytes = pixelBytes };
        var series = TestStudy.NewSeries();
        for (var number = 1; number <= images; number++)
        {
            await servers.Source.StoreAsync(study.NewInstance(series, number).File, Cancel);
        }
        return study;
    }
}
