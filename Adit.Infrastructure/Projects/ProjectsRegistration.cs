using Adit.Domain.Deidentification;
using Adit.Domain.Projects;
using Adit.Infrastructure.Deidentification;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Projects;

internal static class ProjectsRegistration
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<IProjectStore, ProjectStore>();
        services.AddSingleton<IProjectQueries, ProjectQueries>();
        services.AddSingleton<IProjectSecrets, ProjectSecrets>();
        services.AddSingleton<IPatientProtector, PatientProtector>();
        services.AddSingleton<IValidator<ProjectInput>, ProjectInputValidator>();
        services.AddSingleton<ProjectSeed>();
        services.AddSingleton<ProjectAdmission>();
        services.AddSingleton<AssignPseudonyms>();
        services.AddSingleton<PseudonymisedTransfers>();
        services.AddSingleton<CreateProject>();
        services.AddSingleton<ChangeProject>();
        services.AddSingleton<SetProjectMembers>();
        services.AddSingleton<ArchiveProject>();
        services.AddSingleton<GeneratePseudonyms>();
        services.AddSingleton<CheckPseudonyms>();
        services.AddSingleton<ReadLinkTable>();
        services.AddSingleton<ExportLinkTable>();
        return services;
    }

    public static IServiceCollection AddDeidentification(this IServiceCollection services)
    {
        services.AddSingleton<IProfileStore, ProfileStore>();
        services.AddSingleton<IProfileQueries, ProfileQueries>();
        services.AddSingleton<IDeidentificationReports, DeidentificationReports>();
        services.AddSingleton<ITaskDeidentifiers, TaskDeidentifiers>();
        services.AddSingleton<IDeliveryHistory, DeliveryHistory>();
        services.AddSingleton<IValidator<ProfileInput>, ProfileInputValidator>();
        services.AddSingleton<SaveProfile>();
        services.AddSingleton<ArchiveProfile>();
        services.AddSingleton<PreviewDeidentification>();
        services.AddSingleton<ShippedProfilesSeed>();
        return services;
    }
}
