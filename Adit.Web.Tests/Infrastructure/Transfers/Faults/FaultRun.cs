using System.Collections.Concurrent;
using System.Diagnostics;
using Adit.Dicom.Deidentification;
using Adit.Domain.Jobs;
using Microsoft.Extensions.Logging;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>One attempt and what it left: its end, its log, the ledger as it stands in the database.</summary>
internal sealed class FaultRun(Scene scene) : ITaskLog, IProgress<TransferProgress>
{
    public ConcurrentQueue<string> Log { get; } = new();

    public string LogText => string.Join('\n', Log);

    public Ending Ending { get; private set; }

    public string Message { get; private set; } = "";

    public TimeSpan Took { get; private set; }

    /// <summary>What was stored of the de-identification.</summary>
    public DeidentificationReport? Report { get; set; }

    public IReadOnlyDictionary<string, TransferredInstance> Ledger { get; set; } =
        new Dictionary<string, TransferredInstance>();

    public async Task ExecuteAsync(
        ITaskExecutor executor,
        JobTask task,
        Job job,
        ITransferLedger ledger,
        Guid claimId,
        CancellationToken cancellationToken
    )
    {
        using var person = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var staff = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pressing = PressCancelAsync(person, staff);
        var started = Stopwatch.GetTimestamp();
        var context = new TaskExecutionContext(
            task,
            job,
            scene.Source,
            scene.Destination,
            this,
            this,
            ledger,
            claimId
        )
        {
            Killed = staff.Token,
        };
        // A hang is a finding, and the test says so itself instead of hanging too.
        var running = executor.ExecuteAsync(context, person.Token);
        try
        {
            var outcome = await running.WaitAsync(scene.Deadline * 2, cancellationToken);
            Message = outcome.Message;
            Ending = outcome.Status switch
            {
                JobTaskStatus.Success => Ending.Success,
                JobTaskStatus.Warning => Ending.Warning,
                JobTaskStatus.Failure => Ending.Failure,
                _ => throw new InvalidOperationException($"{outcome.Status} is no outcome."),
            };
        }
        catch (Exception later)
            when (later is RetriableTransferException or TransferPostponedException)
        {
            (Ending, Message) = (Ending.Retriable, later.Message);
        }
        catch (OperationCanceledException) when (person.IsCancellationRequested)
        {
            (Ending, Message) = (Ending.Canceled, "");
        }
        Took = Stopwatch.GetElapsedTime(started);
        await person.CancelAsync();
        await pressing;
    }

    void ITaskLog.Write(LogLevel level, string text) => Log.Enqueue($"{level}: {text}");

    void IProgress<TransferProgress>.Report(TransferProgress value) { }

    private async Task PressCancelAsync(
        CancellationTokenSource person,
        CancellationTokenSource staff
    )
    {
        if ((scene.CancelWhen ?? scene.KillWhen) is not { } moment)
        {
            return;
        }
        if (await Task.WhenAny(moment, Task.Delay(Timeout.Infinite, person.Token)) != moment)
        {
            return;
        }
        if (scene.KillWhen is not null)
        {
            await staff.CancelAsync();
        }
        await person.CancelAsync();
    }
}
