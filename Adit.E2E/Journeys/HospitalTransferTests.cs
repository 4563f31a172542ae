using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class HospitalTransferTests(Chromium browser, HospitalSite site)
    : HospitalTest(browser, site)
{
    private const int ManyImages = 300;

    [Fact]
    public async Task Transfer_BetweenTwoOrthancs_IsSeenLiveAndArrivesUnchanged()
    {
        var study = await Site.AddStudyAsync(ManyImages, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        await LiveRecord.StartAsync(page);

        var job = await TransferAsync(page, study, HospitalSite.Destination);
        await job.ShouldBecomeAsync("Success");

        var record = await LiveRecord.ReadAsync(page);
        record.Statuses[^1].ShouldBe("Success");
        record.Images.Count.ShouldBeGreaterThan(
            1,
            "the number of images did not move while they were transferred"
        );
        await ShouldHoldTheSameAsync(study);
    }

    [Fact]
    public async Task TaskPage_AfterATransfer_AccountsForEveryImage()
    {
        var study = await Site.AddStudyAsync(5, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var job = await TransferAsync(page, study, HospitalSite.Destination);
        await job.ShouldBecomeAsync("Success");

        await job.OpenTaskAsync();

        await Expect(page.GetByTestId("images")).ToHaveTextAsync("5 of 5 images");
        await Expect(page.GetByTestId("log").GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Notification_OnAnotherPage_SaysThatTheJobHasFinished()
    {
        var study = await Site.AddStudyAsync(3, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var job = await TransferAsync(page, study, HospitalSite.Slow);
        var jobId = job.JobId;

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })
            .GetByRole(AriaRole.Link, new() { Name = "Selective transfer" })
            .ClickAsync();

        var note = page.GetByTestId("notifications").GetByText($"Job {jobId} is finished");
        await Expect(note).ToBeVisibleAsync(new() { Timeout = 60_000 });
        new Uri(page.Url).AbsolutePath.ShouldBe(SelectiveTransferPage.Path);
    }

    [Fact]
    public async Task Search_ServerThatIsNotThere_SaysWhatHappenedAndWhatToDo()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);

        await new SelectiveTransferPage(page).SearchAsync(
            HospitalSite.Offline,
            ("Patient ID", "1")
        );

        var error = page.GetByTestId("search-results").GetByTestId("error");
        await Expect(error).ToContainTextAsync(HospitalSite.Offline);
        await Expect(error).ToContainTextAsync("Check");
    }

    private async Task ShouldHoldTheSameAsync(StudyOnServer study)
    {
        var sent = await Site.SourceServer.InstancesOfStudyAsync(
            study.StudyInstanceUid,
            CancellationToken
        );
        var stored = await Site.DestinationServer.InstancesOfStudyAsync(
            study.StudyInstanceUid,
            CancellationToken
        );
        sent.Count.ShouldBe(study.Files.Count);
        stored.Keys.ShouldBe(sent.Keys, ignoreOrder: true);
        foreach (var (uid, id) in sent)
        {
            var before = await Site.SourceServer.FrameAsync(id, 0, CancellationToken);
            var after = await Site.DestinationServer.FrameAsync(stored[uid], 0, CancellationToken);
            before.ShouldNotBeEmpty();
            after.AsSpan().SequenceEqual(before).ShouldBeTrue($"the pixels of {uid} differ");
        }
    }
}
