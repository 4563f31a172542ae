using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Folders;

internal static class FoldersRegistration
{
    /// <summary>Folders as destinations: checks, space, writing.</summary>
    public static IServiceCollection AddFolders(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<FolderOptions>()
            .Bind(configuration.GetSection(FolderOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<FolderSpaces>();
        services.AddSingleton<OutputTrees>();
        services.AddSingleton<IJobFolders, JobFolders>();
        services.AddSingleton<FolderWriting>();
        services.AddSingleton<IFolderProbe, FolderProbe>();
        services.AddHostedService<FolderLeftovers>();
        services.AddSingleton<IFolderUsageQueries, FolderUsageQueries>();
        return services;
    }
}
