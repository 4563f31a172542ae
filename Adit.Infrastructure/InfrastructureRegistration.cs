using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Audit;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Folders;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Logging;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Projects;
using Adit.Infrastructure.Receiver;
using Adit.Infrastructure.StudySearch;
using Adit.Infrastructure.Transfers;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure;

/// <summary>The composition root of everything below the pages.</summary>
public static class InfrastructureRegistration
{
    public static IServiceCollection AddAditInfrastructure(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ILoggerProvider, TaskLogProvider>();
        services.AddPersistence(configuration);
        // First of all hosted services: what follows finds the schema in place.
        services.AddHostedService<StartupInitialization>();
        services.AddAccounts(configuration);
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddDicomNodes();
        services.AddStudySearch();
        services.AddProjects();
        services.AddDeidentification();
        services.AddFolders(configuration);
        services.AddTransfers(configuration);
        // Before the engine, so that it stops after it: what a task fetches comes through here.
        services.AddReceiver(configuration);
        services.AddJobs(configuration);
        return services;
    }

    private static void AddDicomNodes(this IServiceCollection services)
    {
        services.AddSingleton<INodeStore, NodeStore>();
        services.AddSingleton<INodeQueries, NodeQueries>();
        services.AddSingleton<IValidator<ServerInput>, ServerInputValidator>();
        services.AddSingleton<IValidator<FolderInput>, FolderInputValidator>();
        services.AddSingleton<SaveServer>();
        services.AddSingleton<SaveFolder>();
        services.AddSingleton<ArchiveNode>();
        services.AddSingleton<SetNodeAccess>();
        services.AddSingleton<DirectMoves>();
        services.AddSingleton<IDirectMovePairs>(p => p.GetRequiredService<DirectMoves>());
        services.AddSingleton<IDirectMoveQueries>(p => p.GetRequiredService<DirectMoves>());
        services.AddSingleton<IDirectMoveStore>(p => p.GetRequiredService<DirectMoves>());
        services.AddSingleton<SetDirectMove>();
        services.AddSingleton<SetAuthorization>();
        services.AddTransient<TestConnection>();
    }

    private static void AddStudySearch(this IServiceCollection services)
    {
        services.AddSingleton<IValidator<StudySearchCriteria>, StudySearchCriteriaValidator>();
        services.AddTransient<SearchStudies>();
        services.AddSingleton<IStudySeriesSearcher, SeriesSearcher>();
        services.AddSingleton<IStudySeriesQueries, StudySeriesQueries>();
    }
}
