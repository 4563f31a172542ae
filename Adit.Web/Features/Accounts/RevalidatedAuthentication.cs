using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Adit.Web.Features.Accounts;

/// <summary>An open page asks now and then whether its person may still be there: a disabled one drops out.</summary>
public sealed class RevalidatedAuthentication(
    ILoggerFactory loggers,
    IServiceScopeFactory scopes,
    IMemoryCache answers,
    IOptions<IdentityOptions> options
) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    // Somebody with many open pages is looked up once for all of them. What they do is checked anyway when they do it.
    private static readonly TimeSpan AnswerLifetime = TimeSpan.FromSeconds(10);

    protected override TimeSpan RevalidationInterval => AccountsRegistration.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        var person = authenticationState.User;
        var login = (
            nameof(RevalidatedAuthentication),
            person.FindFirstValue(options.Value.ClaimsIdentity.UserIdClaimType),
            person.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType)
        );
        if (answers.TryGetValue(login, out bool known))
        {
            return known;
        }
        // A scope of its own: the circuit's would keep the first answer of the user store for ever.
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<AditSignInManager>();
        var isValid = await signIn.ValidateSecurityStampAsync(person) is not null;
        answers.Set(login, isValid, AnswerLifetime);
        return isValid;
    }
}
