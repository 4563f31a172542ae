using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.DicomNodes.Health;

internal static class NodeHealthRegistration
{
    public static IServiceCollection AddNodeHealth(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<NodeHealthOptions>()
            .Bind(configuration.GetSection(NodeHealthOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<NodeHealthBook>();
        services.AddSingleton<NodeHealth>();
        services.AddSingleton<INodeHealth>(provider => provider.GetRequiredService<NodeHealth>());
        services.AddHostedService<NodeProber>();
        return services;
    }
}
