using Adit.Infrastructure.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Persistence;

// What dotnet ef uses to write migrations. No database is opened; the identity options decide which tables there are.

internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteAditDbContext>
{
    public SqliteAditDbContext CreateDbContext(string[] args) =>
        new(
            DesignTime.Options<SqliteAditDbContext>(
                DatabaseProvider.Sqlite,
                "Data Source=design.db"
            )
        );
}

internal sealed class SqlServerDesignTimeFactory
    : IDesignTimeDbContextFactory<SqlServerAditDbContext>
{
    public SqlServerAditDbContext CreateDbContext(string[] args) =>
        new(
            DesignTime.Options<SqlServerAditDbContext>(
                DatabaseProvider.SqlServer,
                "Server=design;Database=design"
            )
        );
}

internal sealed class PostgreSqlDesignTimeFactory
    : IDesignTimeDbContextFactory<PostgreSqlAditDbContext>
{
    public PostgreSqlAditDbContext CreateDbContext(string[] args) =>
        new(
            DesignTime.Options<PostgreSqlAditDbContext>(
                DatabaseProvider.PostgreSql,
                "Host=design;Database=design"
            )
        );
}

internal static class DesignTime
{
    public static DbContextOptions<TContext> Options<TContext>(
        DatabaseProvider provider,
        string connectionString
    )
        where TContext : AditDbContext
    {
        var services = new ServiceCollection()
            .Configure<IdentityOptions>(AditIdentity.Configure)
            .BuildServiceProvider();
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseAdit(provider, connectionString);
        builder.UseApplicationServiceProvider(services);
        return builder.Options;
    }
}
