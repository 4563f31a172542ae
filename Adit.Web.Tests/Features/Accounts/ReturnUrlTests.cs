using Adit.Web.Features.Accounts;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Accounts;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("/jobs/5?status=Failure", "/jobs/5?status=Failure")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("/\t/elsewhere.example/", "/")]
    [InlineData("jobs", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/login?returnUrl=/login", "/")]
    [InlineData("/logout", "/")]
    public void Checked_AnyAddress_StaysWithinTheApplication(string? url, string target) =>
        ReturnUrl.Checked(url).ShouldBe(target);
}
