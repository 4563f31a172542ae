using Adit.Infrastructure.Accounts;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Adit.Web.Features.Accounts;

/// <summary>Cookies, who may open what, and the end of a session.</summary>
public static class AccountsRegistration
{
    /// <summary>How often a cookie and an open page are asked whether their person may still be there.</summary>
    public static readonly TimeSpan RevalidationInterval = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddMemoryCache();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(ConfigureCookie);
        services.Configure<SecurityStampValidatorOptions>(options =>
            options.ValidationInterval = RevalidationInterval
        );
        new IdentityBuilder(typeof(AditUser), services)
            .AddSignInManager<AditSignInManager>()
            .AddClaimsPrincipalFactory<AditClaimsFactory>();
        services.AddScoped<AuthenticationStateProvider, RevalidatedAuthentication>();
        services.AddCascadingAuthenticationState();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Policies.Staff, policy => policy.RequireClaim(Policies.StaffClaim))
            // Everything is closed that does not open itself.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapPost(
                "/logout",
                async (HttpContext http, IAntiforgery antiforgery) =>
                {
                    if (!await antiforgery.IsRequestValidAsync(http))
                    {
                        return Results.BadRequest(
                            "This form is too old. Reload the page and log out again."
                        );
                    }
                    await http.SignOutAsync(IdentityConstants.ApplicationScheme);
                    return Results.LocalRedirect("/login");
                }
            )
            .AllowAnonymous();
        return endpoints;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "adit";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(10);
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.AccessDeniedPath = "/not-allowed";
        options.ReturnUrlParameter = "returnUrl";
    }
}
