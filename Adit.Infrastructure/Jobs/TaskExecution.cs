using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Infrastructure.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// The body of a running task: rights, executor, outcome. Whatever runs it (today Coravel in this process) hands over a
/// claim and a token that says when the host stops.
/// </summary>
internal sealed partial class TaskExecution(
    ClaimStore claims,
    RunningTasks running,
    TransferJournal journal,
    IJobStore jobs,
    INodeStore nodes,
    IActorProvider actors,
    PseudonymisedTransfers projects,
    IServiceScopeFactory scopes,
    Precheck precheck,
    IJobProgressBroker broker,
    IOptionsMonitor<JobsOptions> options,
    ILogger<TaskExecution> logger,
    TimeProvider time
)
{
    private static readonly TimeSpan[] EndRetryDelays =
    [
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(5),
    ];

    /// <summary>Never throws: every fault becomes the outcome of the task, or at the worst a line in the log.</summary>
    public async Task RunAsync(TaskClaim claim, CancellationToken hostStopping)
    {
        using var task = new RunningTask(
            claim,
            time.GetUtcNow().UtcDateTime + options.CurrentValue.Lease
        );
        running.Add(task);
        try
        {
            // Coravel starts what is still queued at a shutdown: such a task goes back untouched.
            var end = hostStopping.IsCancellationRequested
                ? new ClaimEnd.HostStopped()
                : await ExecuteAsync(task, hostStopping).ConfigureAwait(false);
            if (task.Reason == StopReason.Lost)
            {
                LogLost(claim.TaskId);
                return;
            }

            var receipt = await EndAsync(claim, end).ConfigureAwait(false);
            if (receipt is null)
            {
                LogLost(claim.TaskId);
                return;
            }

            Announce(broker, receipt, claim.TaskId);
        }
        catch (Exception fault)
        {
            LogNotEnded(fault, claim.TaskId);
        }
        finally
        {
            running.Remove(task);
        }
    }

    internal static void Announce(IJobProgressBroker broker, JobReceipt receipt, long taskId)
    {
        broker.Announce(new JobChange.TaskChanged(receipt.JobId, receipt.OwnerId, taskId));
        broker.Announce(new JobChange.JobChanged(receipt.JobId, receipt.OwnerId));
        if (receipt.Outcome is { } outcome)
        {
            broker.Announce(
                new JobChange.JobFinished(
                    receipt.JobId,
                    receipt.OwnerId,
                    outcome.Status,
                    outcome.Message
                )
            );
        }
    }

    private async Task<ClaimEnd> ExecuteAsync(RunningTask running, CancellationToken hostStopping)
    {
        var claim = running.Claim;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            running.StopToken,
            hostStopping
        );
        var log = await journal.OpenLogAsync(claim, CancellationToken.None).ConfigureAwait(false);
        using var flowing = TaskLogScope.Enter(log);
        using var scope = logger.BeginScope(
            new Dictionary<string, object>
            {
                ["JobId"] = claim.JobId,
                ["TaskId"] = claim.TaskId,
                ["Attempt"] = log.Attempt,
            }
        );
        try
        {
            var end = await ExecuteAsync(running, log, either.Token).ConfigureAwait(false);
            var message = MessageOf(end);
            log.WriteEnd(LevelOf(end), message);
            LogFinished(claim.TaskId, message);
            return end;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            ClaimEnd end = running.Reason switch
            {
                StopReason.Canceled => new ClaimEnd.Stopped(TaskMessages.CanceledWhileRunning),
                StopReason.Killed => new ClaimEnd.Stopped(TaskMessages.Killed),
                StopReason.Lost or StopReason.None => new ClaimEnd.HostStopped(),
            };
            log.WriteEnd(LevelOf(end), MessageOf(end));
            LogStopped(claim.TaskId, running.Reason);
            return end;
        }
        catch (TransferPostponedException postponed)
        {
            log.WriteEnd(LogLevel.Warning, postponed.Message);
            LogPostponed(claim.TaskId, postponed.Message);
            return new ClaimEnd.Postponed(postponed.Message, postponed.RetryAfter);
        }
        catch (RetriableTransferException retriable)
        {
            log.WriteEnd(LogLevel.Warning, retriable.Message);
            LogRetriable(claim.TaskId, retriable.Message);
            return new ClaimEnd.Retriable(retriable.Message);
        }
        catch (Exception fault)
        {
            LogUnexpected(fault, claim.TaskId);
            // The type tells an administrator where to look; the text of a foreign exception may hold anything.
            log.WriteEnd(
                LogLevel.Error,
                $"Unexpected fault: {fault.GetType().Name}. Details are in the application's log."
            );
            return new ClaimEnd.Finished(TaskOutcome.Failure(TaskMessages.UnexpectedFault));
        }
        finally
        {
            await journal.SettleAsync().ConfigureAwait(false);
        }
    }

    private async Task<ClaimEnd> ExecuteAsync(
        RunningTask running,
        TaskLog log,
        CancellationToken cancellationToken
    )
    {
        var claim = running.Claim;
        var task = await jobs.FindTaskAsync(claim.TaskId, cancellationToken).ConfigureAwait(false);
        var job = await jobs.FindJobAsync(claim.JobId, cancellationToken).ConfigureAwait(false);
        if (task is null || job is null)
        {
            throw new InvalidOperationException("A claimed task has gone.");
        }

        log.Write(
            LogLevel.Information,
            log.Attempt == 1 ? "The task starts." : $"The task starts, attempt {log.Attempt}."
        );
        LogStarted(claim.TaskId, claim.JobId, log.Attempt);
        var allowed = await CheckRightsAsync(job, task, cancellationToken).ConfigureAwait(false);
        if (allowed.Error is { } refused)
        {
            return new ClaimEnd.Finished(
                TaskOutcome.Failure(TaskMessages.NoLongerAllowed + refused.Message)
            );
        }

        await precheck
            .ThrowUnlessUsableAsync(allowed.Value, cancellationToken)
            .ConfigureAwait(false);
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var executor =
                scope
                    .ServiceProvider.GetServices<ITaskExecutor>()
                    .FirstOrDefault(e => e.Kind == claim.Kind)
                ?? throw new InvalidOperationException(
                    $"No executor is registered for {claim.Kind}."
                );
            var ledger = await journal
                .OpenLedgerAsync(claim, cancellationToken)
                .ConfigureAwait(false);
            using var progress = broker.ProgressFor(claim.JobId, claim.OwnerId, claim.TaskId);
            var outcome = await executor
                .ExecuteAsync(
                    new TaskExecutionContext(
                        task,
                        job,
                        allowed.Value.Source,
                        allowed.Value.Destination,
                        log,
                        progress,
                        ledger,
                        claim.ClaimId
                    )
                    {
                        Killed = running.KillToken,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            await ledger.FlushAsync(cancellationToken).ConfigureAwait(false);
            return new ClaimEnd.Finished(outcome);
        }
    }

    /// <summary>A task may have waited for days: everything that allowed it is asked again.</summary>
    private async Task<Result<TransferEnds>> CheckRightsAsync(
        Job job,
        JobTask task,
        CancellationToken cancellationToken
    )
    {
        var actor = await actors
            .GetForGroupAsync(job.OwnerId, job.GroupId, cancellationToken)
            .ConfigureAwait(false);
        if (actor is null)
        {
            return DomainError.Forbidden(
                "The owner's account is disabled, or has left the group of this job."
            );
        }

        var isIdentified = string.IsNullOrEmpty(task.Pseudonym);
        if (
            isIdentified
            && task.DestinationId is not null
            && !actor.Has(Permissions.TransferUnpseudonymized)
        )
        {
            return DomainError.Forbidden(
                "The group may not transfer data without a pseudonym any more."
            );
        }

        var ends = await TransferRights
            .CheckAsync(
                nodes,
                job.GroupId,
                task.SourceId,
                task.DestinationId,
                isIdentified ? AcceptedData.Identified : AcceptedData.Pseudonymised,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (ends.IsFailure || job.ProjectId is not { } projectId)
        {
            return ends;
        }

        var allowed = await projects
            .CheckAsync(job, projectId, ends.Value, cancellationToken)
            .ConfigureAwait(false);
        return allowed.Error is { } closed ? closed : ends;
    }

    /// <summary>The work is done: it would be a pity to do it again because the database was away for a moment.</summary>
    private async Task<JobReceipt?> EndAsync(TaskClaim claim, ClaimEnd end)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), time);
                return await claims.EndAsync(claim, end, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (attempt < EndRetryDelays.Length)
            {
                LogEndRetry(fault, claim.TaskId);
                await Task.Delay(EndRetryDelays[attempt], time).ConfigureAwait(false);
            }
        }
    }

    private static LogLevel LevelOf(ClaimEnd end) =>
        end switch
        {
            ClaimEnd.Finished { Outcome.Status: JobTaskStatus.Warning } => LogLevel.Warning,
            ClaimEnd.Finished { Outcome.Status: JobTaskStatus.Failure } => LogLevel.Error,
            _ => LogLevel.Information,
        };

    private static string MessageOf(ClaimEnd end) =>
        end switch
        {
            ClaimEnd.Finished finished => finished.Outcome.Message,
            ClaimEnd.Stopped stopped => stopped.Message,
            ClaimEnd.Retriable retriable => retriable.Message,
            ClaimEnd.Postponed postponed => postponed.Message,
            ClaimEnd.HostStopped => TaskMessages.HostStopped,
            _ => TaskMessages.Crashed,
        };

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Task {TaskId} of job {JobId} starts, attempt {Attempt}"
    )]
    private partial void LogStarted(long taskId, int jobId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} has ended: {Outcome}")]
    private partial void LogFinished(long taskId, string outcome);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} was stopped: {Cause}")]
    private partial void LogStopped(long taskId, StopReason cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} is postponed: {Reason}")]
    private partial void LogPostponed(long taskId, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId} failed in this attempt: {Reason}"
    )]
    private partial void LogRetriable(long taskId, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId} was taken away from this runner; it writes nothing more"
    )]
    private partial void LogLost(long taskId);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Task {TaskId} ended with an unexpected fault"
    )]
    private partial void LogUnexpected(Exception fault, long taskId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The end of task {TaskId} could not be stored; it is tried again"
    )]
    private partial void LogEndRetry(Exception fault, long taskId);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The end of task {TaskId} could not be stored; its lease runs out and it is taken up again"
    )]
    private partial void LogNotEnded(Exception fault, long taskId);
}
