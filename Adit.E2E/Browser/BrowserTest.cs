using System.Collections.Concurrent;
using Adit.E2E.Application;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Adit.E2E.Browser;

/// <summary>
/// A test that sits in front of a browser. An error on the console of any page that it opened fails it; a test that fails leaves a
/// picture of each open page in TestResults.
/// </summary>
public abstract class BrowserTest(Chromium browser, Site site) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, IPage Page)> _open = [];
    private readonly ConcurrentQueue<string> _consoleErrors = new();

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a page in a private window, as somebody who has logged in before, and waits until it reacts to clicks.</summary>
    protected async Task<IPage> OpenAsync(
        Role role,
        string path,
        Action<BrowserNewContextOptions>? configure = null
    )
    {
        var options = new BrowserNewContextOptions
        {
            StorageState = await site.StorageStateAsync(browser, role),
        };
        configure?.Invoke(options);
        var page = await OpenWindowAsync(options);
        await page.GotoAsync(path);
        await page.ShouldBeInteractiveAsync();
        return page;
    }

    /// <summary>Opens a page in a private window without being logged in.</summary>
    protected async Task<IPage> OpenAnonymouslyAsync(
        string path,
        Action<BrowserNewContextOptions>? configure = null
    )
    {
        var options = new BrowserNewContextOptions();
        configure?.Invoke(options);
        var page = await OpenWindowAsync(options);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>For the one test that provokes an error on purpose.</summary>
    protected void ForgetConsoleErrors() => _consoleErrors.Clear();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (context, page) in _open)
        {
            if (failed)
            {
                await KeepPictureAsync(page);
            }

            await context.CloseAsync();
        }

        _consoleErrors.ShouldBeEmpty("errors on the browser's console");
    }

    private async Task<IPage> OpenWindowAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = site.Application.Address.ToString();
        options.ViewportSize ??= new() { Width = 1366, Height = 768 };
        var context = await browser.OpenAsync(options);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _consoleErrors.Enqueue($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _consoleErrors.Enqueue($"{page.Url}: {error}");
        _open.Add((context, page));
        return page;
    }

    private static async Task KeepPictureAsync(IPage page)
    {
        var name = string.Concat(
            TestContext.Current.Test!.TestDisplayName.Select(c => char.IsLetterOrDigit(c) ? c : '-')
        );
        var path = Path.Combine("TestResults", $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        TestContext.Current.SendDiagnosticMessage(
            "The page as it was: {0}",
            Path.GetFullPath(path)
        );
    }
}
