using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.DicomNodes.Health;
using Adit.Infrastructure.StudySearch;
using Adit.Infrastructure.Transfers.Routes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adit.Infrastructure.Transfers;

public static class TransferServices
{
    /// <summary>Everything that talks to DICOM servers: search, connection check, limiter, executors.</summary>
    public static IServiceCollection AddTransfers(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<DicomOptions>()
            .Bind(configuration.GetSection(DicomOptions.Section))
            .Configure(options =>
                // The name that the forerunner's installations have in their environment.
                options.CallingAeTitle = configuration["CALLING_AE_TITLE"] ?? options.CallingAeTitle
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<TransferOptions>()
            .Bind(configuration.GetSection(TransferOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ServerLimiter>();
        services.AddSingleton<IServerLimiter>(provider =>
            provider.GetRequiredService<ServerLimiter>()
        );
        services.AddSingleton<ServerConnector>();
        services.AddDataProtection();
        services.AddSingleton<AuthorizationProtector>();
        services.AddSingleton<IAuthorizationProtector>(p =>
            p.GetRequiredService<AuthorizationProtector>()
        );
        services.AddSingleton<DicomWebConnector>();
        services.AddSingleton<DicomFaultMessages>();
        services.AddSingleton<IDicomFaultMessages>(provider =>
            provider.GetRequiredService<DicomFaultMessages>()
        );
        services.AddSingleton<IServerProbe, ServerProbe>();
        services.AddNodeHealth(configuration);
        services.AddSingleton<IStudySearcher, StudySearcher>();
        services.AddSingleton<IListingRoute, FindListingRoute>();
        services.AddSingleton<IListingRoute, QidoListingRoute>();
        services.AddSingleton<IFetchRoute, WadoRoute>();
        services.AddSingleton<IFetchRoute, GetRoute>();
        services.AddSingleton<IFetchRoute, MoveRoute>();
        services.AddSingleton<IDeliveryRoute, StoreRoute>();
        services.AddSingleton<IDeliveryRoute, StowRoute>();
        services.AddSingleton<IDeliveryRoute, FolderRoute>();
        services.AddSingleton<TransferRoutes>();
        services.AddScoped<ITaskExecutor, StudyTransferExecutor>();
        return services;
    }
}
