using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Pages;

/// <summary>One job and how it stands.</summary>
internal sealed partial class JobPage(IPage page)
{
    // A transfer between two real servers on a busy machine.
    private const float TransferDeadline = 60_000;

    public int JobId =>
        int.Parse(JobPath().Match(page.Url).Groups[1].Value, CultureInfo.InvariantCulture);

    public ILocator Status => page.Locator("main .head").GetByTestId("status");

    public ILocator Urgent => page.GetByTestId("urgent");

    public ILocator Message => page.GetByTestId("job-message");

    public ILocator Tasks => page.Locator("tr[data-task]");

    public ILocator Progress =>
        page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of the job" });

    public Task ShouldBecomeAsync(string status) =>
        Expect(Status).ToHaveTextAsync(status, new() { Timeout = TransferDeadline });

    public Task ClickAsync(string action) => Button(action).ClickAsync();

    /// <summary>Clicks an action that asks whether it is meant, and says yes.</summary>
    public async Task ConfirmAsync(string action)
    {
        await Button(action).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = action })
            .ClickAsync();
    }

    public ILocator Button(string action) =>
        page.Locator("main .head").GetByRole(AriaRole.Button, new() { Name = action });

    public async Task<IPage> OpenTaskAsync()
    {
        await Tasks.First.GetByRole(AriaRole.Link).ClickAsync();
        // Asked again and again: a page that is already there makes no further navigation to wait for.
        await Expect(page).ToHaveURLAsync(new Regex(@"/tasks/\d+"));
        return page;
    }

    [GeneratedRegex(@"/jobs/(\d+)$")]
    private static partial Regex JobPath();
}
