using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>Claims of running tasks: take, renew, end. Each is a compare-and-set on the task's row.</summary>
internal sealed class ClaimStore(
    IDbContextFactory<AditDbContext> contexts,
    WriteGate gate,
    EngineInstance instance,
    IOptionsMonitor<JobsOptions> options,
    TimeProvider time
)
{
    private DateTime _lastServed = DateTime.UnixEpoch;

    /// <summary>Null when somebody else was faster, or the task is not due any more.</summary>
    public async Task<TaskClaim?> TryClaimAsync(DueTask due, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var transaction = await db
                .Database.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var job = await JobStore
                    .LockAsync(db, due.JobId, cancellationToken)
                    .ConfigureAwait(false);
                if (job is not { Status: JobStatus.Pending or JobStatus.InProgress })
                {
                    return null;
                }

                var now = time.GetUtcNow().UtcDateTime;
                var claim = new TaskClaim(
                    due.TaskId,
                    due.JobId,
                    job.OwnerId,
                    job.Kind,
                    Guid.NewGuid()
                );
                var lease = now + options.CurrentValue.Lease;
                var taken = await db
                    .Tasks.Where(t =>
                        t.Id == due.TaskId && t.Status == JobTaskStatus.Pending && t.DueAt <= now
                    )
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(t => t.Status, JobTaskStatus.InProgress)
                                .SetProperty(t => t.ClaimId, claim.ClaimId)
                                .SetProperty(t => t.ClaimedBy, instance.Id)
                                .SetProperty(t => t.LeaseUntil, lease)
                                .SetProperty(t => t.CancelRequested, false)
                                .SetProperty(t => t.KillRequested, false)
                                .SetProperty(t => t.Message, "")
                                .SetProperty(t => t.StartedAt, now)
                                .SetProperty(t => t.EndedAt, (DateTime?)null),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (taken == 0)
                {
                    return null;
                }

                var served = NextServed(now);
                job.TaskStarts(served);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await db
                    .Users.Where(u => u.Id == job.OwnerId)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(u => u.LastServedAt, served),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return claim;
            }
        }
    }

    /// <summary>Ends a claim. Null when it was not this runner's any more: then nothing is written.</summary>
    public async Task<JobReceipt?> EndAsync(
        TaskClaim claim,
        ClaimEnd end,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var transaction = await db
                .Database.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var job = await JobStore
                    .LockAsync(db, claim.JobId, cancellationToken)
                    .ConfigureAwait(false);
                var task = await db
                    .Tasks.AsNoTracking()
                    .Where(t => t.Id == claim.TaskId && t.ClaimId == claim.ClaimId)
                    .Where(t => t.Status == JobTaskStatus.InProgress)
                    .Select(t => new RunningTask(
                        t.Attempts,
                        t.Crashes,
                        t.CancelRequested,
                        t.KillRequested
                    ))
                    .FirstOrDefaultAsync(cancellationToken)
                    .ConfigureAwait(false);
                if (job is null || task is null)
                {
                    return null;
                }

                var now = time.GetUtcNow().UtcDateTime;
                var before = job.Status;
                var next = Next(end, job, task, now);
                var rows = await db
                    .Tasks.Where(t =>
                        t.Id == claim.TaskId
                        && t.ClaimId == claim.ClaimId
                        && t.Status == JobTaskStatus.InProgress
                    )
                    .ExecuteUpdateAsync(
                        set =>
                        {
                            set.SetProperty(t => t.Status, next.Status)
                                .SetProperty(t => t.Message, next.Message)
                                .SetProperty(t => t.Attempts, next.Attempts)
                                .SetProperty(t => t.Crashes, next.Crashes)
                                .SetProperty(t => t.DueAt, next.DueAt)
                                .SetProperty(t => t.ClaimId, (Guid?)null)
                                .SetProperty(t => t.ClaimedBy, (string?)null)
                                .SetProperty(t => t.LeaseUntil, (DateTime?)null)
                                .SetProperty(t => t.CancelRequested, false)
                                .SetProperty(t => t.KillRequested, false);
                            if (next.Status != JobTaskStatus.Pending)
                            {
                                set.SetProperty(t => t.EndedAt, now);
                            }
                        },
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (rows == 0)
                {
                    return null;
                }

                if (next.Status is not (JobTaskStatus.Pending or JobTaskStatus.Success))
                {
                    await UnsettledImages
                        .SettleAsync(db, claim.TaskId, next.Message, now, cancellationToken)
                        .ConfigureAwait(false);
                }

                job.TasksMoved(JobTaskStatus.InProgress, next.Status, 1);
                var outcome = JobStore.Settle(db, job, now);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return new JobReceipt(
                    job.Id,
                    job.OwnerId,
                    before,
                    job.Status,
                    job.Message,
                    outcome,
                    1,
                    0
                );
            }
        }
    }

    /// <summary>Renews the leases of this process in one statement.</summary>
    public async Task RenewAsync(
        IReadOnlyCollection<TaskClaim> claims,
        CancellationToken cancellationToken
    )
    {
        if (claims.Count == 0)
        {
            return;
        }

        Guid?[] ids = [.. claims.Select(c => (Guid?)c.ClaimId)];
        long[] tasks = [.. claims.Select(c => c.TaskId)];
        var lease = time.GetUtcNow().UtcDateTime + options.CurrentValue.Lease;
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db
                .Tasks.Where(t => tasks.Contains(t.Id) && ids.Contains(t.ClaimId))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(t => t.LeaseUntil, lease),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>What is asked of the running tasks; one query for all of them.</summary>
    public async Task<IReadOnlyList<ClaimState>> ReadAsync(
        IReadOnlyCollection<TaskClaim> claims,
        CancellationToken cancellationToken
    )
    {
        long[] tasks = [.. claims.Select(c => c.TaskId)];
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Tasks.Where(t => tasks.Contains(t.Id))
                .Select(t => new ClaimState(t.Id, t.ClaimId, t.CancelRequested, t.KillRequested))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Claims whose runner is gone: expired ones, and with <paramref name="allOthers"/> every one that is not of this
    /// process, which is right where only one process can have the database open as its engine.
    /// </summary>
    public async Task<IReadOnlyList<TaskClaim>> FindLostAsync(
        bool allOthers,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Tasks.Where(t => t.LeaseUntil != null && t.Status == JobTaskStatus.InProgress)
                .Where(t => t.LeaseUntil < now || (allOthers && t.ClaimedBy != instance.Id))
                .OrderBy(t => t.Id)
                .Join(db.Jobs, t => t.JobId, j => j.Id, (t, j) => new { Task = t, Job = j })
                .OrderBy(x => x.Task.Id)
                .Take(1000)
                .Select(x => new TaskClaim(
                    x.Task.Id,
                    x.Job.Id,
                    x.Job.OwnerId,
                    x.Job.Kind,
                    x.Task.ClaimId!.Value
                ))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private NextState Next(ClaimEnd end, Job job, RunningTask task, DateTime now)
    {
        var limits = options.CurrentValue;
        var next = end switch
        {
            ClaimEnd.Finished finished => new NextState(
                finished.Outcome.Status,
                finished.Outcome.Message,
                task.Attempts + 1,
                task.Crashes,
                now
            ),
            ClaimEnd.Stopped stopped => new NextState(
                JobTaskStatus.Canceled,
                stopped.Message,
                task.Attempts + 1,
                task.Crashes,
                now
            ),
            ClaimEnd.Retriable retriable when task.Attempts + 1 < limits.MaxAttempts =>
                new NextState(
                    JobTaskStatus.Pending,
                    $"{retriable.Message} It is tried again by itself.",
                    task.Attempts + 1,
                    task.Crashes,
                    now + limits.RetryDelay(task.Attempts + 1)
                ),
            ClaimEnd.Retriable retriable => new NextState(
                JobTaskStatus.Failure,
                retriable.Message,
                task.Attempts + 1,
                task.Crashes,
                now
            ),
            ClaimEnd.Postponed postponed => new NextState(
                JobTaskStatus.Pending,
                postponed.Message,
                task.Attempts,
                task.Crashes,
                now + limits.Postponement(postponed.RetryAfter)
            ),
            ClaimEnd.HostStopped => new NextState(
                JobTaskStatus.Pending,
                TaskMessages.HostStopped,
                task.Attempts,
                task.Crashes,
                now
            ),
            ClaimEnd.Crashed when task.Crashes + 1 >= limits.MaxCrashes => new NextState(
                JobTaskStatus.Failure,
                TaskMessages.CrashedForGood,
                task.Attempts,
                task.Crashes + 1,
                now
            ),
            ClaimEnd.Crashed => new NextState(
                JobTaskStatus.Pending,
                TaskMessages.Crashed,
                task.Attempts,
                task.Crashes + 1,
                now
            ),
            _ => throw new InvalidOperationException($"No claim ends as {end.GetType().Name}."),
        };
        // What would wait again ends instead when a person has asked for its end meanwhile.
        return
            next.Status == JobTaskStatus.Pending
            && (job.Status == JobStatus.Canceling || task.CancelRequested)
            ? next with
            {
                Status = JobTaskStatus.Canceled,
                Message = task.KillRequested
                    ? TaskMessages.Killed
                    : TaskMessages.CanceledWhileRunning,
                DueAt = now,
            }
            : next;
    }

    /// <summary>Strictly rising, so that whoever was served is behind all others, also within one tick of the clock.</summary>
    private DateTime NextServed(DateTime now)
    {
        // Ten ticks are a microsecond, the finest that PostgreSQL keeps. Only the dispatcher's one loop comes here.
        _lastServed = now > _lastServed ? now : _lastServed.AddTicks(10);
        return _lastServed;
    }

    private sealed record RunningTask(
        int Attempts,
        int Crashes,
        bool CancelRequested,
        bool KillRequested
    );

    private sealed record NextState(
        JobTaskStatus Status,
        string Message,
        int Attempts,
        int Crashes,
        DateTime DueAt
    );
}
