using Adit.E2E.Application;
using Microsoft.Playwright;

namespace Adit.Benchmarks.Pages;

/// <summary>A headless Chromium whose windows are logged in and tell by themselves when a job's rows were there.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";
    private const float Deadline = 60_000;

    // No sandbox, because the benchmark may run as root; nothing in the background, because it must not need the internet.
    private static readonly string[] _arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    // Milliseconds since the navigation began; painted means that the frame after the change was drawn.
    private const string Clock = """
        (() => {
          window.aditRowsAt = null;
          const look = () => {
            if (window.aditRowsAt === null
                && document.querySelector('[data-interactive=true]')
                && document.querySelectorAll('tr[data-task]').length >= 25) {
              window.aditRowsAt = 0;
              requestAnimationFrame(() => setTimeout(() => { window.aditRowsAt = performance.now(); }));
            }
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
        })();
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _storageState;
    private readonly string _address;

    private Browser(
        IPlaywright playwright,
        IBrowser browser,
        string storageState,
        string address
    ) =>
        (_playwright, _browser, _storageState, _address) = (
            playwright,
            browser,
            storageState,
            address
        );

    public static async Task<Browser> StartAsync(AditApplication application)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Executable, Args = _arguments }
        );
        var address = application.Address.ToString();
        await using var context = await browser.NewContextAsync(new() { BaseURL = address });
        var page = await context.NewPageAsync();
        await LoginForm.SubmitAsync(page, LargeJob.UserName, LargeJob.Password);
        await page.WaitForSelectorAsync(
            "[data-interactive=true]",
            new() { State = WaitForSelectorState.Attached, Timeout = Deadline }
        );
        return new Browser(playwright, browser, await context.StorageStateAsync(), address);
    }

    /// <summary>A private window: nothing is cached yet.</summary>
    public async Task<IBrowserContext> OpenWindowAsync()
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                BaseURL = _address,
                StorageState = _storageState,
                ViewportSize = new() { Width = 1366, Height = 768 },
            }
        );
        context.SetDefaultTimeout(Deadline);
        await context.AddInitScriptAsync(Clock);
        return context;
    }

    /// <summary>Milliseconds from the start of the navigation until the rows are drawn and react.</summary>
    public static async Task<double> OpenJobAsync(IPage page, int jobId)
    {
        await page.GotoAsync($"/jobs/{jobId}", new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("() => window.aditRowsAt > 0");
        return await page.EvaluateAsync<double>("() => window.aditRowsAt");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
