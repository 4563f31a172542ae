using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Receiver;

internal static class ReceiverRegistration
{
    /// <summary>The own storage SCP, as a hosted service and as retrieves see it.</summary>
    public static IServiceCollection AddReceiver(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<ReceiverOptions>()
            .Bind(configuration.GetSection(ReceiverOptions.Section))
            .Configure(options =>
                // The name that the forerunner's installations have in their environment.
                options.AeTitle = configuration["RECEIVER_AE_TITLE"] ?? options.AeTitle
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<KnownPeers>();
        services.AddSingleton<ReceiverStatistics>();
        services.AddSingleton<IReceiverQueries>(provider =>
            provider.GetRequiredService<ReceiverStatistics>()
        );
        services.AddSingleton<MoveReceiver>();
        services.AddSingleton<IMoveReceiver>(provider =>
            provider.GetRequiredService<MoveReceiver>()
        );
        services.AddHostedService<ReceiverService>();
        return services;
    }
}
