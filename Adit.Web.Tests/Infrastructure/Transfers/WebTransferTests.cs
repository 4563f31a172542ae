using System.Collections.Concurrent;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Whole transfers by DICOMweb, from and to real servers, and to faulty ones.</summary>
[Collection(nameof(TransferServers))]
public sealed class WebTransferTests(TransferServers servers)
{
    private const ServerServices Web =
        ServerServices.QidoRs | ServerServices.WadoRs | ServerServices.StowRs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source(ServerServices services) =>
        TransferRun.WebServer(
            "Source PACS",
            new Uri(servers.Source.Rest.BaseAddress!, "dicom-web"),
            services,
            servers.Source.DicomPort
        );

    private DicomServerNode Destination(ServerServices services) =>
        TransferRun.WebServer(
            "Destination PACS",
            new Uri(servers.Destination.Rest.BaseAddress!, "dicom-web/"),
            services,
            servers.Destination.DicomPort
        );

    [Theory]
    [InlineData(Web, ServerServices.Store, "WADO-RS to C-STORE")]
    [InlineData(Web, ServerServices.StowRs, "WADO-RS to STOW-RS")]
    [InlineData(ServerServices.DimseDefault, ServerServices.StowRs, "C-GET to STOW-RS")]
    [InlineData(
        ServerServices.StudyRootFind | ServerServices.WadoRs,
        ServerServices.Store,
        "WADO-RS to C-STORE"
    )]
    public async Task ExecuteAsync_RouteByWeb_DestinationHoldsTheSameBytes(
        ServerServices source,
        ServerServices destination,
        string route
    )
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 3, imagesPerSeries: 5);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            Source(source),
            Destination(destination),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.Route.ShouldBe(route);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(15);
        run.Ledger.Values.ShouldAllBe(record => record.PeerStatus == 0 && record.Bytes > 0);
        run.Progress.Last().ImagesExpected.ShouldBe(15);
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

        var outcome = await run.ExecuteAsync(
            Source(Web),
            Destination(ServerServices.StowRs),
            study,
            Cancel,
            [first]
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        (
            await servers.Destination.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel)
        ).Keys.ShouldBe([wanted.SopInstanceUid]);
    }

    [Fact]
    public async Task ExecuteAsync_Retry_SendsOnlyWhatIsNotStored()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 2, imagesPerSeries: 6);
        var run = new TransferRun();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var stored = 0;
        run.OnRecord = record =>
        {
            if (record.Outcome == InstanceOutcome.Stored && Interlocked.Increment(ref stored) == 2)
            {
                cancel.Cancel();
            }
        };

        await Should.ThrowAsync<OperationCanceledException>(
            run.ExecuteAsync(Source(Web), Destination(ServerServices.StowRs), study, cancel.Token)
        );
        var before = run.CountOf(InstanceOutcome.Stored);
        before.ShouldBeInRange(2, 11);
        var sentAgain = 0;
        run.OnRecord = record =>
        {
            if (record.Outcome == InstanceOutcome.Stored)
            {
                Interlocked.Increment(ref sentAgain);
            }
        };
        var outcome = await run.ExecuteAsync(
            Source(Web),
            Destination(ServerServices.StowRs),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        sentAgain.ShouldBe(12 - before);
        await ShouldHoldAsync(study, sent);
    }

    [Fact]
    public async Task ExecuteAsync_LargeImage_IsSentWhileItArrives()
    {
        var study = new TestStudy { PixelBytes = 6 << 20 };
        var (uid, file) = study.NewInstance(TestStudy.NewSeries());
        await servers.Source.StoreAsync(file, Cancel);
        var run = new TransferRun(o =>
        {
            o.BufferBytes = 1 << 20;
            o.BlockBytes = 64 << 10;
        });

        var outcome = await run.ExecuteAsync(
            Source(Web),
            Destination(ServerServices.StowRs),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        await ShouldHoldAsync(study, new Dictionary<string, byte[]> { [uid] = file });
    }

    [Fact]
    public async Task ExecuteAsync_SourceCutsOff_WhatIsMissingIsAskedForAgain()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 1, imagesPerSeries: 8);
        // The first answer with images ends in its middle. Were nothing of it passed on, the HTTP client would ask again by itself.
        await using var proxy = new CuttingProxy(
            servers.Source.Rest.BaseAddress!.Port,
            state => state is { Cuts: 0, Pieces: > 1, Bytes: > 9_000 }
        );
        var source = TransferRun.WebServer(
            "Source PACS",
            new Uri($"http://127.0.0.1:{proxy.Port}/dicom-web"),
            ServerServices.StudyRootFind | ServerServices.WadoRs,
            servers.Source.DicomPort
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            source,
            Destination(ServerServices.Store),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        proxy.Cuts.ShouldBe(1);
        // An answer that is cut before its first byte has passed is asked for again by the HTTP client itself: no line tells it.
        await ShouldHoldAsync(study, sent);
    }

    [Theory]
    [InlineData(409, "", "without saying why (HTTP status 409)")]
    [InlineData(
        409,
        """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["UID"]},"00081197":{"vr":"US","Value":[49442]}}]}}""",
        "(status C122)"
    )]
    [InlineData(202, "{}", "not what became of the image")]
    [InlineData(413, "", "too large")]
    public async Task ExecuteAsync_DestinationRefusesEachImage_TellsWhy(
        int status,
        string answer,
        string reason
    )
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 2);
        await using var destination = HttpPeer.Answering(_ =>
            HttpPeer.Response(status, "application/dicom+json", answer)
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source(Web), Stow(destination), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure, outcome.Message + run.LogText);
        run.CountOf(InstanceOutcome.Failed).ShouldBe(2);
        run.Ledger.Values.ShouldAllBe(record => record.Reason!.Contains(reason));
    }

    [Fact]
    public async Task ExecuteAsync_DestinationWantsAuthorization_IsSentAndItsAbsenceNamed()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 2);
        var heads = new ConcurrentQueue<string>();
        await using var peer = HttpPeer.Answering(head =>
        {
            heads.Enqueue(head);
            return HttpPeer.Response(
                head.Contains("Authorization: Bearer secret", StringComparison.Ordinal) ? 200 : 401,
                "application/dicom+json",
                ""
            );
        });
        var address = new Uri($"http://127.0.0.1:{peer.Port}/");
        var run = new TransferRun();

        var refused = await run.ExecuteAsync(
            Source(Web),
            TransferRun.WebServer("Destination PACS", address, ServerServices.StowRs),
            study,
            Cancel
        );
        var accepted = await run.ExecuteAsync(
            Source(Web),
            TransferRun.WebServer(
                "Destination PACS",
                address,
                ServerServices.StowRs,
                authorization: "Bearer secret"
            ),
            study,
            Cancel
        );

        refused.Status.ShouldBe(JobTaskStatus.Failure);
        refused.Message.ShouldContain("authorization header");
        accepted.Status.ShouldBe(JobTaskStatus.Success, accepted.Message + run.LogText);
        heads.ShouldAllBe(head => head.StartsWith("POST /studies HTTP/1.1"));
    }

    [Fact]
    public async Task ExecuteAsync_DestinationIsBusy_IsTriedAgainLater()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 2);
        await using var destination = HttpPeer.Answering(_ =>
            HttpPeer.Response(503, "text/plain", "", "Retry-After: 7\r\n")
        );
        var run = new TransferRun();

        var retriable = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(Source(Web), Stow(destination), study, Cancel)
        );

        retriable.Message.ShouldContain("come back in 7 s");
        run.CountOf(InstanceOutcome.Failed).ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_WadoDoesNotWork_FetchesByCGet()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 1, imagesPerSeries: 2);
        await using var broken = HttpPeer.Answering(_ =>
            HttpPeer.Response(500, "text/plain", "no")
        );
        var source = TransferRun.WebServer(
            "Source PACS",
            new Uri($"http://127.0.0.1:{broken.Port}/"),
            ServerServices.DimseDefault | ServerServices.WadoRs,
            servers.Source.DicomPort
        );
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            source,
            Destination(ServerServices.Store),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.LogText.ShouldContain("Trying C-GET instead");
        await ShouldHoldAsync(study, sent);
    }

    private static DicomServerNode Stow(MisbehavingPeer peer) =>
        TransferRun.WebServer(
            "Destination PACS",
            new Uri($"http://127.0.0.1:{peer.Port}/"),
            ServerServices.StowRs
        );

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
