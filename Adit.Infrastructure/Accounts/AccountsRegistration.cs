using Adit.Domain.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddDataProtection();
        services.Configure<SeedOptions>(configuration.GetSection(SeedOptions.Section));
        services
            .AddIdentityCore<AditUser>(AditIdentity.Configure)
            .AddEntityFrameworkStores<AditDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddScoped<AccountCreation>();
        services.AddSingleton<ISeeder, Seeder>();
        services.AddSingleton<IActorProvider, ActorProvider>();
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<IPeopleQueries, PeopleQueries>();
        services.AddSingleton<SaveGroup>();
        services.AddSingleton<SetMembership>();
        services.AddSingleton<SwitchGroup>();
        return services;
    }
}
