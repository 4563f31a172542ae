using Adit.Domain.Accounts;
using Adit.Infrastructure.Receiver;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Sandbox;

public static class SandboxRegistration
{
    /// <summary>
    /// Adds the sandbox when <c>Sandbox:Enabled</c> is true, after <c>AddAditInfrastructure</c>. <see cref="DemoAccounts"/>
    /// is there in any case: without the sandbox, and in production, it is empty.
    /// </summary>
    public static IServiceCollection AddSandbox(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var section = configuration.GetSection(SandboxOptions.Section);
        var options = section.Get<SandboxOptions>() ?? new SandboxOptions();
        services.AddSingleton(
            options.Enabled && !environment.IsProduction()
                ? new DemoAccounts([
                    new DemoAccount(
                        "admin",
                        options.Password,
                        "Administrator (staff)",
                        IsStaff: true
                    ),
                    new DemoAccount("researcher", options.Password, "Researcher", IsStaff: false),
                ])
                : new DemoAccounts([])
        );
        if (!options.Enabled)
        {
            return services;
        }
        services
            .AddOptions<SandboxOptions>()
            .Bind(section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<SandboxServers>(provider, OwnReceiver(provider))
        );
        services.AddHostedService<SandboxHost>();
        return services;
    }

    /// <summary>Both archives know Adit's receiver as a C-MOVE destination, on whatever port it listens.</summary>
    private static Func<string, int?> OwnReceiver(IServiceProvider provider)
    {
        var receiver = provider.GetRequiredService<ReceiverStatistics>();
        var options = provider.GetRequiredService<IOptions<ReceiverOptions>>();
        return called => called == options.Value.AeTitle ? receiver.Port : null;
    }
}
