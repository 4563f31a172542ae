using Microsoft.Playwright;

namespace Adit.E2E.Browser;

internal static class PageWaits
{
    /// <summary>A click before the circuit is there is lost, so the frame says when it is.</summary>
    public static Task ShouldBeInteractiveAsync(this IPage page) =>
        Assertions.Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
}
