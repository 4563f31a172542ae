using System.Security.Claims;
using Adit.Infrastructure.Accounts;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Adit.Web.Features.Accounts;

/// <summary>Puts into the cookie what menus need. Rights are never taken from it.</summary>
public sealed class AditClaimsFactory(
    UserManager<AditUser> users,
    IOptions<IdentityOptions> options
) : UserClaimsPrincipalFactory<AditUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AditUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.IsStaff)
        {
            identity.AddClaim(new Claim(Policies.StaffClaim, "true"));
        }
        return identity;
    }
}
