using System.Data.Common;
using System.Globalization;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Writes the journal in the way that each database does best: one prepared statement row by row on SQLite, arrays on
/// PostgreSQL, MERGE with many rows on SQL Server. Change tracking would cost ten times as much.
/// </summary>
internal sealed class JournalSql(
    IDbContextFactory<AditDbContext> contexts,
    WriteGate gate,
    IOptions<DatabaseOptions> options
)
{
    private const int DeadlineSeconds = 60;

    /// <summary>
    /// Writes lines and counts in one transaction whose first statement asks whether the task is still the writer's.
    /// One transaction per task, so that no two of them ever wait for each other crosswise.
    /// </summary>
    public async Task WriteLedgerAsync(
        TransferLedger ledger,
        IReadOnlyCollection<TransferredInstance> rows,
        IReadOnlyCollection<TransferredSeries> series
    )
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(DeadlineSeconds));
        var cancellationToken = deadline.Token;
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var transaction = await db
                .Database.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (!await WriteCountsAsync(db, ledger, cancellationToken).ConfigureAwait(false))
                {
                    ledger.Lose();
                    return;
                }

                await WriteAsync(db, transaction, JournalTables.Series, series, cancellationToken)
                    .ConfigureAwait(false);
                await WriteAsync(db, transaction, JournalTables.Instances, rows, cancellationToken)
                    .ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task WriteLogAsync(IReadOnlyList<TaskLogEntry> entries)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(DeadlineSeconds));
        using var pass = await gate.EnterAsync(deadline.Token).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(deadline.Token).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.TaskLog.AddRange(entries);
            await db.SaveChangesAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WriteCountsAsync(
        AditDbContext db,
        TransferLedger ledger,
        CancellationToken cancellationToken
    )
    {
        var counts = ledger.Counts;
        var claim = ledger.Claim;
        var rows = await db
            .Tasks.Where(t => t.Id == claim.TaskId && t.ClaimId == claim.ClaimId)
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(t => t.StoredImages, counts.Stored)
                        .SetProperty(t => t.FailedImages, counts.Failed)
                        .SetProperty(t => t.ExcludedImages, counts.Excluded)
                        .SetProperty(t => t.BytesStored, counts.BytesStored);
                    if (counts.ExpectedImages is { } expected)
                    {
                        set.SetProperty(t => t.ExpectedImages, expected);
                    }

                    if (counts.Route is { } route)
                    {
                        set.SetProperty(t => t.Route, route);
                    }

                    if (counts.FoundPatientId is { } found)
                    {
                        set.SetProperty(t => t.FoundPatientId, found);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows == 1;
    }

    private async Task WriteAsync<TRow>(
        AditDbContext db,
        IDbContextTransaction transaction,
        JournalTable<TRow> table,
        IReadOnlyCollection<TRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
        {
            return;
        }

        var write = options.Value.Provider switch
        {
            DatabaseProvider.Sqlite => WriteSqliteAsync(
                db,
                transaction,
                table,
                rows,
                cancellationToken
            ),
            DatabaseProvider.SqlServer => WriteSqlServerAsync(
                db,
                transaction,
                table,
                rows,
                cancellationToken
            ),
            DatabaseProvider.PostgreSql => WritePostgreSqlAsync(
                db,
                transaction,
                table,
                rows,
                cancellationToken
            ),
        };
        await write.ConfigureAwait(false);
    }

    private static async Task WriteSqliteAsync<TRow>(
        AditDbContext db,
        IDbContextTransaction transaction,
        JournalTable<TRow> table,
        IReadOnlyCollection<TRow> rows,
        CancellationToken cancellationToken
    )
    {
        using var command = Command(db, transaction, table.Sqlite);
        var parameters = new DbParameter[table.Columns];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = Add(command, $"@p{i}", null);
        }

        foreach (var row in rows)
        {
            var values = table.Values(row);
            for (var i = 0; i < values.Length; i++)
            {
                parameters[i].Value = values[i] ?? DBNull.Value;
            }

            // The statement is compiled at the first row and bound again for the others.
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WritePostgreSqlAsync<TRow>(
        AditDbContext db,
        IDbContextTransaction transaction,
        JournalTable<TRow> table,
        IReadOnlyCollection<TRow> rows,
        CancellationToken cancellationToken
    )
    {
        using var command = Command(db, transaction, table.PostgreSql);
        var arrays = table.Arrays(rows);
        for (var i = 0; i < arrays.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter($"p{i}", arrays[i]));
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteSqlServerAsync<TRow>(
        AditDbContext db,
        IDbContextTransaction transaction,
        JournalTable<TRow> table,
        IReadOnlyCollection<TRow> rows,
        CancellationToken cancellationToken
    )
    {
        foreach (var chunk in rows.Chunk(table.SqlServerRows))
        {
            using var command = Command(db, transaction, table.SqlServerMerge(chunk.Length));
            var index = 0;
            foreach (var value in chunk.SelectMany(table.Values))
            {
                Add(command, string.Create(CultureInfo.InvariantCulture, $"@p{index++}"), value);
            }

            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static DbCommand Command(
        AditDbContext db,
        IDbContextTransaction transaction,
        string sql
    )
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = sql;
        command.CommandTimeout = DeadlineSeconds;
        return command;
    }

    private static DbParameter Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
