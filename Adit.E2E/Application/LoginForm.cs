using Microsoft.Playwright;

namespace Adit.E2E.Application;

internal static class LoginForm
{
    public static async Task SubmitAsync(IPage page, string userName, string password)
    {
        await page.GotoAsync("/login");
        await FillAsync(page, userName, password);
    }

    /// <summary>Fills in the form that the page shows already.</summary>
    public static async Task FillAsync(IPage page, string userName, string password)
    {
        await page.GetByLabel("User name").FillAsync(userName);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in", Exact = true }).ClickAsync();
    }
}
