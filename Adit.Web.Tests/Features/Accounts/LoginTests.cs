using System.Net;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Accounts;

public sealed class LoginTests(WebSite site) : IClassFixture<WebSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs/1")]
    [InlineData("/admin/nodes")]
    [InlineData("/nothing-here")]
    public async Task Page_WithoutLogin_LeadsToTheLoginPage(string path)
    {
        using var browser = site.CreateBrowser();

        var answer = await browser.GetAsync(path, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe(
            $"/login?returnUrl={Uri.EscapeDataString(path)}"
        );
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/favicon.svg")]
    [InlineData("/app.css")]
    public async Task Page_OpenToAll_AnswersWithoutLogin(string path)
    {
        using var browser = site.CreateBrowser();

        (await browser.GetAsync(path, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_RightPassword_OpensThePageThatWasAskedFor()
    {
        using var browser = site.CreateBrowser();

        var answer = await browser.LogInAsync(
            WebSite.UserName,
            WebSite.Password,
            Token,
            "?returnUrl=%2Fjobs"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldEndWith("/jobs");
        (await browser.GetAsync("/jobs", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_ReturnUrlOfAnotherSite_StaysHere()
    {
        using var browser = site.CreateBrowser();

        var answer = await browser.LogInAsync(
            WebSite.UserName,
            WebSite.Password,
            Token,
            "?returnUrl=https%3A%2F%2Felsewhere.example%2F"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldNotContain("elsewhere");
    }

    [Theory]
    [InlineData(WebSite.UserName)]
    [InlineData("nobody")]
    public async Task Login_WrongPassword_DoesNotTellWhoExists(string userName)
    {
        using var browser = site.CreateBrowser();

        var answer = await browser.LogInAsync(userName, "wrong", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain(
            "The user name or the password is wrong."
        );
    }

    [Fact]
    public async Task Login_TooManyWrongPasswords_LocksTheAccount()
    {
        using var browser = site.CreateBrowser();
        for (var i = 0; i < 5; i++)
        {
            await browser.LogInAsync("locked", "wrong", Token);
        }

        var answer = await browser.LogInAsync("locked", WebSite.Password, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain(
            "this account is locked for up to 5 minutes"
        );
    }

    [Fact]
    public async Task Login_DisabledPerson_IsToldSo()
    {
        await site.ChangeUserAsync("disabled", user => user.Deactivate());
        using var browser = site.CreateBrowser();

        var answer = await browser.LogInAsync("disabled", WebSite.Password, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("This account is disabled");
    }

    [Fact]
    public async Task Login_WithoutAntiforgeryToken_IsRefused()
    {
        using var browser = site.CreateBrowser();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["Input.UserName"] = WebSite.UserName,
                ["Input.Password"] = WebSite.Password,
            }
        );

        var answer = await browser.PostAsync("/login", form, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync("/", Token)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task LoginPage_WithoutSandbox_ShowsNobodysPassword()
    {
        using var browser = site.CreateBrowser();

        (await browser.GetStringAsync("/login", Token)).ShouldNotContain("demo-people");
    }

    [Fact]
    public async Task Logout_WithTheFormOfAPage_EndsTheSession()
    {
        using var browser = site.CreateBrowser();
        await browser.LogInAsync(WebSite.UserName, WebSite.Password, Token);
        var page = await browser.GetStringAsync("/", Token);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = LoginSteps.Token(page),
            }
        );

        (await browser.PostAsync("/logout", form, Token)).Headers.Location!.OriginalString.ShouldBe(
            "/login"
        );

        (await browser.GetAsync("/", Token)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Logout_FromAnotherSite_IsRefused()
    {
        using var browser = site.CreateBrowser();
        await browser.LogInAsync(WebSite.UserName, WebSite.Password, Token);

        (await browser.PostAsync("/logout", null, Token)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );

        (await browser.GetAsync("/", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task StaffPage_NotStaff_IsNotAllowed()
    {
        using var browser = site.CreateBrowser();
        await browser.LogInAsync(WebSite.UserName, WebSite.Password, Token);

        var answer = await browser.GetAsync("/admin/nodes", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsolutePath.ShouldBe("/not-allowed");
    }

    [Fact]
    public async Task StaffPage_Staff_Opens()
    {
        using var browser = site.CreateBrowser();
        await browser.LogInAsync(WebSite.StaffName, WebSite.Password, Token);

        (await browser.GetAsync("/admin/nodes", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Headers_AnyPage_AllowNoInlineScriptAndNoFrames()
    {
        using var browser = site.CreateBrowser();

        var answer = await browser.GetAsync("/login", Token);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }
}
