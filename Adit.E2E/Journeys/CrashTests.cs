using System.Text.Json.Nodes;
using Adit.Dicom.Tests.Peers;
using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Shouldly;
using Xunit;

namespace Adit.E2E.Journeys;

/// <summary>In an installation of its own, because the program is killed in it.</summary>
public sealed class CrashTests(Chromium browser, HospitalSite site)
    : HospitalTest(browser, site),
        IClassFixture<HospitalSite>
{
    private const int Images = 400;
    private const int BeforeTheCrash = 30;

    private static readonly TimeSpan TransferDeadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Crash_InTheMiddleOfATransfer_IsMadeGoodByTheNextStart()
    {
        var study = await Site.AddStudyAsync(Images, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var jobId = (await TransferAsync(page, study, HospitalSite.Destination)).JobId;
        await ImagesArrivedAsync(Site.DestinationServer, BeforeTheCrash);
        // The page would complain, rightly, that its server is gone.
        await page.CloseAsync();

        await Site.CrashAndRestartAsync(CancellationToken);

        (await ImagesOnAsync(Site.DestinationServer)).ShouldBeLessThan(
            Images,
            "the crash came too late"
        );
        var job = new JobPage(await OpenAsync(Role.Researcher, $"/jobs/{jobId}"));
        await job.ShouldBecomeAsync("Success");
        var stored = await Site.DestinationServer.InstancesOfStudyAsync(
            study.StudyInstanceUid,
            CancellationToken
        );
        stored.Keys.ShouldBe(study.Files.Keys, ignoreOrder: true);
    }

    private static async Task ImagesArrivedAsync(OrthancServer server, int images)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        limited.CancelAfter(TransferDeadline);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ImagesOnAsync(server) < images)
        {
            await ticks.WaitForNextTickAsync(limited.Token);
        }
    }

    private static async Task<int> ImagesOnAsync(OrthancServer server)
    {
        var statistics = JsonNode.Parse(
            await server.Rest.GetStringAsync("statistics", CancellationToken)
        );
        return statistics!["CountInstances"]!.GetValue<int>();
    }
}
