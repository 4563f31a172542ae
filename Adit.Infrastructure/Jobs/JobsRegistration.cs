using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Coravel;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Jobs;

internal static class JobsRegistration
{
    public static IServiceCollection AddJobs(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<JobsOptions>()
            .Bind(configuration.GetSection(JobsOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<JobStore>();
        services.AddSingleton<IJobStore>(provider => provider.GetRequiredService<JobStore>());
        services.AddSingleton<IJobQueries, JobQueries>();
        services.AddSingleton<IJobProgressBroker, JobProgressBroker>();
        services.AddSingleton<EngineSignal>();
        services.AddSingleton<IEngineSignal>(provider =>
            provider.GetRequiredService<EngineSignal>()
        );
        AddUseCases(services);
        AddEngine(services, configuration);
        return services;
    }

    private static void AddUseCases(IServiceCollection services)
    {
        services.AddSingleton<
            IValidator<SelectiveTransferInput>,
            SelectiveTransferInputValidator
        >();
        services.AddSingleton<CreateSelectiveTransfer>();
        services.AddSingleton<JobActionRunner>();
        services.AddSingleton<VerifyJob>();
        services.AddSingleton<CancelJob>();
        services.AddSingleton<ResumeJob>();
        services.AddSingleton<RetryJob>();
        services.AddSingleton<RestartJob>();
        services.AddSingleton<DeleteJob>();
        services.AddSingleton<SetJobUrgency>();
        services.AddSingleton<CancelTask>();
        services.AddSingleton<KillTask>();
        services.AddSingleton<RetryTask>();
        services.AddSingleton<AcceptOtherPatientId>();
    }

    private static void AddEngine(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<EngineInstance>();
        services.AddSingleton<EngineLock>();
        services.AddSingleton<SlotBook>();
        services.AddSingleton<RunningTasks>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<DueTaskFinder>();
        services.AddSingleton<JournalSql>();
        services.AddSingleton<TransferJournal>();
        services.AddSingleton<Precheck>();
        services.AddSingleton<TaskExecution>();
        services.AddSingleton<CoravelTaskRunner>();
        services.AddTransient<RunTaskInvocable>();
        // Coravel's own consumer drains the queue every so many seconds; the runner does that itself, at once.
        configuration["Coravel:Queue:ConsummationDelay"] ??= "4000000";
        services.AddQueue();
        // After the queue, so that they stop before it: it waits for whatever still runs, without limit.
        services.AddScheduler();
        services.AddTransient<CounterCheck>();
        services.AddHostedService<PeriodicWork>();
        services.AddHostedService<ClaimMonitor>();
        services.AddHostedService<TaskDispatcher>();
    }
}
