using System.Data;
using System.Data.Common;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// One dispatcher at a time: on SQLite a lock on a file beside the database, else a lock of the database's session.
/// Each is freed by the system when the process dies.
/// </summary>
internal sealed class EngineLock(
    IDbContextFactory<AditDbContext> contexts,
    IOptions<DatabaseOptions> options
) : IAsyncDisposable
{
    private const string Name = "adit-engine";

    // Any number that nothing else in this database uses.
    private const long PostgreSqlKey = 0x41444954_0001;

    private FileStream? _file;
    private AditDbContext? _session;

    /// <summary>
    /// With the file lock in hand, no other process can be running tasks of this database: all their claims are lost
    /// ones at once, without waiting for leases.
    /// </summary>
    public bool ProvesToBeAlone =>
        options.Value.Provider == DatabaseProvider.Sqlite && _file is not null;

    public async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            return true;
        }

        if (options.Value.Provider == DatabaseProvider.Sqlite)
        {
            return TryHoldFile(
                ContextOptions.SqliteFile(options.Value.ConnectionString) + ".engine-lock"
            );
        }

        if (_session is not null)
        {
            if (await IsAliveAsync(_session, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            await ReleaseAsync().ConfigureAwait(false);
        }

        return await TryHoldSessionAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ReleaseAsync();

    public async ValueTask ReleaseAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
            _file = null;
        }

        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }
    }

    private bool TryHoldFile(string path)
    {
        try
        {
            _file = new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private async Task<bool> TryHoldSessionAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var held = false;
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            using var command = db.Database.GetDbConnection().CreateCommand();
            if (options.Value.Provider == DatabaseProvider.PostgreSql)
            {
                command.CommandText = "SELECT pg_try_advisory_lock(@key)";
                Add(command, "@key", DbType.Int64, PostgreSqlKey);
                held =
                    await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)
                        is true;
            }
            else
            {
                command.CommandText = SqlServerLock;
                Add(command, "@name", DbType.String, Name);
                held =
                    await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)
                        is >= 0;
            }

            _session = held ? db : null;
            return held;
        }
        finally
        {
            if (!held)
            {
                await db.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    internal const string SqlServerLock = """
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @result;
        """;

    private static async Task<bool> IsAliveAsync(
        AditDbContext db,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Add(DbCommand command, string name, DbType type, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
