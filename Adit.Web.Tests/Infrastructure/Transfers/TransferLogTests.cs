using System.Collections.Concurrent;
using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Transfers;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What a transfer writes into the logs: who it was for the engine, and never who the patient is.</summary>
[Collection(nameof(TransferServers))]
public sealed class TransferLogTests(TransferServers servers, PostgreSqlCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transfer_SucceedsOrMeetsAnotherPatient_LogsNameTheTaskAndNotThePatient()
    {
        var study = new TestStudy("ZZPRIVATE-4711") { PatientName = "Zzgeheim^Gerda" };
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);
        using var lines = new CapturedLog();
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Cancel,
            settings: new Dictionary<string, string?>
            {
                ["Seed:Servers:0:Port"] = Text(servers.Source.DicomPort),
                ["Seed:Servers:1:AeTitle"] = "DEST",
                ["Seed:Servers:1:Port"] = Text(servers.Destination.DicomPort),
            },
            askServers: true,
            configure: services =>
            {
                services.RemoveAll<ITaskExecutor>();
                services.AddScoped<ITaskExecutor, StudyTransferExecutor>();
                services.AddLogging(logging =>
                    logging.SetMinimumLevel(LogLevel.Information).AddProvider(lines)
                );
            }
        );
        var person = await host.PersonAsync("ann", Cancel, staff: true);

        var done = await TransferAsync(host, person, study);
        var refused = await TransferAsync(host, person, study with { PatientId = "ZZPRIVATE-9" });

        done.Status.ShouldBe(JobTaskStatus.Success, done.Message);
        refused.Status.ShouldBe(JobTaskStatus.Failure, refused.Message);
        lines.All.ShouldNotBeEmpty();
        var texts = lines.All.Select(line => line.Text).Append(refused.Message);
        texts.ShouldAllBe(text =>
            !text.Contains("ZZPRIVATE", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("Zzgeheim", StringComparison.OrdinalIgnoreCase)
        );
        await using var db = await host.OpenAsync(Cancel);
        var taskLog = await db.TaskLog.AsNoTracking().Select(line => line.Text).ToListAsync(Cancel);
        taskLog.ShouldContain(text => text.Contains("Association with", StringComparison.Ordinal));
        taskLog.ShouldAllBe(text =>
            !text.Contains("ZZPRIVATE", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("Zzgeheim", StringComparison.OrdinalIgnoreCase)
        );
        var ofTasks = lines.All.Where(line => line.Scope.ContainsKey("TaskId")).ToList();
        ofTasks.ShouldNotBeEmpty();
        ofTasks.ShouldAllBe(line =>
            line.Scope.ContainsKey("JobId") && line.Scope.ContainsKey("Attempt")
        );
        ofTasks
            .Where(line => line.Text.StartsWith("Association", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Scope.ContainsKey("Server"));
    }

    private static async Task<JobTask> TransferAsync(EngineHost host, Actor person, TestStudy study)
    {
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                person,
                new SelectiveTransferInput
                {
                    SourceId = host.SourceId,
                    DestinationId = host.DestinationId,
                    Studies = [new SelectedStudy(study.PatientId, study.StudyInstanceUid)],
                },
                Cancel
            );
        await host.WaitForAsync(created.Value, job => job.Counts.Open == 0, Cancel);
        return (await host.TasksAsync(created.Value, Cancel)).Single();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Line(string Text, IReadOnlyDictionary<string, object?> Scope);

    private sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<Line> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
            _scopes = scopeProvider;

        public void Dispose() { }

        private sealed class Logger(CapturedLog log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => log._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            )
            {
                if (!IsEnabled(logLevel))
                {
                    return;
                }
                var values = new Dictionary<string, object?>(StringComparer.Ordinal);
                log._scopes.ForEachScope(
                    static (scope, all) =>
                    {
                        if (scope is IEnumerable<KeyValuePair<string, object>> pairs)
                        {
                            foreach (var pair in pairs)
                            {
                                all[pair.Key] = pair.Value;
                            }
                        }
                    },
                    values
                );
                log.All.Enqueue(new Line(formatter(state, exception) + exception, values));
            }
        }
    }
}
