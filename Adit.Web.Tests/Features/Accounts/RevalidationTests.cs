using System.Security.Claims;
using Adit.Web.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Accounts;

/// <summary>What open pages and cookies are asked every few seconds.</summary>
public sealed class RevalidationTests(WebSite site) : IClassFixture<WebSite>
{
    [Fact]
    public async Task Validate_PersonIsDisabledMeanwhile_IsOut()
    {
        var login = await PrincipalAsync();
        (await IsValidAsync(login)).ShouldBeTrue();

        await site.ChangeUserAsync("leaver", user => user.Deactivate());

        (await IsValidAsync(login)).ShouldBeFalse();
    }

    private async Task<ClaimsPrincipal> PrincipalAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<AditSignInManager>();
        var user = await signIn.UserManager.FindByNameAsync("leaver");
        return await signIn.CreateUserPrincipalAsync(user!);
    }

    private async Task<bool> IsValidAsync(ClaimsPrincipal login)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<AditSignInManager>();
        return await signIn.ValidateSecurityStampAsync(login) is not null;
    }
}
