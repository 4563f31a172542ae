using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Pages;

/// <summary>Search, choose, say where it goes, start.</summary>
internal sealed class SelectiveTransferPage(IPage page)
{
    public const string Path = "/selective-transfer";

    public ILocator Source => Field("Source");

    public ILocator Studies => page.Locator("tr[data-study]");

    public ILocator SearchStatus => page.GetByTestId("search-status");

    public ILocator Start => page.GetByRole(AriaRole.Button, new() { Name = "Start transfer" });

    public ILocator Field(string label) => page.GetByLabel(label, new() { Exact = true });

    public async Task SearchAsync(string source, params (string Label, string Text)[] criteria)
    {
        if (await page.GetByTestId("change-search").IsVisibleAsync())
        {
            await page.GetByTestId("change-search").ClickAsync();
        }

        await Source.SelectOptionAsync(new SelectOptionValue { Label = source });
        foreach (var (label, text) in criteria)
        {
            await Field(label).FillAsync(text);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
    }

    /// <summary>Waits until the search has ended and returns the studies that it found, by their UID.</summary>
    public async Task<IReadOnlyList<string>> FoundAsync()
    {
        await Expect(SearchStatus).ToContainTextAsync("found on");
        var uids = new List<string>();
        foreach (var row in await Studies.AllAsync())
        {
            uids.Add((await row.GetAttributeAsync("data-study"))!);
        }

        return uids;
    }

    public Task ChooseAsync(string studyInstanceUid) =>
        page.Locator($"tr[data-study='{studyInstanceUid}']")
            .GetByRole(AriaRole.Checkbox)
            .CheckAsync();

    /// <summary>Opens the list of the first study's series, all of which are ticked.</summary>
    public async Task ChooseSeriesByHandAsync()
    {
        await page.GetByLabel("Chosen by hand").CheckAsync();
        await page.GetByTestId("study-series").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.Locator("[data-series]").First).ToBeCheckedAsync();
    }

    /// <summary>Starts the transfer and returns the page of the job that came of it.</summary>
    public async Task<JobPage> StartAsync(string destination)
    {
        await Field("Destination").SelectOptionAsync(new SelectOptionValue { Label = destination });
        await Start.ClickAsync();
        await page.WaitForURLAsync("**/jobs/*");
        return new JobPage(page);
    }
}
