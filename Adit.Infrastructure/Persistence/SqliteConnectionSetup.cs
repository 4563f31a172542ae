using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Adit.Infrastructure.Persistence;

/// <summary>
/// What SQLite keeps per connection. The journal mode is a property of the file and set once, by the migration.
/// synchronous=NORMAL is safe against a crash of the program and cannot corrupt the file at a power cut; what may be
/// lost then are the last commits.
/// </summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    public static SqliteConnectionSetup Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-16000;";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        // SQLite has no asynchronous calls: this would be the same call in a wrapper.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
