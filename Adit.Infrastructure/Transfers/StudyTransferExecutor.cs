using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Network;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Folders;
using Adit.Infrastructure.Receiver;
using Adit.Infrastructure.Transfers.Routes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// Transfers one study from a server to another node, unchanged or de-identified: fetched and delivered at the same time, by the
/// routes that both sides offer. Knows nothing of the queue.
/// </summary>
internal sealed partial class StudyTransferExecutor(
    TransferRoutes routes,
    IDirectMovePairs pairs,
    ServerConnector connector,
    DicomFaultMessages faults,
    ITaskDeidentifiers deidentifiers,
    IDeidentificationReports reports,
    IOptionsMonitor<TransferOptions> options,
    TimeProvider time,
    ILogger<StudyTransferExecutor> logger
) : ITaskExecutor
{
    private static readonly TimeSpan FlushDeadline = TimeSpan.FromSeconds(15);

    public JobKind Kind => JobKind.SelectiveTransfer;

    public async Task<TaskOutcome> ExecuteAsync(
        TaskExecutionContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Source is not DicomServerNode source)
        {
            return TaskOutcome.Failure(
                $"{context.Source.Name} is not a DICOM server, so nothing can be fetched from it."
            );
        }
        if (context.Destination is not { } destination)
        {
            return TaskOutcome.Failure("The task names no destination. Make a new job.");
        }
        var rules = await deidentifiers
            .CreateAsync(context.Job, context.Task, source, cancellationToken)
            .ConfigureAwait(false);
        if (rules.Error is { } unknown)
        {
            return TaskOutcome.Failure(unknown.Message);
        }
        var deidentification = DeidentificationBy(rules.Value, source);
        if (deidentification is null && !string.IsNullOrEmpty(context.Task.Pseudonym))
        {
            return TaskOutcome.Failure(
                "This task has a pseudonym, but nothing says by which rules its images are de-identified. Nothing was sent. Make a new job."
            );
        }
        var mayMoveDirectly = await MayMoveDirectlyAsync(context, source, cancellationToken)
            .ConfigureAwait(false);
        if (routes.FetchFrom(source).Count == 0)
        {
            return TaskOutcome.Failure(
                $"{source.Name} offers no way to fetch images (WADO-RS, C-GET or C-MOVE). Have staff check the services of this server in Adit."
            );
        }
        if (routes.DeliverTo(destination).Count == 0)
        {
            return TaskOutcome.Failure(
                $"{destination.Name} offers no way to store images (C-STORE or STOW-RS). Have staff check the services of this server in Adit."
            );
        }

        // Stopping ends between two images; what still hangs after the grace is closed by force.
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(context.Killed);
        var grace = options.CurrentValue.CancelGrace;
        await using var registration = cancellationToken
            .UnsafeRegister(_ => abort.CancelAfter(grace), null)
            .ConfigureAwait(false);
        try
        {
            return await TransferAsync(
                    context,
                    source,
                    destination,
                    mayMoveDirectly,
                    deidentification,
                    cancellationToken,
                    abort.Token
                )
                .ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Closing connections shows itself in many exceptions; that it was wanted is what counts.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<TaskOutcome> TransferAsync(
        TaskExecutionContext context,
        DicomServerNode source,
        DicomNode destination,
        bool mayMoveDirectly,
        TransferDeidentification? deidentification,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var started = time.GetTimestamp();
        var earlier = await context.Ledger.LoadAsync(stop).ConfigureAwait(false);

        await using var places = (
            await ReserveAsync(source, destination as DicomServerNode, stop).ConfigureAwait(false)
        ).ConfigureAwait(false);
        var transfer = new StudyTransfer(
            context,
            source,
            destination,
            routes,
            connector,
            faults,
            options.CurrentValue,
            mayMoveDirectly,
            deidentification,
            time,
            stop,
            abort
        );
        await using var _ = transfer.ConfigureAwait(false);
        var report = deidentification is null
            ? null
            : await AttemptReport
                .BeginAsync(reports, context, deidentification, earlier, stop)
                .ConfigureAwait(false);
        try
        {
            if (await transfer.RunAsync(earlier).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }
        }
        catch (ForeignInstanceException foreign)
        {
            LogForeign(context.Task.Id, foreign.Message);
            if (foreign.FoundPatientId is { } found)
            {
                await context.Ledger.SetFoundPatientIdAsync(found, stop).ConfigureAwait(false);
            }
            await FlushAsync(context).ConfigureAwait(false);
            return TaskOutcome.Failure(
                foreign.FoundPatientId is null
                    ? $"{source.Name} delivered an image that belongs to another study. It was not sent, and the transfer was stopped. "
                        + "Ask the administrator of that server to look at this study."
                    : $"What {source.Name} has under this study belongs to another patient. Nothing of it was sent on, and the transfer was stopped. "
                        + "The task's page shows both patient IDs; accept the other one there when it is the same person."
            );
        }
        catch (RevealingPseudonymException revealing)
        {
            return TaskOutcome.Failure(revealing.Message);
        }
        catch (DestinationLostException lost)
        {
            await GiveUpAsync(context, transfer, lost.InnerException!).ConfigureAwait(false);
            return RefuseOrRetry(lost.Message, lost.InnerException!);
        }
        catch (SourceLostException lost)
        {
            await GiveUpAsync(context, transfer, lost.InnerException!).ConfigureAwait(false);
            var message =
                transfer is { IsOffline: true, ImagesReceived: 0 }
                && lost.InnerException is DicomTimeoutException
                    ? $"{source.Name} keeps this study on a slow medium (not online), and it did not come within {source.Timeouts.OfflineSeconds} s. It has been asked for; a later attempt finds it."
                    : faults.Describe(lost.InnerException!, source).Message;
            return RefuseOrRetry(message, lost.InnerException!);
        }
        catch (Exception fault) when (fault is DicomException or IOException or ServerBusyException)
        {
            stop.ThrowIfCancellationRequested();
            await GiveUpAsync(context, transfer, fault).ConfigureAwait(false);
            return RefuseOrRetry(faults.Describe(fault, source).Message, fault);
        }
        finally
        {
            // Whatever happened: what the destination has answered so far is in the database before anybody is told.
            await FlushAsync(context).ConfigureAwait(false);
            if (report is not null)
            {
                await SaveAsync(report).ConfigureAwait(false);
            }
        }
        return Account(context, transfer, destination, time.GetElapsedTime(started));
    }

    private static TransferDeidentification? DeidentificationBy(
        Deidentifier? deidentifier,
        DicomServerNode source
    ) =>
        deidentifier is null
            ? null
            : new TransferDeidentification(
                deidentifier,
                source.FallbackCharacterSet is { } set ? DicomCharacterSet.Parse(set) : null
            );

    /// <summary>Only unchanged images, only where staff has enabled the pair, and not when the owner wants it otherwise.</summary>
    private async Task<bool> MayMoveDirectlyAsync(
        TaskExecutionContext context,
        DicomServerNode source,
        CancellationToken cancellationToken
    ) =>
        context.Destination is DicomServerNode destination
        && string.IsNullOrEmpty(context.Task.Pseudonym)
        && !context.Job.SendThroughAdit
        && source.CanMove
        && !source.IsSameServerAs(destination)
        && await pairs
            .IsEnabledAsync(source.Id, destination.Id, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// A place at each server, always taken in the same order, so that two transfers in opposite directions cannot wait for each
    /// other for ever.
    /// </summary>
    private async Task<Places> ReserveAsync(
        DicomServerNode source,
        DicomServerNode? destination,
        CancellationToken cancellationToken
    )
    {
        var servers = new[] { source, destination }
            .OfType<DicomServerNode>()
            .OrderBy(server => server.Id);
        var places = new Places();
        var wanted = source;
        try
        {
            foreach (var server in servers)
            {
                wanted = server;
                places.Add(
                    await connector
                        .ReserveAsync(server, LimiterLane.Task, cancellationToken)
                        .ConfigureAwait(false)
                );
            }
            return places;
        }
        catch (ServerBusyException busy)
        {
            await places.DisposeAsync().ConfigureAwait(false);
            throw new TransferPostponedException(
                $"{wanted.Name}: {busy.Message} The task waits and is tried again by itself.",
                retryAfter: null
            );
        }
        catch
        {
            await places.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static TaskOutcome RefuseOrRetry(string message, Exception fault) =>
        fault is FolderUnavailableException or MoveNotPossibleException
            // Nothing was tried, so no attempt is spent.
            ? throw new TransferPostponedException(message, fault)
        : DicomFaultMessages.IsRetriable(fault)
            ? throw new RetriableTransferException(message, fault)
        : TaskOutcome.Failure(message);

    private async Task GiveUpAsync(
        TaskExecutionContext context,
        StudyTransfer transfer,
        Exception fault
    )
    {
        LogGivenUp(context.Task.Id, fault.GetType().Name, fault.Message);
        var manifest = transfer.Manifest;
        if (manifest.Stored > 0)
        {
            context.Log.Write(
                LogLevel.Information,
                $"{Number(manifest.Stored)} of {(manifest.Expected is { } expected ? Number(expected) : "?")} images are stored; the next attempt sends the others."
            );
        }
        await FlushAsync(context).ConfigureAwait(false);
    }

    /// <summary>Under a deadline of its own: also a transfer that is being stopped writes down what it has done.</summary>
    private async Task FlushAsync(TaskExecutionContext context)
    {
        using var deadline = new CancellationTokenSource(FlushDeadline, time);
        await context.Ledger.FlushAsync(deadline.Token).ConfigureAwait(false);
    }

    /// <summary>Under a deadline of its own, for the same reason.</summary>
    private async Task SaveAsync(AttemptReport report)
    {
        using var deadline = new CancellationTokenSource(FlushDeadline, time);
        await report.SaveAsync(deadline.Token).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId}: {Reason}")]
    private partial void LogForeign(long taskId, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId} gave up after {Fault}: {Reason}"
    )]
    private partial void LogGivenUp(long taskId, string fault, string reason);

    private sealed class Places : IAsyncDisposable
    {
        private readonly List<IAsyncDisposable> _places = [];

        public void Add(IAsyncDisposable place) => _places.Add(place);

        public async ValueTask DisposeAsync()
        {
            foreach (var place in _places)
            {
                await place.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
