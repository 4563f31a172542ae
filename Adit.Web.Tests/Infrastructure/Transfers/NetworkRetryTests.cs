using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>A network that fails for a moment does not cost an attempt; one that stays away ends it after a few tries.</summary>
[Collection(nameof(TransferServers))]
public sealed class NetworkRetryTests(TransferServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private DicomServerNode Destination =>
        TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort);

    [Fact]
    public async Task ExecuteAsync_SourceDropsQuestionsTwice_SameAttemptGoesOn()
    {
        var study = await StudyAsync(4);
        await using var proxy = new CuttingProxy(servers.Source.DicomPort, s => s.Cuts < 2);
        var source = TransferRun.Server("Source PACS", "SOURCE", proxy.Port);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(source, Destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        proxy.Cuts.ShouldBe(2);
        run.LogText.ShouldContain("(try 3 of 3)");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationBreaksOffMoreOftenThanOneConnectionAllows_SameAttemptGoesOn()
    {
        var study = await StudyAsync(4);
        await using var proxy = new CuttingProxy(servers.Destination.DicomPort, s => s.Cuts < 2);
        var destination = TransferRun.Server("Destination PACS", "DEST", proxy.Port);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, destination, study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        proxy.Cuts.ShouldBe(2);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(4);
        run.LogText.ShouldContain("(try 3 of 3)");
    }

    [Fact]
    public async Task ExecuteAsync_DestinationGone_EndsAfterAsManyTriesAsConfigured()
    {
        var study = await StudyAsync(4);
        await using var proxy = new CuttingProxy(servers.Destination.DicomPort, _ => true);
        var destination = TransferRun.Server("Destination PACS", "DEST", proxy.Port);
        var run = new TransferRun(o => o.NetworkAttempts = 4);

        await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(Source, destination, study, Cancel)
        );

        proxy.Cuts.ShouldBe(4);
        run.Log.Count(line => line.Contains("Going on in")).ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_StoppedWhileItWaitsForTheNetwork_EndsAtOnce()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var isCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var proxy = new CuttingProxy(
            servers.Source.DicomPort,
            _ => isCut.TrySetResult() || true
        );
        var source = TransferRun.Server("Source PACS", "SOURCE", proxy.Port);
        var run = new TransferRun(o =>
            (o.NetworkBackoff, o.LongestNetworkBackoff) = (
                TimeSpan.FromMinutes(5),
                TimeSpan.FromHours(1)
            )
        );
        var running = run.ExecuteAsync(source, Destination, new TestStudy(), stop.Token);
        await isCut.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            running.WaitAsync(TimeSpan.FromSeconds(30), Cancel)
        );
        proxy.Cuts.ShouldBe(1);
    }

    [Fact]
    public async Task ExecuteAsync_AllPlacesAtTheServerAreTaken_IsPostponedAndNoPlaceIsLost()
    {
        var source = TransferRun.Server(
            "Source PACS",
            "SOURCE",
            servers.Source.DicomPort,
            maxAssociations: 1
        );
        var folder = new DicomFolderNode("Folder", Path.GetTempPath());
        var run = new TransferRun { PlaceTimeout = TimeSpan.FromMilliseconds(200) };
        var study = await StudyAsync(1);
        var taken = await run.Connector.ReserveAsync(source, LimiterLane.Task, Cancel);

        var postponed = await Should.ThrowAsync<TransferPostponedException>(
            run.ExecuteAsync(source, folder, study, Cancel)
        );

        postponed.Message.ShouldContain("Source PACS: The one connection");
        await taken.DisposeAsync();
        await using var free = run.Connector.TryReserve(source, LimiterLane.Task);
        free.ShouldNotBeNull();
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
