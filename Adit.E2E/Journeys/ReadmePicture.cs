using System.Runtime.CompilerServices;
using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

/// <summary>
/// Takes the picture at the head of the README from the real program. Not part of a test run; ask for it by
/// <c>Adit.E2E -explicit only -class Adit.E2E.Journeys.ReadmePicture</c>.
/// </summary>
public sealed class ReadmePicture(Chromium browser, SandboxSite site) : BrowserTest(browser, site)
{
    [Fact(Explicit = true)]
    public async Task Picture_OfASearchInTheSandbox_IsWritten()
    {
        var page = await OpenAsync(
            Role.Researcher,
            SelectiveTransferPage.Path,
            options => options.ViewportSize = new() { Width = 1440, Height = 900 }
        );
        var transfer = new SelectiveTransferPage(page);
        await transfer.SearchAsync("SANDBOX1", ("Modality", "CT"));
        foreach (var study in (await transfer.FoundAsync()).Skip(2).Take(2))
        {
            await transfer.ChooseAsync(study);
        }

        await transfer
            .Field("Destination")
            .SelectOptionAsync(new SelectOptionValue { Label = "SANDBOX2" });
        await Expect(page.GetByTestId("chosen")).ToContainTextAsync("2 studies");
        await page.ScreenshotAsync(
            new() { Path = PathOfPicture(), Animations = ScreenshotAnimations.Disabled }
        );
    }

    private static string PathOfPicture([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../docs/images/selective-transfer.png");
}
