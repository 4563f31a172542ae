using Adit.Dicom.Data;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;
using StoreScp = Adit.Web.Tests.Infrastructure.Transfers.StoreScp;

namespace Adit.Web.Tests.Infrastructure.Receiver;

/// <summary>Whole transfers whose images come by C-MOVE, from real archives and from one that does what the test says.</summary>
[Collection(nameof(TransferServers))]
public sealed class MoveFetcherTests(TransferServers servers, ReceiverHost host)
    : IClassFixture<ReceiverHost>
{
    private const ServerServices OnlyMove =
        ServerServices.StudyRootFind | ServerServices.StudyRootMove;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort, services: OnlyMove);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    [Fact]
    public async Task ExecuteAsync_StudyInOrthanc_ArrivesUnchanged()
    {
        var (study, sent) = await StoreAsync(series: 3, imagesPerSeries: 5);
        var run = await RunWithOrthancAsync();

        var outcome = await run.ExecuteAsync(Source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Route.ShouldBe("C-MOVE to C-STORE");
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_SameStudyTwiceAtOnce_BothAreComplete()
    {
        var (study, sent) = await StoreAsync(series: 2, imagesPerSeries: 20);
        await using var other = await StoreScp.StartAsync(Cancel);
        var (first, second) = (await RunWithOrthancAsync(), await RunWithOrthancAsync());

        var outcomes = await Task.WhenAll(
            first.ExecuteAsync(Source, Destination, study, Cancel),
            second.ExecuteAsync(
                Source,
                TransferRun.Server("Other", "OTHER", other.Port),
                study,
                Cancel
            )
        );

        outcomes.ShouldAllBe(outcome => outcome.Status == JobTaskStatus.Success);
        first.CountOf(InstanceOutcome.Stored).ShouldBe(40);
        second.CountOf(InstanceOutcome.Stored).ShouldBe(40);
        other.Folder.GetFiles().Length.ShouldBe(40);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_StudyInDcmtk_Arrives()
    {
        var study = new TestStudy();
        var series = TestStudy.NewSeries();
        var files = Enumerable.Range(1, 6).Select(i => study.NewInstance(series, i)).ToArray();
        await using var archive = await DcmQrScp.StartAsync(
            "SRC1",
            files.Select(file => file.File),
            new Dictionary<string, int> { [ReceiverHost.AeTitle] = host.Port },
            Cancel
        );
        var run = new TransferRun { Receiver = host.Receiver };

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("DCMTK", "SRC1", archive.Port, services: OnlyMove),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(
            JobTaskStatus.Success,
            outcome.Message + run.LogText + archive.Output
        );
        await ShouldHoldAsync(study, files.ToDictionary(f => f.SopInstanceUid, f => f.File));
    }

    [Fact]
    public async Task ExecuteAsync_SourceDoesNotKnowTheReceiver_SaysWhatToDo()
    {
        await using var pacs = new MisbehavingPacs();
        var study = new TestStudy();
        await pacs.PutAsync(study, TestStudy.NewSeries(), images: 8, Cancel);
        var run = new TransferRun { Receiver = host.Receiver };

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Source", "SRC2", pacs.Port, services: OnlyMove),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("add Adit's receiver as a C-MOVE destination");
        pacs.Retrieves.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ExecuteAsync_SourceWithoutOriginator_SecondTransferOfTheStudyWaits()
    {
        await using var pacs = new MisbehavingPacs(namesMoveOriginator: false);
        var study = new TestStudy();
        await pacs.PutAsync(study, TestStudy.NewSeries(), images: 3, Cancel);
        Know(pacs, "SRC3");
        var opened = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        pacs.BeforeOpen = async token =>
        {
            opened.TrySetResult();
            await goOn.Task.WaitAsync(token);
        };
        var source = TransferRun.Server("Source", "SRC3", pacs.Port, services: OnlyMove);
        await using var other = await StoreScp.StartAsync(Cancel);
        var (first, second) = (
            new TransferRun { Receiver = host.Receiver },
            new TransferRun { Receiver = host.Receiver }
        );

        var firstRun = first.ExecuteAsync(source, Destination, study, Cancel);
        await opened.Task.WaitAsync(Patience, Cancel);
        // It may wait no longer than the receiver lets it, and is then tried later without having spent an attempt.
        await Should.ThrowAsync<TransferPostponedException>(() =>
            second
                .ExecuteAsync(
                    source,
                    TransferRun.Server("Other", "OTHER", other.Port),
                    study,
                    Cancel
                )
                .WaitAsync(Patience, Cancel)
        );
        pacs.Retrieves.Count.ShouldBe(1);
        goOn.SetResult();

        var outcome = await firstRun.WaitAsync(Patience, Cancel);
        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + first.LogText);
        first.CountOf(InstanceOutcome.Stored).ShouldBe(3);
        second.CountOf(InstanceOutcome.Stored).ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_AnyImage_StandsInTheDatabaseBeforeItIsAcknowledged()
    {
        await using var pacs = new MisbehavingPacs();
        var study = new TestStudy();
        var series = TestStudy.NewSeries();
        await pacs.PutAsync(study, series, images: 2, Cancel);
        var unlisted = study.NewSource(series);
        pacs.Intruders.Add(unlisted);
        Know(pacs, "SRC4");
        var outcomes = new List<InstanceOutcome>();
        var run = new TransferRun { Receiver = host.Receiver };
        run.OnRecord = record =>
        {
            if (record.SopInstanceUid != unlisted.SopInstanceUid.Value)
            {
                return;
            }
            outcomes.Add(record.Outcome);
            if (record.Outcome == InstanceOutcome.Stored)
            {
                // It could only be handed over after its line was in the database.
                run.Durable[record.SopInstanceUid].Outcome.ShouldBe(InstanceOutcome.InFlight);
            }
        };
        // Nothing is sent before the lines of all listed images are in the database.
        var owed = -1;
        pacs.BeforeOpen = _ =>
        {
            owed = Math.Max(
                owed,
                run.Durable.Values.Count(line => line.Outcome == InstanceOutcome.Expected)
            );
            return ValueTask.CompletedTask;
        };

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Source", "SRC4", pacs.Port, services: OnlyMove),
            Destination,
            study,
            Cancel
        );

        owed.ShouldBe(2);
        outcomes.ShouldBe([InstanceOutcome.InFlight, InstanceOutcome.Stored]);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(3);
        outcome.Status.ShouldNotBe(JobTaskStatus.Failure, outcome.Message);
    }

    [Fact]
    public async Task ExecuteAsync_SomeImagesAreNotSent_TheyFailWithAReason()
    {
        await using var pacs = new MisbehavingPacs();
        var study = new TestStudy();
        await pacs.PutAsync(study, TestStudy.NewSeries(), images: 6, Cancel);
        Know(pacs, "SRC5");
        pacs.Touch = answer =>
        {
            if (pacs.Lost.Count < 2 && answer.GetString(DicomTag.SopInstanceUid) is { } listed)
            {
                pacs.Lost.Add(listed);
            }
        };
        var run = new TransferRun { Receiver = host.Receiver };

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Source", "SRC5", pacs.Port, services: OnlyMove),
            Destination,
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(4);
        run.Ledger.Values.Where(r => r.Outcome == InstanceOutcome.Failed)
            .ShouldAllBe(r => pacs.Lost.Contains(r.SopInstanceUid) && r.Reason != null);
    }

    [Fact]
    public async Task ExecuteAsync_SourceIsSilent_EndsAtTheDeadlineOfTheFirstImage()
    {
        await using var pacs = new MisbehavingPacs { IsRetrieveSilent = true };
        var study = new TestStudy();
        await pacs.PutAsync(study, TestStudy.NewSeries(), images: 1, Cancel);
        Know(pacs, "SRC6");
        var run = new TransferRun { Receiver = host.Receiver };

        var fault = await Should.ThrowAsync<RetriableTransferException>(() =>
            run.ExecuteAsync(
                    TransferRun.Server(
                        "Source",
                        "SRC6",
                        pacs.Port,
                        services: OnlyMove,
                        timeouts: new ServerTimeouts { FirstImageSeconds = 1 }
                    ),
                    Destination,
                    study,
                    Cancel
                )
                .WaitAsync(Patience, Cancel)
        );

        fault.Message.ShouldContain("did not answer in time");
        // Nothing is left waiting.
        host.Statistics.RunningRetrieves().ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_CancelledWhileImagesCome_LeavesNothingWaiting()
    {
        await using var pacs = new MisbehavingPacs();
        var study = new TestStudy();
        await pacs.PutAsync(study, TestStudy.NewSeries(), images: 5, Cancel);
        Know(pacs, "SRC7");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = new TransferRun
        {
            Receiver = host.Receiver,
            OnRecord = record =>
            {
                if (record.Outcome == InstanceOutcome.Stored)
                {
                    cancel.Cancel();
                }
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(() =>
            run.ExecuteAsync(
                    TransferRun.Server("Source", "SRC7", pacs.Port, services: OnlyMove),
                    Destination,
                    study,
                    cancel.Token
                )
                .WaitAsync(Patience, Cancel)
        );

        host.Statistics.RunningRetrieves().ShouldBe(0);
    }

    private void Know(MisbehavingPacs pacs, string aeTitle) =>
        pacs.MoveDestination = host.Peer(aeTitle);

    private async Task<TransferRun> RunWithOrthancAsync()
    {
        await servers.Source.AddModalityAsync("adit", ReceiverHost.AeTitle, host.Port, Cancel);
        return new TransferRun { Receiver = host.Receiver };
    }

    private async Task<(TestStudy, Dictionary<string, byte[]>)> StoreAsync(
        int series,
        int imagesPerSeries
    )
    {
        var study = new TestStudy();
        var sent = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var s = 0; s < series; s++)
        {
            var uid = TestStudy.NewSeries();
            for (var i = 1; i <= imagesPerSeries; i++)
            {
                var (image, file) = study.NewInstance(uid, i);
                sent[image] = file;
                await servers.Source.StoreAsync(file, Cancel);
            }
        }
        return (study, sent);
    }

    private async Task ShouldHoldAsync(TestStudy study, Dictionary<string, byte[]> sent)
    {
        var held = await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel);
        held.Keys.Order().ShouldBe(sent.Keys.Order());
        foreach (var (uid, id) in held)
        {
            var file = await servers.Destination.FileAsync(id, Cancel);
            Part10.Dataset(file).SequenceEqual(Part10.Dataset(sent[uid])).ShouldBeTrue(uid);
        }
    }
}
