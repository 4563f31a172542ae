using System.Net;
using Adit.Infrastructure.Accounts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Web.Tests.Features.Accounts;

/// <summary>The whole program over a database of its own, without a network port.</summary>
public sealed class WebSite : WebApplicationFactory<Program>
{
    public const string UserName = "mia";
    public const string StaffName = "olaf";
    public const string Password = "correct horse battery";

    // Each test that locks or disables somebody has a person of its own.
    private static readonly string[] _people =
    [
        UserName,
        StaffName,
        "locked",
        "disabled",
        "leaver",
    ];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("adit-web-");

    public HttpClient CreateBrowser() =>
        CreateClient(
            new WebApplicationFactoryClientOptions
            {
                AllowAutoRedirect = false,
                HandleCookies = true,
            }
        );

    public async Task ChangeUserAsync(string userName, Action<AditUser> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AditUser>>();
        var user =
            await users.FindByNameAsync(userName) ?? throw new InvalidOperationException(userName);
        change(user);
        var result = await users.UpdateAsync(user);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(
                string.Join(' ', result.Errors.Select(error => error.Code))
            );
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // The database file is closed with the last pooled connection.
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting(
            "Database:ConnectionString",
            $"Data Source={Path.Combine(_data.FullName, "adit.db")}"
        );
        builder.UseSetting("Receiver:Port", "0");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Error");
        for (var i = 0; i < _people.Length; i++)
        {
            builder.UseSetting($"Seed:People:{i}:UserName", _people[i]);
            builder.UseSetting($"Seed:People:{i}:Password", Password);
            builder.UseSetting(
                $"Seed:People:{i}:IsStaff",
                _people[i] == StaffName ? "true" : "false"
            );
        }
    }
}

/// <summary>A browser that fills in the plain form of the login page.</summary>
internal static class LoginSteps
{
    public static async Task<HttpResponseMessage> LogInAsync(
        this HttpClient browser,
        string userName,
        string password,
        CancellationToken cancellationToken,
        string query = ""
    )
    {
        var page = await browser.GetStringAsync($"/login{query}", cancellationToken);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = Token(page),
                ["Input.UserName"] = userName,
                ["Input.Password"] = password,
            }
        );
        return await browser.PostAsync($"/login{query}", form, cancellationToken);
    }

    public static string Token(string page)
    {
        const string Before = "name=\"__RequestVerificationToken\" value=\"";
        var start = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return WebUtility.HtmlDecode(page[start..page.IndexOf('"', start)]);
    }
}
