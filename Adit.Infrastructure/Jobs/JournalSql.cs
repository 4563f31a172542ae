using System.Data.Common;
using System.Globalization;
using System.Text;
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

    // SQL Server takes 2,100 parameters a statement; a row has ten.
    private const int SqlServerRows = 150;

    private static readonly string[] Columns =
    [
        "TaskId",
        "SopInstanceUid",
        "OutputSopInstanceUid",
        "SeriesInstanceUid",
        "SopClassUid",
        "Outcome",
        "PeerStatus",
        "Reason",
        "Bytes",
        "At",
    ];

    private static readonly string SqliteUpsert =
        $"INSERT INTO \"TransferredInstances\" ({Quoted()}) VALUES ({string.Join(", ", Columns.Select((_, i) => $"@p{i}"))}) {OnConflict}";

    private static readonly string PostgreSqlUpsert =
        $"INSERT INTO \"TransferredInstances\" ({Quoted()}) SELECT * FROM unnest(@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) {OnConflict}";

    private static string OnConflict =>
        "ON CONFLICT (\"TaskId\", \"SopInstanceUid\") DO UPDATE SET "
        + string.Join(", ", Columns.Skip(2).Select(c => $"\"{c}\" = excluded.\"{c}\""));

    /// <summary>
    /// Writes lines and counts in one transaction whose first statement asks whether the task is still the writer's.
    /// One transaction per task, so that no two of them ever wait for each other crosswise.
    /// </summary>
    public async Task WriteLedgerAsync(
        TransferLedger ledger,
        IReadOnlyCollection<TransferredInstance> rows
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

                if (rows.Count > 0)
                {
                    var write = options.Value.Provider switch
                    {
                        DatabaseProvider.Sqlite => WriteSqliteAsync(
                            db,
                            transaction,
                            rows,
                            cancellationToken
                        ),
                        DatabaseProvider.SqlServer => WriteSqlServerAsync(
                            db,
                            transaction,
                            rows,
                            cancellationToken
                        ),
                        DatabaseProvider.PostgreSql => WritePostgreSqlAsync(
                            db,
                            transaction,
                            rows,
                            cancellationToken
                        ),
                    };
                    await write.ConfigureAwait(false);
                }

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
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows == 1;
    }

    private static async Task WriteSqliteAsync(
        AditDbContext db,
        IDbContextTransaction transaction,
        IReadOnlyCollection<TransferredInstance> rows,
        CancellationToken cancellationToken
    )
    {
        using var command = Command(db, transaction, SqliteUpsert);
        var parameters = Columns.Select((_, i) => Add(command, $"@p{i}", null)).ToArray();
        foreach (var row in rows)
        {
            var values = Values(row);
            for (var i = 0; i < values.Length; i++)
            {
                parameters[i].Value = values[i];
            }

            // The statement is compiled at the first row and bound again for the others.
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WritePostgreSqlAsync(
        AditDbContext db,
        IDbContextTransaction transaction,
        IReadOnlyCollection<TransferredInstance> rows,
        CancellationToken cancellationToken
    )
    {
        using var command = Command(db, transaction, PostgreSqlUpsert);
        object[] arrays =
        [
            rows.Select(r => r.TaskId).ToArray(),
            rows.Select(r => r.SopInstanceUid).ToArray(),
            rows.Select(r => r.OutputSopInstanceUid).ToArray(),
            rows.Select(r => r.SeriesInstanceUid).ToArray(),
            rows.Select(r => r.SopClassUid).ToArray(),
            rows.Select(r => (int)r.Outcome).ToArray(),
            rows.Select(r => r.PeerStatus).ToArray(),
            rows.Select(r => r.Reason).ToArray(),
            rows.Select(r => r.Bytes).ToArray(),
            rows.Select(r => r.At).ToArray(),
        ];
        for (var i = 0; i < arrays.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter($"p{i}", arrays[i]));
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteSqlServerAsync(
        AditDbContext db,
        IDbContextTransaction transaction,
        IReadOnlyCollection<TransferredInstance> rows,
        CancellationToken cancellationToken
    )
    {
        foreach (var chunk in rows.Chunk(SqlServerRows))
        {
            using var command = Command(db, transaction, SqlServerMerge(chunk.Length));
            var index = 0;
            foreach (var value in chunk.SelectMany(Values))
            {
                Add(command, string.Create(CultureInfo.InvariantCulture, $"@p{index++}"), value);
            }

            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The statement for SQL Server, with parameters @p0 … in the order of rows and columns.</summary>
    internal static string SqlServerMerge(int rows)
    {
        var sql = new StringBuilder(
            "MERGE INTO [TransferredInstances] WITH (HOLDLOCK) AS target USING (VALUES "
        );
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (")
                .AppendJoin(", ", Columns.Select((_, i) => $"@p{(row * Columns.Length) + i}"))
                .Append(')');
        }

        return sql.Append(") AS source (")
            .AppendJoin(", ", Columns.Select(c => $"[{c}]"))
            .Append(
                ") ON target.[TaskId] = source.[TaskId] AND target.[SopInstanceUid] = source.[SopInstanceUid] WHEN MATCHED THEN UPDATE SET "
            )
            .AppendJoin(", ", Columns.Skip(2).Select(c => $"[{c}] = source.[{c}]"))
            .Append(" WHEN NOT MATCHED THEN INSERT (")
            .AppendJoin(", ", Columns.Select(c => $"[{c}]"))
            .Append(") VALUES (")
            .AppendJoin(", ", Columns.Select(c => $"source.[{c}]"))
            .Append(");")
            .ToString();
    }

    private static object[] Values(TransferredInstance row) =>
        [
            row.TaskId,
            row.SopInstanceUid,
            (object?)row.OutputSopInstanceUid ?? DBNull.Value,
            row.SeriesInstanceUid,
            row.SopClassUid,
            (int)row.Outcome,
            (object?)row.PeerStatus ?? DBNull.Value,
            (object?)row.Reason ?? DBNull.Value,
            row.Bytes,
            row.At,
        ];

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

    private static string Quoted() => string.Join(", ", Columns.Select(c => $"\"{c}\""));
}
