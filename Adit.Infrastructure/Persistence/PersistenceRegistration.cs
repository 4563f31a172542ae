using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Persistence;

internal static class PersistenceRegistration
{
    public static IServiceCollection AddPersistence(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        var options =
            configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>()
            ?? new DatabaseOptions();
        _ = options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddContext<SqliteAditDbContext>(options),
            DatabaseProvider.SqlServer => services.AddContext<SqlServerAditDbContext>(options),
            DatabaseProvider.PostgreSql => services.AddContext<PostgreSqlAditDbContext>(options),
        };
        services.AddSingleton(new WriteGate(options.Provider));
        services.AddSingleton<IDatabaseInitializer, DatabaseInitializer>();
        // The identity stores take a context of their scope.
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<AditDbContext>>().CreateDbContext()
        );
        return services;
    }

    private static IServiceCollection AddContext<TContext>(
        this IServiceCollection services,
        DatabaseOptions options
    )
        where TContext : AditDbContext
    {
        services.AddPooledDbContextFactory<TContext>(
            (provider, builder) =>
            {
                builder.UseAdit(options.Provider, options.ConnectionString);
                builder.UseApplicationServiceProvider(provider);
            }
        );
        return services.AddSingleton<IDbContextFactory<AditDbContext>, ContextFactory<TContext>>();
    }

    /// <summary>Hands out the context of the chosen provider as the abstract one that everything else uses.</summary>
    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts)
        : IDbContextFactory<AditDbContext>
        where TContext : AditDbContext
    {
        public AditDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
