using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class SandboxTransferTests(Chromium browser, SandboxSite site)
    : BrowserTest(browser, site)
{
    [Fact]
    public async Task Transfer_ByANewcomer_FinishesWithoutAReload()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        await LiveRecord.StartAsync(page);
        var transfer = new SelectiveTransferPage(page);

        await transfer.SearchAsync("SANDBOX1", ("Modality", "CT"));
        var study = (await transfer.FoundAsync())[0];
        await transfer.ChooseAsync(study);
        await transfer.AsItIsAsync();
        var job = await transfer.StartAsync("SANDBOX2");
        await job.ShouldBecomeAsync("Success");

        (await LiveRecord.ReadAsync(page)).Statuses[^1].ShouldBe("Success");
        await Expect(job.Progress).ToHaveAttributeAsync("aria-valuenow", "100");
        var sent = await site.ImagesOfAsync("SANDBOX1", study, CancellationToken);
        sent.ShouldNotBeEmpty();
        (await site.ImagesOfAsync("SANDBOX2", study, CancellationToken)).ShouldBe(
            sent,
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Search_WithoutCriteria_SaysWhatToEnter()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);

        await new SelectiveTransferPage(page).SearchAsync("SANDBOX1");

        await Expect(page.GetByTestId("search-fault")).ToContainTextAsync("at least one");
    }

    [Fact]
    public async Task Start_WithoutStudy_SaysWhatIsMissing()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var transfer = new SelectiveTransferPage(page);

        await transfer.Start.ClickAsync();

        await Expect(page.GetByTestId("transfer-bar").GetByTestId("error")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_ByKeyboardAlone_FindsPatients()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var transfer = new SelectiveTransferPage(page);

        await transfer.Field("Study date from").FillAsync("1990-01-01");
        await transfer.Field("Study date from").PressAsync("Enter");

        (await transfer.FoundAsync()).Count.ShouldBeGreaterThanOrEqualTo(20);
    }
}
