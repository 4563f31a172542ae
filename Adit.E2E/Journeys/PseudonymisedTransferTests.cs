using System.Text;
using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class PseudonymisedTransferTests(Chromium browser, SandboxSite site)
    : BrowserTest(browser, site)
{
    private const string PatientId = "SBX-4001";

    // Of Novák^Jiří, the same bytes in every character set.
    private const string NamePart = "k^Ji";

    [Fact]
    public async Task Transfer_ByANewcomer_LeavesNothingOfThePatientAtTheDestination()
    {
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        await LiveRecord.StartAsync(page);
        var transfer = new SelectiveTransferPage(page);
        await transfer.SearchAsync("SANDBOX1", ("Patient ID", PatientId));
        var study = (await transfer.FoundAsync()).Single();
        await transfer.ChooseAsync(study);

        var pseudonym = (await transfer.PseudonymiseAsync("NEW-")).Single();
        await transfer.SendToAsync("SANDBOX2");
        await Expect(transfer.BeforeStart.GetByTestId("before-faces")).ToBeVisibleAsync();
        var job = await transfer.StartAsync("SANDBOX2");
        await job.ShouldBecomeAsync("Success");

        (await LiveRecord.ReadAsync(page)).Statuses[^1].ShouldBe("Success");
        pseudonym.ShouldStartWith("NEW-");
        page.Url.ShouldNotContain(PatientId);
        await Expect(page.GetByTestId("pseudonymised-chip")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("project")).ToHaveTextAsync("Demo study");
        await ShouldHoldUnderAsync(pseudonym, study);
        await job.OpenTaskAsync();
        await Expect(page.GetByTestId("subject")).ToHaveTextAsync(pseudonym);
        await Expect(page.GetByTestId("report-summary")).ToContainTextAsync("none refused");
        await DownloadAsync(page, "report-csv", "(0010,0010)");
        await DownloadAsync(page, "report-json", "\"profileVersion\": 1");
    }

    [Fact]
    public async Task Pseudonym_OfAPatientThatWasSentBefore_IsFixed()
    {
        const string patientId = "SBX-2003";
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var transfer = new SelectiveTransferPage(page);
        await transfer.SearchAsync("SANDBOX1", ("Patient ID", patientId));
        await transfer.ChooseAsync((await transfer.FoundAsync())[0]);
        var pseudonym = (await transfer.PseudonymiseAsync("AGAIN-")).Single();
        var job = await transfer.StartAsync("SANDBOX2");
        await job.ShouldBecomeAsync("Success");

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })
            .GetByRole(AriaRole.Link, new() { Name = "Selective transfer" })
            .ClickAsync();
        await transfer.SearchAsync("SANDBOX1", ("Patient ID", patientId));
        await transfer.ChooseAsync((await transfer.FoundAsync())[0]);

        var field = page.GetByTestId("pseudonyms").Locator("tbody input");
        await Expect(field).ToHaveValueAsync(pseudonym);
        await Expect(field).ToHaveAttributeAsync("readonly", "");
    }

    private static async Task DownloadAsync(IPage page, string button, string expected)
    {
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByTestId(button).ClickAsync()
        );
        var text = await File.ReadAllTextAsync(await download.PathAsync(), CancellationToken);
        text.ShouldContain(expected);
        text.ShouldNotContain(PatientId);
        download.SuggestedFilename.ShouldNotContain(PatientId);
    }

    private async Task ShouldHoldUnderAsync(string pseudonym, string study)
    {
        var sent = await site.FilesOfAsync("SANDBOX1", study, CancellationToken);
        var delivered = (
            await site.StudiesOfAsync("SANDBOX2", pseudonym, CancellationToken)
        ).Single();
        delivered.ShouldNotBe(study);
        var stored = await site.FilesOfAsync("SANDBOX2", delivered, CancellationToken);
        stored.Count.ShouldBe(sent.Count);
        (await site.StudiesOfAsync("SANDBOX2", PatientId, CancellationToken)).ShouldBeEmpty();
        foreach (var bytes in stored.Values)
        {
            Has(bytes, pseudonym).ShouldBeTrue();
            // Patient ID, name, accession number, study UID.
            foreach (var secret in new[] { PatientId, NamePart, "SBX2400", study })
            {
                Has(bytes, secret).ShouldBeFalse($"\"{secret}\" is at the destination");
            }
        }
        sent.Values.ShouldAllBe(bytes => Has(bytes, PatientId) && Has(bytes, NamePart));
    }

    private static bool Has(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
