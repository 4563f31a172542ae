using System.Diagnostics;
using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Transfers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Adit.Benchmarks.Transfer;

internal sealed class TransferWorker : ITaskLog, ITransferLedger, IProgress<TransferProgress>
{
    private int _stored;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddTransfers(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        var source = new DicomServerNode(
            "Orthanc",
            "ORTHANC",
            "127.0.0.1",
            arguments.Number("source", 0)
        );
        var destination = new DicomServerNode(
            "storescp",
            "STORESCP",
            "127.0.0.1",
            arguments.Number("destination", 0)
        );
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            var task = new JobTask(1, 2, CtStudy.PatientId, words[1], DateTime.UnixEpoch);
            var self = new TransferWorker();
            using var scope = services.CreateScope();
            var started = Stopwatch.GetTimestamp();
            var outcome = await scope
                .ServiceProvider.GetRequiredService<ITaskExecutor>()
                .ExecuteAsync(
                    new TaskExecutionContext(
                        task,
                        new Job(JobKind.SelectiveTransfer, 1, 1, DateTime.UnixEpoch),
                        source,
                        destination,
                        self,
                        self,
                        self,
                        Guid.NewGuid()
                    ),
                    cancellationToken
                );
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (
                outcome.Status != JobTaskStatus.Success
                || self._stored != int.Parse(words[2], CultureInfo.InvariantCulture)
            )
            {
                Console.WriteLine($"failed {outcome.Status} {outcome.Message}");
                return 1;
            }
            Console.WriteLine(
                "done " + elapsed.TotalSeconds.ToString("0.0000", CultureInfo.InvariantCulture)
            );
        }
        return 0;
    }

    public void Write(LogLevel level, string text) { }

    public Task<IReadOnlyList<TransferredInstance>> LoadAsync(
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<TransferredInstance>>([]);

    public ValueTask RecordAsync(InstanceRecord record, CancellationToken cancellationToken)
    {
        _stored += record.Outcome == InstanceOutcome.Stored ? 1 : 0;
        return default;
    }

    public ValueTask RecordAsync(
        IReadOnlyCollection<InstanceRecord> records,
        CancellationToken cancellationToken
    ) => default;

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetRouteAsync(string route, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SetExpectedImagesAsync(int count, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public void Report(TransferProgress value) { }
}
