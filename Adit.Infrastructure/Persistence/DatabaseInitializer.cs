using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Persistence;

public interface IDatabaseInitializer
{
    /// <summary>Brings the schema up to date. Several processes may call it at once; one works, the others wait.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}

internal sealed partial class DatabaseInitializer(
    IDbContextFactory<AditDbContext> contexts,
    IOptions<DatabaseOptions> options,
    ILogger<DatabaseInitializer> logger,
    TimeProvider time
) : IDatabaseInitializer
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(options.Value.MigrationTimeoutSeconds);
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            deadline.Token
        );
        try
        {
            await MigrateWithinDeadlineAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The database schema was not brought up to date within {limit.TotalSeconds:0} s. "
                    + "Another process may hold the migration lock; Database:MigrationTimeoutSeconds changes the limit."
            );
        }
    }

    private async Task MigrateWithinDeadlineAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Provider != DatabaseProvider.Sqlite)
        {
            await ApplyAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var file = ContextOptions.SqliteFile(options.Value.ConnectionString);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fileLock = await HoldAsync(file + ".migration-lock", cancellationToken)
            .ConfigureAwait(false);
        await using (fileLock.ConfigureAwait(false))
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                await db
                    .Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken)
                    .ConfigureAwait(false);
                // A process that was killed while it migrated leaves its row here, and the next one would wait for it
                // for ever. The file lock, which the system frees with the process, proves that nobody is there.
                await db
                    .Database.ExecuteSqlRawAsync(
                        "DROP TABLE IF EXISTS \"__EFMigrationsLock\";",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }

            await ApplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var pending = (
                await db.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)
            ).ToList();
            if (pending.Count == 0)
            {
                return;
            }

            LogMigrating(pending.Count, options.Value.Provider);
            await db.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            LogMigrated(options.Value.Provider);
        }
    }

    private async Task<FileStream> HoldAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException) when (File.Exists(path))
            {
                // Held by another process: this is the only wait in the start, and it has the deadline of its caller.
                await Task.Delay(LockPoll, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Applying {Count} migrations to the {Provider} database"
    )]
    private partial void LogMigrating(int count, DatabaseProvider provider);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Provider} database is up to date")]
    private partial void LogMigrated(DatabaseProvider provider);
}
