using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Adit.E2E.Journeys;

/// <summary>Every page, in both themes: nothing that keeps people out, and nothing that runs out of a telephone's screen.</summary>
public sealed class PagesTests(Chromium browser, SandboxSite site) : BrowserTest(browser, site)
{
    private static readonly string[] _serious = ["serious", "critical"];

    public static MatrixTheoryData<string, ColorScheme> Pages { get; } =
        new(
            [
                "/",
                "/selective-transfer",
                "/jobs",
                "/admin/nodes",
                "/admin/nodes/new-server",
                "/profile",
            ],
            [ColorScheme.Light, ColorScheme.Dark]
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InATheme_IsAccessible(string path, ColorScheme theme)
    {
        var page = await OpenAsync(Role.Staff, path, options => options.ColorScheme = theme);
        await SettledAsync(page);

        (await ViolationsAsync(page)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OnANarrowScreen_DoesNotScrollSideways(string path, ColorScheme theme)
    {
        var page = await OpenAsync(
            Role.Staff,
            path,
            options =>
            {
                options.ColorScheme = theme;
                options.ViewportSize = new() { Width = 360, Height = 740 };
            }
        );
        await SettledAsync(page);

        (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task JobAndTaskPage_AfterATransfer_AreAccessibleAndFitATelephone(ColorScheme theme)
    {
        var page = await OpenAsync(
            Role.Staff,
            SelectiveTransferPage.Path,
            options => options.ColorScheme = theme
        );
        var transfer = new SelectiveTransferPage(page);
        await transfer.SearchAsync("SANDBOX1", ("Modality", "CT"));
        await transfer.ChooseAsync((await transfer.FoundAsync())[0]);
        await transfer.ChooseSeriesByHandAsync();
        (await ViolationsAsync(page)).ShouldBeEmpty();

        await transfer.AsItIsAsync();
        var job = await transfer.StartAsync("SANDBOX2");
        await job.ShouldBecomeAsync("Success");
        (await ViolationsAsync(page)).ShouldBeEmpty();
        await job.OpenTaskAsync();
        await Assertions
            .Expect(page.GetByTestId("routes"))
            .ToContainTextAsync("stored at SANDBOX2");
        (await ViolationsAsync(page)).ShouldBeEmpty();

        await page.SetViewportSizeAsync(360, 740);
        (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
        await page.GoBackAsync();
        await SettledAsync(page);
        (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task PseudonymisedTransfer_FromFormToReport_IsAccessibleAndFitsATelephone(
        ColorScheme theme
    )
    {
        var page = await OpenAsync(
            Role.Researcher,
            SelectiveTransferPage.Path,
            options => options.ColorScheme = theme
        );
        var transfer = new SelectiveTransferPage(page);
        // One study of magnetic resonance of the head, and one of ultrasound, which is refused.
        await transfer.SearchAsync("SANDBOX1", ("Patient ID", "SBX-1004"));
        foreach (var study in await transfer.FoundAsync())
        {
            await transfer.ChooseAsync(study);
        }
        await transfer.SendToAsync("SANDBOX2");
        var seen = page.GetByTestId("acknowledge");
        await Assertions.Expect(seen).ToBeVisibleAsync();
        await page.GetByText("More about this profile").ClickAsync();
        (await ViolationsAsync(page)).ShouldBeEmpty();
        await page.SetViewportSizeAsync(360, 740);
        (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
        await transfer.Start.ClickAsync();
        await Assertions
            .Expect(page.GetByTestId("transfer-bar").GetByTestId("error"))
            .ToBeVisibleAsync();
        (await ViolationsAsync(page)).ShouldBeEmpty();

        await seen.CheckAsync();
        await transfer.PseudonymiseAsync($"{theme}-");
        var job = await transfer.StartAsync("SANDBOX2");
        await job.ShouldBecomeAsync("Failure");
        (await ViolationsAsync(page)).ShouldBeEmpty();
        await job
            .Tasks.Filter(new() { HasText = "US Abdomen" })
            .GetByRole(AriaRole.Link)
            .ClickAsync();
        await Assertions
            .Expect(page.GetByTestId("report-refusals"))
            .ToContainTextAsync("Ultrasound");
        (await ViolationsAsync(page)).ShouldBeEmpty();
        (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
    }

    [Fact]
    public async Task LoginPage_InBothThemesAndNarrow_IsAccessible()
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await OpenAnonymouslyAsync(
                "/login",
                options =>
                {
                    options.ColorScheme = theme;
                    options.ViewportSize = new() { Width = 360, Height = 740 };
                }
            );

            (await ViolationsAsync(page)).ShouldBeEmpty();
            (await WidthAsync(page)).ShouldBeLessThanOrEqualTo(360);
        }
    }

    private static async Task SettledAsync(IPage page)
    {
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    private static async Task<string[]> ViolationsAsync(IPage page) =>
        [
            .. (await page.RunAxe())
                .Violations.Where(violation => _serious.Contains(violation.Impact))
                .Select(violation =>
                    $"{violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Select(node => node.Target))})"
                ),
        ];

    private static Task<int> WidthAsync(IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
}
