using System.Text.RegularExpressions;
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

    [Fact]
    public async Task Page_WithoutLogin_AsksForItAndThenOpens()
    {
        var page = await OpenAnonymouslyAsync("/jobs");
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        var (userName, password) = site.CredentialsOf(Role.Researcher);

        await LoginForm.FillAsync(page, userName, password);

        await page.ShouldBeInteractiveAsync();
        await Expect(page).ToHaveURLAsync(new Uri(site.Application.Address, "/jobs").ToString());
    }

    [Fact]
    public async Task UserMenu_ByKeyboard_Opens()
    {
        var page = await OpenAsync(Role.Researcher, "/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Account of researcher" })
            .PressAsync("Enter");

        await Expect(page.GetByTestId("logout")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Logout_FromTheMenu_EndsTheSession()
    {
        var page = await OpenAnonymouslyAsync("/");
        var (userName, password) = site.CredentialsOf(Role.Researcher);
        await LoginForm.SubmitAsync(page, userName, password);
        await page.ShouldBeInteractiveAsync();

        await page.GetByTestId("user-menu").ClickAsync();
        await page.GetByTestId("logout").ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        await page.GotoAsync("/jobs");
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
    }
}
