using Adit.E2E.Application;
using Adit.E2E.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class LoginTests(Chromium browser, SandboxSite site) : BrowserTest(browser, site)
{
    [Fact]
    public async Task Login_WrongPassword_SaysSoAndStays()
    {
        var page = await OpenAnonymouslyAsync("/");

        await LoginForm.SubmitAsync(page, "researcher", "not the password");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("password");
        await Expect(page.GetByLabel("User name")).ToBeVisibleAsync();
    }
}
