using System.Collections.Concurrent;
using Adit.E2E.Browser;
using Xunit;

namespace Adit.E2E.Application;

/// <summary>The application as one installation runs it, with its people. Logs in once per role; every test then starts with that state.</summary>
public abstract class Site : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Role, Lazy<Task<string>>> _storageStates = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("adit-e2e-");
    private AditApplication? _application;

    public AditApplication Application =>
        _application
        ?? throw new InvalidOperationException("The application has not been started.");

    public abstract (string UserName, string Password) CredentialsOf(Role role);

    public Task<string> StorageStateAsync(Chromium browser, Role role) =>
        _storageStates.GetOrAdd(role, _ => new(() => LogInAsync(browser, role))).Value;

    public virtual async ValueTask InitializeAsync() =>
        _application = await AditApplication.StartAsync(_data, Settings(), CancellationToken.None);

    /// <summary>Kills the program in the middle of whatever it does, and starts it again on the same database.</summary>
    public async Task CrashAndRestartAsync(CancellationToken cancellationToken)
    {
        await Application.DisposeAsync();
        _storageStates.Clear();
        _application = await AditApplication.StartAsync(_data, Settings(), cancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    protected abstract IReadOnlyDictionary<string, string> Settings();

    private async Task<string> LogInAsync(Chromium browser, Role role)
    {
        var context = await browser.OpenAsync(new() { BaseURL = Application.Address.ToString() });
        var page = await context.NewPageAsync();
        var (userName, password) = CredentialsOf(role);
        await LoginForm.SubmitAsync(page, userName, password);
        await page.ShouldBeInteractiveAsync();
        var state = await context.StorageStateAsync();
        await context.CloseAsync();
        return state;
    }
}
