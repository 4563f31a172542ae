using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Adit.Infrastructure.Persistence;

/// <summary>How each provider is spoken to; the same for the program, the design-time tools and the tests.</summary>
internal static class ContextOptions
{
    public static void UseAdit(
        this DbContextOptionsBuilder builder,
        DatabaseProvider provider,
        string connectionString
    )
    {
        _ = provider switch
        {
            DatabaseProvider.Sqlite => builder
                .UseSqlite(Normalise(connectionString))
                .AddInterceptors(SqliteConnectionSetup.Instance),
            DatabaseProvider.SqlServer => builder.UseSqlServer(
                connectionString,
                o => o.CommandTimeout(60)
            ),
            DatabaseProvider.PostgreSql => builder.UseNpgsql(
                connectionString,
                o => o.CommandTimeout(60)
            ),
        };
        // Patient IDs are parameters and keys: they stay out of logs and exception texts.
        builder.EnableSensitiveDataLogging(false);
        builder.ConfigureWarnings(warnings =>
            warnings.Throw(RelationalEventId.MultipleCollectionIncludeWarning)
        );
    }

    public static string Normalise(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            DefaultTimeout = 60,
        }.ToString();

    /// <summary>The database file of a SQLite connection string, as a full path.</summary>
    public static string SqliteFile(string connectionString) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
}
