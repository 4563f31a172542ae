using System.Globalization;
using System.Security.Claims;
using Adit.Domain.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Adit.Web.Features.Shell;

/// <summary>Who uses this page, with the rights of this moment; null when the account is gone or disabled.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, IActorProvider actors)
{
    public async ValueTask<Actor?> FindAsync(CancellationToken cancellationToken = default)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return int.TryParse(
            state.User.FindFirstValue(ClaimTypes.NameIdentifier),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var personId
        )
            ? await actors.GetAsync(personId, cancellationToken)
            : null;
    }
}
