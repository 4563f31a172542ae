using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Adit.Web.Features.Accounts;

/// <summary>An open page asks now and then whether its person may still be there: a disabled one drops out.</summary>
public sealed class RevalidatedAuthentication(ILoggerFactory loggers, IServiceScopeFactory scopes)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => AccountsRegistration.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        // A scope of its own: the circuit's would keep the first answer of the user store for ever.
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<AditSignInManager>();
        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
