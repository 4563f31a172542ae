using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Persistence;

/// <summary>No SQL Server runs here: its parser judges the statements, and these rules what a parser cannot see.</summary>
public sealed class SqlServerModelTests
{
    [Fact]
    public void Model_AnyTwoTables_AreJoinedByOneCascadePathAtMost()
    {
        using var db = Context();
        var types = db
            .Model.GetEntityTypes()
            .Where(t => !t.IsOwned() && t.BaseType is null)
            .ToList();
        foreach (var from in types)
        {
            foreach (var to in types.Where(t => t != from))
            {
                Paths(from, to)
                    .ShouldBeLessThan(
                        2,
                        $"cascades from {from.GetTableName()} to {to.GetTableName()}"
                    );
            }
        }

        static int Paths(IEntityType from, IEntityType to) =>
            from.GetReferencingForeignKeys()
                // To SQL Server a SET NULL is a cascade, too.
                .Where(key =>
                    key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull
                    && key.DeclaringEntityType != from
                    && !key.IsOwnership
                )
                .Sum(key => key.DeclaringEntityType == to ? 1 : Paths(key.DeclaringEntityType, to));
    }

    [Fact]
    public void Model_KeyAndIndexColumns_AreBoundedAndFitTheLimit()
    {
        using var db = Context();
        foreach (var type in db.Model.GetEntityTypes().Where(t => !t.IsOwned()))
        {
            foreach (var key in type.GetKeys())
            {
                Bytes(key.Properties).ShouldBeLessThanOrEqualTo(900, $"key of {type.Name}");
            }

            foreach (var index in type.GetIndexes())
            {
                Bytes(index.Properties).ShouldBeLessThanOrEqualTo(1700, $"index of {type.Name}");
            }
        }

        static int Bytes(IEnumerable<IProperty> properties) =>
            properties.Sum(p =>
                p.ClrType == typeof(string)
                    ? (p.GetMaxLength() ?? 100_000) * (p.IsUnicode() == false ? 1 : 2)
                : p.ClrType == typeof(byte[]) ? p.GetMaxLength() ?? 100_000
                : 8
            );
    }

    [Theory]
    [InlineData(typeof(JobTask), nameof(JobTask.PatientId))]
    [InlineData(typeof(JobTask), nameof(JobTask.FoundPatientId))]
    [InlineData(typeof(JobTask), nameof(JobTask.AcceptedPatientId))]
    [InlineData(typeof(JobTask), nameof(JobTask.Pseudonym))]
    [InlineData(typeof(JobTask), nameof(JobTask.StudyInstanceUid))]
    [InlineData(typeof(TransferredInstance), nameof(TransferredInstance.SopInstanceUid))]
    [InlineData(typeof(TransferredInstance), nameof(TransferredInstance.OutputSopInstanceUid))]
    [InlineData(typeof(TransferredInstance), nameof(TransferredInstance.SeriesInstanceUid))]
    [InlineData(typeof(TransferredSeries), nameof(TransferredSeries.SeriesInstanceUid))]
    [InlineData(typeof(DicomServerNode), nameof(DicomServerNode.AeTitle))]
    [InlineData(typeof(ProjectSubject), nameof(ProjectSubject.Pseudonym))]
    [InlineData(typeof(ProjectSubject), nameof(ProjectSubject.PseudonymKey))]
    [InlineData(typeof(ProjectSubject), nameof(ProjectSubject.PatientHash))]
    [InlineData(typeof(Project), nameof(Project.NameKey))]
    [InlineData(typeof(ProfileVersion), nameof(ProfileVersion.NameKey))]
    public void Model_Identifiers_AreComparedByCodePoint(Type entity, string property)
    {
        using var db = Context();
        // The collation is left out of the model that the program runs on.
        db.GetService<IDesignTimeModel>()
            .Model.FindEntityType(entity)!
            .FindProperty(property)!
            .GetCollation()
            .ShouldBe("Latin1_General_100_BIN2");
    }

    [Fact]
    public void Migrations_Script_IsValidTransactSql()
    {
        using var db = Context();
        var script = db.GetService<IMigrator>().GenerateScript();

        script.ShouldContain("READ_COMMITTED_SNAPSHOT ON");
        script.ShouldContain("CREATE TABLE [Tasks]");
        Errors(script).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public void LedgerStatements_AnyRows_AreValidTransactSql(int rows)
    {
        Errors(JournalTables.Instances.SqlServerMerge(rows)).ShouldBeEmpty();
        Errors(JournalTables.Series.SqlServerMerge(rows)).ShouldBeEmpty();
    }

    [Fact]
    public void LedgerStatements_LargestChunk_FitsTheLimitOfParameters()
    {
        foreach (
            var parameters in new[]
            {
                JournalTables.Instances.SqlServerRows * JournalTables.Instances.Columns,
                JournalTables.Series.SqlServerRows * JournalTables.Series.Columns,
            }
        )
        {
            parameters.ShouldBeLessThanOrEqualTo(2100);
        }
    }

    [Fact]
    public void EngineLockStatement_IsValidTransactSql() =>
        Errors(EngineLock.SqlServerLock).ShouldBeEmpty();

    [Fact]
    public void Errors_BrokenStatement_AreFound() => Errors("SELECT FROM WHERE").ShouldNotBeEmpty();

    [Theory]
    [InlineData(typeof(SqliteAditDbContext), DatabaseProvider.Sqlite, "Data Source=none.db")]
    [InlineData(typeof(SqlServerAditDbContext), DatabaseProvider.SqlServer, "Server=none")]
    [InlineData(typeof(PostgreSqlAditDbContext), DatabaseProvider.PostgreSql, "Host=none")]
    public void Model_EachProvider_HasNoChangeWithoutMigration(
        Type context,
        DatabaseProvider provider,
        string connectionString
    )
    {
        using AditDbContext db = provider switch
        {
            DatabaseProvider.Sqlite => new SqliteAditDbContext(
                DesignTime.Options<SqliteAditDbContext>(provider, connectionString)
            ),
            DatabaseProvider.SqlServer => new SqlServerAditDbContext(
                DesignTime.Options<SqlServerAditDbContext>(provider, connectionString)
            ),
            DatabaseProvider.PostgreSql => new PostgreSqlAditDbContext(
                DesignTime.Options<PostgreSqlAditDbContext>(provider, connectionString)
            ),
        };

        db.ShouldBeOfType(context);
        db.Database.GetMigrations().ShouldNotBeEmpty();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    internal static IReadOnlyList<string> Errors(string sql)
    {
        var parser = new TSql160Parser(initialQuotedIdentifiers: true);
        using var reader = new StringReader(sql);
        parser.Parse(reader, out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }

    private static SqlServerAditDbContext Context() =>
        new(DesignTime.Options<SqlServerAditDbContext>(DatabaseProvider.SqlServer, "Server=none"));
}
