using System.Text;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// A table of the ledger: its columns, what a row has in them, and the statement of each database that writes rows or
/// replaces those with the same key. The first two columns are the key.
/// </summary>
internal sealed class JournalTable<TRow>
{
    private const int KeyColumns = 2;

    // SQL Server takes 2,100 parameters a statement.
    private const int MaxParameters = 2000;

    private readonly string _name;
    private readonly string[] _columns;

    public JournalTable(
        string name,
        string[] columns,
        Func<TRow, object?[]> values,
        Func<IReadOnlyCollection<TRow>, object[]> arrays
    )
    {
        _name = name;
        _columns = columns;
        Values = values;
        Arrays = arrays;
        var list = string.Join(", ", columns.Select(c => $"\"{c}\""));
        var parameters = string.Join(", ", columns.Select((_, i) => $"@p{i}"));
        var conflict =
            $"ON CONFLICT ({string.Join(", ", columns.Take(KeyColumns).Select(c => $"\"{c}\""))}) DO UPDATE SET "
            + string.Join(
                ", ",
                columns.Skip(KeyColumns).Select(c => $"\"{c}\" = excluded.\"{c}\"")
            );
        Sqlite = $"INSERT INTO \"{name}\" ({list}) VALUES ({parameters}) {conflict}";
        PostgreSql =
            $"INSERT INTO \"{name}\" ({list}) SELECT * FROM unnest({parameters}) {conflict}";
    }

    public int Columns => _columns.Length;

    /// <summary>The values of a row, in the order of the columns.</summary>
    public Func<TRow, object?[]> Values { get; }

    /// <summary>The values of many rows, one typed array per column: PostgreSQL takes them whole.</summary>
    public Func<IReadOnlyCollection<TRow>, object[]> Arrays { get; }

    /// <summary>For one row.</summary>
    public string Sqlite { get; }

    /// <summary>For any number of rows.</summary>
    public string PostgreSql { get; }

    public int SqlServerRows => MaxParameters / _columns.Length;

    /// <summary>The statement for SQL Server, with parameters @p0 … in the order of rows and columns.</summary>
    public string SqlServerMerge(int rows)
    {
        var sql = new StringBuilder(
            $"MERGE INTO [{_name}] WITH (HOLDLOCK) AS target USING (VALUES "
        );
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (")
                .AppendJoin(", ", _columns.Select((_, i) => $"@p{(row * _columns.Length) + i}"))
                .Append(')');
        }

        return sql.Append(") AS source (")
            .AppendJoin(", ", _columns.Select(c => $"[{c}]"))
            .Append(") ON ")
            .AppendJoin(
                " AND ",
                _columns.Take(KeyColumns).Select(c => $"target.[{c}] = source.[{c}]")
            )
            .Append(" WHEN MATCHED THEN UPDATE SET ")
            .AppendJoin(", ", _columns.Skip(KeyColumns).Select(c => $"[{c}] = source.[{c}]"))
            .Append(" WHEN NOT MATCHED THEN INSERT (")
            .AppendJoin(", ", _columns.Select(c => $"[{c}]"))
            .Append(") VALUES (")
            .AppendJoin(", ", _columns.Select(c => $"source.[{c}]"))
            .Append(");")
            .ToString();
    }
}

internal static class JournalTables
{
    public static JournalTable<TransferredInstance> Instances { get; } =
        new(
            "TransferredInstances",
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
                "Route",
                "At",
            ],
            row =>
                [
                    row.TaskId,
                    row.SopInstanceUid,
                    row.OutputSopInstanceUid,
                    row.SeriesInstanceUid,
                    row.SopClassUid,
                    (int)row.Outcome,
                    row.PeerStatus,
                    row.Reason,
                    row.Bytes,
                    (byte)row.Route,
                    row.At,
                ],
            rows =>
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
                    // PostgreSQL has no type of one byte.
                    rows.Select(r => (short)r.Route).ToArray(),
                    rows.Select(r => r.At).ToArray(),
                ]
        );

    public static JournalTable<TransferredSeries> Series { get; } =
        new(
            "TransferredSeries",
            [
                "TaskId",
                "SeriesInstanceUid",
                "Modality",
                "SeriesNumber",
                "Description",
                "ExpectedImages",
                "IsExcluded",
                "Reason",
            ],
            row =>
                [
                    row.TaskId,
                    row.SeriesInstanceUid,
                    row.Modality,
                    row.SeriesNumber,
                    row.Description,
                    row.ExpectedImages,
                    row.IsExcluded,
                    row.Reason,
                ],
            rows =>
                [
                    rows.Select(r => r.TaskId).ToArray(),
                    rows.Select(r => r.SeriesInstanceUid).ToArray(),
                    rows.Select(r => r.Modality).ToArray(),
                    rows.Select(r => r.SeriesNumber).ToArray(),
                    rows.Select(r => r.Description).ToArray(),
                    rows.Select(r => r.ExpectedImages).ToArray(),
                    rows.Select(r => r.IsExcluded).ToArray(),
                    rows.Select(r => r.Reason).ToArray(),
                ]
        );
}
