using System.Text.RegularExpressions;
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

    public ILocator BeforeStart => page.GetByTestId("before-start");

    /// <summary>Leaves everything in the images as it is.</summary>
    public async Task AsItIsAsync()
    {
        await page.GetByTestId("as-it-is").CheckAsync();
        await Expect(page.GetByLabel("Project", new() { Exact = true })).ToHaveCountAsync(0);
    }

    /// <summary>Gives the patients of the chosen studies pseudonyms that begin with this, and returns those that they have.</summary>
    public async Task<IReadOnlyList<string>> PseudonymiseAsync(string prefix)
    {
        var fields = page.GetByTestId("pseudonyms").Locator("tbody input");
        await Expect(fields.First).ToBeVisibleAsync();
        // Who was sent before has one already.
        var known = await fields.First.GetAttributeAsync("readonly") is not null;
        if (!known)
        {
            await Field("Prefix").FillAsync(prefix);
            await page.GetByTestId("generate").ClickAsync();
        }

        await Expect(page.GetByTestId("generate")).ToHaveCountAsync(0);
        var pseudonyms = new List<string>();
        foreach (var field in await fields.AllAsync())
        {
            pseudonyms.Add(await field.InputValueAsync());
        }

        return pseudonyms;
    }

    public Task SendToAsync(string destination) =>
        Field("Destination").SelectOptionAsync(new SelectOptionValue { Label = destination });

    /// <summary>Starts the transfer and returns the page of the job that came of it.</summary>
    public async Task<JobPage> StartAsync(string destination)
    {
        await SendToAsync(destination);
        await Start.ClickAsync();
        // Asked again and again: a page that is already there makes no further navigation to wait for.
        await Expect(page).ToHaveURLAsync(new Regex(@"/jobs/\d+"));
        return new JobPage(page);
    }
}
