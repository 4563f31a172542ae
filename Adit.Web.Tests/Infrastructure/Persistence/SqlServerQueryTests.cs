using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Deidentification;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Projects;
using Adit.Web.Tests.Infrastructure.DicomNodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Persistence;

/// <summary>
/// What is sent to SQL Server by the reads of pages and engine, judged by its parser. Nothing is connected: the
/// statements are caught on their way, and answered with nothing.
/// </summary>
public sealed class SqlServerQueryTests
{
    private static readonly Actor _staff = new(1, "boss", true, 1, new HashSet<string>());
    private static readonly Actor _owner = _staff with { IsStaff = false };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_OfPagesAndEngine_AreValidTransactSql()
    {
        var contexts = new CatchingContexts();
        var jobs = new JobQueries(contexts);
        foreach (
            var sort in new[]
            {
                null,
                "created",
                "started",
                "ended",
                "status",
                "kind",
                "owner",
                "attempts",
            }
        )
        {
            foreach (var descending in new[] { false, true })
            {
                await jobs.ListJobsAsync(
                    _staff,
                    new JobListFilter
                    {
                        AllOwners = true,
                        Sort = sort,
                        Descending = descending,
                        Status = JobStatus.Pending,
                        Kind = JobKind.SelectiveTransfer,
                        Skip = 25,
                    },
                    Token
                );
                await jobs.ListTasksAsync(
                    _owner,
                    1,
                    new TaskListFilter
                    {
                        Sort = sort,
                        Descending = descending,
                        Status = JobTaskStatus.Failure,
                    },
                    Token
                );
            }
        }

        await jobs.GetJobAsync(_owner, 1, Token);
        await jobs.GetTaskAsync(_owner, 1, Token);
        await jobs.GetTaskLogAsync(_owner, 1, 0, 10, Token);
        await jobs.GetLedgerBySeriesAsync(_owner, 1, Token);
        await jobs.GetLedgerByRouteAsync(_owner, 1, Token);
        await jobs.ListNotStoredAsync(_owner, 1, 0, 10, Token);
        var nodes = new NodeQueries(contexts);
        await nodes.SourcesForAsync(_owner, Token);
        await nodes.DestinationsForAsync(_owner, Token);
        await nodes.ListAsync(_staff, Token);
        await nodes.GetAsync(_staff, 1, Token);
        await new ActorProvider(contexts).GetAsync(1, Token);
        await new ActorProvider(contexts).GetForGroupAsync(1, 1, Token);
        var people = new PeopleQueries(contexts);
        await people.GetAsync(1, Token);
        await people.ListAsync(_staff, Token);
        await people.MembershipsAsync(1, Token);
        await people.ListGroupsAsync(_staff, Token);
        await ReadProjectsAsync(contexts);
        var options = new FixedOptions();
        await new DueTaskFinder(
            contexts,
            HealthBooks.New(),
            options,
            TimeProvider.System
        ).FindAsync(new SlotBook(), new HashSet<int>(), Token);
        using var gate = new WriteGate(DatabaseProvider.SqlServer);
        var claims = new ClaimStore(
            contexts,
            gate,
            new EngineInstance(),
            options,
            TimeProvider.System
        );
        TaskClaim[] mine = [new TaskClaim(1, 1, 1, JobKind.SelectiveTransfer, Guid.NewGuid())];
        await claims.ReadAsync(mine, Token);
        await claims.RenewAsync(mine, Token);
        await claims.FindLostAsync(allOthers: true, Token);

        contexts.Statements.Count.ShouldBeGreaterThan(40);
        foreach (var statement in contexts.Statements)
        {
            SqlServerModelTests.Errors(statement).ShouldBeEmpty(statement);
        }
    }

    private static async Task ReadProjectsAsync(CatchingContexts contexts)
    {
        var projects = new ProjectQueries(contexts, TimeProvider.System);
        foreach (var actor in new[] { _staff, _owner })
        {
            await projects.ListAsync(actor, false, Token);
            await projects.GetAsync(actor, 1, Token);
            await projects.ListSubjectsAsync(
                actor,
                1,
                new SubjectListFilter { Pseudonym = "A", OnlyMissing = true },
                Token
            );
            await projects.ChoicesAsync(actor, Token);
        }

        using var gate = new WriteGate(DatabaseProvider.SqlServer);
        var store = new ProjectStore(contexts, gate);
        await store.FindAsync(1, Token);
        await store.NameExistsAsync("Lung", 1, Token);
        await store.FindPeopleAsync(["ann"], Token);
        await store.FindSubjectsAsync(1, ["HASH"], ["A1"], Token);
        await store.PseudonymsAsync(1, "A_", Token);
        await store.ListSubjectsAsync(1, 10, 10, Token);
        var profiles = new ProfileStore(contexts, gate);
        await profiles.FindNewestAsync("Strict", Token);
        await profiles.FindAsync(1, Token);
        await profiles.NamesAsync(Token);
        await profiles.SetArchivedAsync("Strict", true, Token);
        var queries = new ProfileQueries(contexts);
        await queries.ListAsync(_staff, true, Token);
        await queries.VersionsAsync(_owner, "Strict", Token);
        await queries.GetAsync(_owner, 1, Token);
        var reports = new DeidentificationReports(contexts, gate, TimeProvider.System);
        await reports.FindAsync(1, Token);
        await reports.GetAsync(_owner, 1, Token);
        await new DeliveryHistory(contexts).FindAsync(
            _owner,
            new DeliveryQuestion(1, 2, 3, 4, new Dictionary<string, string?> { ["2.25.1"] = "A1" }),
            Token
        );
    }

    private sealed class FixedOptions : IOptionsMonitor<JobsOptions>
    {
        public JobsOptions CurrentValue { get; } = new();

        public JobsOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<JobsOptions, string?> listener) => null;
    }

    private sealed class CatchingContexts : IDbContextFactory<AditDbContext>
    {
        private readonly DbContextOptions<SqlServerAditDbContext> _options;

        public CatchingContexts()
        {
            var builder = new DbContextOptionsBuilder<SqlServerAditDbContext>(
                DesignTime.Options<SqlServerAditDbContext>(
                    DatabaseProvider.SqlServer,
                    "Server=none"
                )
            );
            builder.AddInterceptors(new Unconnected(), new Catcher(Statements));
            _options = builder.Options;
        }

        public ConcurrentBag<string> Statements { get; } = [];

        public AditDbContext CreateDbContext() => new SqlServerAditDbContext(_options);
    }

    private sealed class Unconnected : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        ) => ValueTask.FromResult(InterceptionResult.Suppress());
    }

    private sealed class Catcher(ConcurrentBag<string> statements) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            statements.Add(command.CommandText);
            return ValueTask.FromResult(
                InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command.CommandText))
            );
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            statements.Add(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(0));
        }

        /// <summary>Yes to questions whether something exists, so that what follows is asked, too.</summary>
        private static DataTableReader Answer(string sql)
        {
            using var table = new DataTable();
            if (sql.StartsWith("SELECT CASE", StringComparison.Ordinal))
            {
                table.Columns.Add("exists", typeof(bool));
                table.Rows.Add(true);
            }
            else if (sql.StartsWith("SELECT COUNT", StringComparison.Ordinal))
            {
                table.Columns.Add("count", typeof(int));
                table.Rows.Add(7);
            }

            return table.CreateDataReader();
        }
    }
}
