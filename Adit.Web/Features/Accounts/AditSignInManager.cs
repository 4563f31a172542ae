using System.Security.Claims;
using Adit.Infrastructure.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Adit.Web.Features.Accounts;

/// <summary>Only an active person can log in or stay logged in.</summary>
public sealed class AditSignInManager(
    UserManager<AditUser> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<AditUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<AditUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<AditUser> confirmation
) : SignInManager<AditUser>(users, http, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(AditUser user) =>
        user.IsActive && await base.CanSignInAsync(user);

    public override async Task<AditUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { IsActive: true } user ? user : null;
}
