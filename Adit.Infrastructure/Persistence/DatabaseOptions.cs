using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.Persistence;

public enum DatabaseProvider
{
    Sqlite = 0,
    SqlServer = 1,
    PostgreSql = 2,
}

/// <summary>Section <c>Database</c> of the configuration.</summary>
public sealed record DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    [Required(
        ErrorMessage = "Database:ConnectionString is missing. For SQLite: Data Source=adit.db"
    )]
    public string ConnectionString { get; init; } = "Data Source=adit.db";

    /// <summary>How long bringing the schema up to date may take.</summary>
    [Range(
        10,
        86_400,
        ErrorMessage = "Database:MigrationTimeoutSeconds is a number from 10 to 86400."
    )]
    public int MigrationTimeoutSeconds { get; init; } = 600;
}
