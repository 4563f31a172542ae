using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

/// <summary>
/// The way every action on a job goes: whose is it, may the person do it, let the job decide under its lock, write the
/// trail, tell the pages, wake the engine.
/// </summary>
public sealed class JobActionRunner(
    IJobStore store,
    IAuditTrail audit,
    IJobProgressBroker broker,
    IEngineSignal engine
)
{
    internal async Task<Result> RunAsync(
        Actor actor,
        int jobId,
        JobAction action,
        Func<Job, Result<IReadOnlyList<TaskChange>>> decide,
        CancellationToken cancellationToken
    )
    {
        var job = await store.FindJobAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is null || !MaySee(actor, job))
        {
            return JobErrors.NotFound;
        }

        if (JobTransitions.IsStaffOnly(action) && !actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var done = await store
            .ChangeAsync(jobId, null, (current, _) => decide(current), cancellationToken)
            .ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    $"job.{action.ToString().ToLowerInvariant()}",
                    "job",
                    jobId,
                    done.Error?.Code,
                    done.IsSuccess ? AuditOutcome.Success : AuditOutcome.Refused
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (done.IsSuccess)
        {
            Announce(done.Value, null);
        }

        return done.WithoutValue();
    }

    internal async Task<Result> RunAsync(
        Actor actor,
        long taskId,
        TaskAction action,
        Func<Job, JobTask, Result<IReadOnlyList<TaskChange>>> decide,
        CancellationToken cancellationToken,
        Func<JobTask, (string Action, string Detail)>? trail = null
    )
    {
        var task = await store.FindTaskAsync(taskId, cancellationToken).ConfigureAwait(false);
        var entry = task is null ? null : trail?.Invoke(task);
        var job = task is null
            ? null
            : await store.FindJobAsync(task.JobId, cancellationToken).ConfigureAwait(false);
        if (job is null || !MaySee(actor, job))
        {
            return JobErrors.TaskNotFound;
        }

        if (JobTransitions.IsStaffOnly(action) && !actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var done = await store
            .ChangeAsync(
                job.Id,
                taskId,
                (current, currentTask) =>
                    currentTask is null ? JobErrors.TaskNotFound : decide(current, currentTask),
                cancellationToken
            )
            .ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    entry?.Action ?? $"task.{action.ToString().ToLowerInvariant()}",
                    "task",
                    taskId,
                    (entry, done.Error) switch
                    {
                        ({ } said, { } error) => $"{said.Detail}: {error.Code}",
                        ({ } said, null) => said.Detail,
                        (null, var error) => error?.Code,
                    },
                    done.IsSuccess ? AuditOutcome.Success : AuditOutcome.Refused
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (done.IsSuccess)
        {
            Announce(done.Value, taskId);
        }

        return done.WithoutValue();
    }

    internal async Task<Result> DeleteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken
    )
    {
        var job = await store.FindJobAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is null || !MaySee(actor, job))
        {
            return JobErrors.NotFound;
        }

        var done = await store.DeleteAsync(jobId, cancellationToken).ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "job.delete",
                    "job",
                    jobId,
                    done.Error?.Code,
                    done.IsSuccess ? AuditOutcome.Success : AuditOutcome.Refused
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (done.IsSuccess)
        {
            broker.Announce(new JobChange.JobDeleted(jobId, job.OwnerId));
        }

        return done;
    }

    private static bool MaySee(Actor actor, Job job) =>
        actor.IsStaff || job.OwnerId == actor.PersonId;

    private void Announce(JobReceipt receipt, long? taskId)
    {
        if (taskId is { } id)
        {
            broker.Announce(new JobChange.TaskChanged(receipt.JobId, receipt.OwnerId, id));
        }

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

        if (receipt.StopRequests > 0)
        {
            engine.StopMayBeRequested();
        }

        engine.WorkMayBeDue();
    }
}

public sealed class VerifyJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.RunAsync(actor, jobId, JobAction.Verify, job => job.Verify(), cancellationToken);
}

/// <summary>Waiting tasks are canceled at once, running ones are asked to end.</summary>
public sealed class CancelJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.RunAsync(actor, jobId, JobAction.Cancel, job => job.Cancel(), cancellationToken);
}

/// <summary>Canceled tasks wait again, with what they have already done.</summary>
public sealed class ResumeJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.RunAsync(actor, jobId, JobAction.Resume, job => job.Resume(), cancellationToken);
}

/// <summary>Failed tasks are tried again.</summary>
public sealed class RetryJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.RunAsync(actor, jobId, JobAction.Retry, job => job.Retry(), cancellationToken);
}

/// <summary>All tasks run again from the beginning; for staff.</summary>
public sealed class RestartJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.RunAsync(actor, jobId, JobAction.Restart, job => job.Restart(), cancellationToken);
}

/// <summary>Removes a job of which nothing was ever started.</summary>
public sealed class DeleteJob(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    ) => actions.DeleteAsync(actor, jobId, cancellationToken);
}

/// <summary>Moves a job in front of others, or back; for staff. Counts from the next task that starts.</summary>
public sealed class SetJobUrgency(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        bool urgent,
        CancellationToken cancellationToken = default
    ) =>
        actions.RunAsync(
            actor,
            jobId,
            urgent ? JobAction.MakeUrgent : JobAction.MakeOrdinary,
            job => job.SetUrgency(urgent),
            cancellationToken
        );
}

public sealed class CancelTask(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) =>
        actions.RunAsync(
            actor,
            taskId,
            TaskAction.Cancel,
            (job, task) => job.CancelTask(taskId, task.Status),
            cancellationToken
        );
}

/// <summary>Ends a running task at once, even when its server is silent; for staff.</summary>
public sealed class KillTask(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) =>
        actions.RunAsync(
            actor,
            taskId,
            TaskAction.Kill,
            (job, task) => job.KillTask(taskId, task.Status),
            cancellationToken
        );
}

public sealed class RetryTask(JobActionRunner actions)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) =>
        actions.RunAsync(
            actor,
            taskId,
            TaskAction.Retry,
            (job, task) => job.RetryTask(taskId, task.Status),
            cancellationToken
        );
}
