using Adit.E2E.Application;
using Adit.E2E.Browser;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class ThemeTests(Chromium browser, SandboxSite site) : BrowserTest(browser, site)
{
    [Theory]
    [InlineData(ColorScheme.Light, "light")]
    [InlineData(ColorScheme.Dark, "dark")]
    public async Task Theme_NothingChosen_FollowsTheSystem(ColorScheme system, string shown)
    {
        var page = await OpenAsync(Role.Researcher, "/", options => options.ColorScheme = system);

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", shown);
    }

    [Fact]
    public async Task Theme_DarkChosen_ShowsAtOnceAndSurvivesAReload()
    {
        var page = await OpenAsync(
            Role.Researcher,
            "/",
            options => options.ColorScheme = ColorScheme.Light
        );
        var bright = await BackgroundAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Theme:" }).ClickAsync();
        await page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();
        await page.ShouldBeInteractiveAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        (await BackgroundAsync(page)).ShouldNotBe(bright);
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
