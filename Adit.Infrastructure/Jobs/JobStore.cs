using System.Data.Common;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Infrastructure.Mail;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Projects;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Every change of a task goes through here: the job's row is locked first, then tasks move by the set, then the job's
/// counters follow and the job settles, all in one transaction. The order is the same everywhere, so nothing deadlocks.
/// </summary>
internal sealed class JobStore(
    IDbContextFactory<AditDbContext> contexts,
    WriteGate gate,
    TimeProvider time
) : IJobStore
{
    // Two people who link the same patient in the same moment: the second try finds what the first has left.
    private const int MaxTries = 3;

    public async Task<int> AddAsync(
        Job job,
        IReadOnlyList<JobTask> tasks,
        CancellationToken cancellationToken
    ) => (await AddAsync(job, tasks, [], cancellationToken).ConfigureAwait(false)).Value;

    public async Task<Result<int>> AddAsync(
        Job job,
        IReadOnlyList<JobTask> tasks,
        IReadOnlyList<SubjectLink> links,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                var transaction = await db
                    .Database.BeginTransactionAsync(cancellationToken)
                    .ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    try
                    {
                        // First of all: nothing of the job has been given an ID when this has to be done again.
                        var linked = await LinkAsync(db, job, links, cancellationToken)
                            .ConfigureAwait(false);
                        if (linked.Error is { } error)
                        {
                            return error;
                        }
                    }
                    catch (Exception fault) when (attempt < MaxTries && MayBeRace(fault))
                    {
                        continue;
                    }

                    await AddAsync(db, job, tasks, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return job.Id;
                }
            }
        }
    }

    /// <summary>A unique index said no, or two transactions waited for each other and one was ended (PostgreSQL's provider wraps that).</summary>
    private static bool MayBeRace(Exception fault) =>
        fault is DbUpdateException { InnerException: DbException }
        || fault
            is InvalidOperationException
            {
                InnerException: DbException or DbUpdateException { InnerException: DbException }
            };

    private static async Task AddAsync(
        AditDbContext db,
        Job job,
        IReadOnlyList<JobTask> tasks,
        CancellationToken cancellationToken
    )
    {
        db.Jobs.Add(job);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var chunk in tasks.Chunk(1000))
        {
            db.ChangeTracker.Clear();
            foreach (var task in chunk)
            {
                db.Tasks.Add(task);
                db.Entry(task).Property(t => t.JobId).CurrentValue = job.Id;
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Result> LinkAsync(
        AditDbContext db,
        Job job,
        IReadOnlyList<SubjectLink> links,
        CancellationToken cancellationToken
    )
    {
        if (links.Count == 0)
        {
            return Result.Success;
        }

        var projectId =
            job.ProjectId
            ?? throw new InvalidOperationException("A job without a project links no patients.");
        var there = await ProjectStore
            .FindSubjectsAsync(
                db,
                projectId,
                [.. links.Select(l => l.PatientHash)],
                [.. links.Select(l => l.Pseudonym)],
                cancellationToken
            )
            .ConfigureAwait(false);
        var byHash = there.ToDictionary(s => s.PatientHash, StringComparer.Ordinal);
        var byKey = there.ToDictionary(s => s.PseudonymKey, StringComparer.Ordinal);
        var now = time.GetUtcNow().UtcDateTime;
        // In one order everywhere, so that two jobs of the same patients wait in line and not for each other.
        foreach (var link in links.OrderBy(l => l.PatientHash, StringComparer.Ordinal))
        {
            if (byHash.TryGetValue(link.PatientHash, out var known))
            {
                // Also in its spelling: the job's tasks carry the pseudonym already.
                if (known.Pseudonym != link.Pseudonym)
                {
                    return ProjectErrors.PatientLinked(link.Pseudonym, known.Pseudonym);
                }
            }
            else if (byKey.ContainsKey(ProjectSubject.KeyOf(link.Pseudonym)))
            {
                return ProjectErrors.PseudonymTaken(link.Pseudonym);
            }
            else
            {
                db.Subjects.Add(new ProjectSubject(projectId, link, now));
            }
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return Result.Success;
    }

    public async Task<Job?> FindJobAsync(int jobId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Jobs.AsNoTracking()
                .FirstOrDefaultAsync(j => j.Id == jobId, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<JobTask?> FindTaskAsync(long taskId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Tasks.AsNoTracking()
                .FirstOrDefaultAsync(t => t.Id == taskId, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<Result<JobReceipt>> ChangeAsync(
        int jobId,
        long? taskId,
        Func<Job, JobTask?, Result<IReadOnlyList<TaskChange>>> decide,
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
                if (
                    await LockAsync(db, jobId, cancellationToken).ConfigureAwait(false)
                    is not { } job
                )
                {
                    return JobErrors.NotFound;
                }

                var before = job.Status;
                var task = taskId is { } id
                    ? await db
                        .Tasks.AsNoTracking()
                        .FirstOrDefaultAsync(t => t.Id == id && t.JobId == jobId, cancellationToken)
                        .ConfigureAwait(false)
                    : null;
                var decision = decide(job, task);
                if (decision.Error is { } error)
                {
                    return error;
                }

                var now = time.GetUtcNow().UtcDateTime;
                var moved = 0;
                var stops = 0;
                foreach (var change in decision.Value)
                {
                    switch (change)
                    {
                        case TaskChange.Move move:
                            var rows = await MoveAsync(db, jobId, move, now, cancellationToken)
                                .ConfigureAwait(false);
                            job.TasksMoved(move.From, move.To, rows);
                            moved += rows;
                            break;
                        case TaskChange.RequestStop stop:
                            stops += await RequestStopAsync(db, jobId, stop, cancellationToken)
                                .ConfigureAwait(false);
                            break;
                    }
                }

                var outcome = Settle(db, job, now);
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return new JobReceipt(
                    job.Id,
                    job.OwnerId,
                    before,
                    job.Status,
                    job.Message,
                    outcome,
                    moved,
                    stops
                );
            }
        }
    }

    public async Task<Result> DeleteAsync(int jobId, CancellationToken cancellationToken)
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
                if (
                    await LockAsync(db, jobId, cancellationToken).ConfigureAwait(false)
                    is not { } job
                )
                {
                    return JobErrors.NotFound;
                }

                if (job.Delete().Error is { } error)
                {
                    return error;
                }

                var pseudonyms = await db
                    .Tasks.Where(t => t.JobId == jobId && t.Pseudonym != null)
                    .Select(t => t.Pseudonym!)
                    .Distinct()
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                // Tasks, ledger and log go with it, by the database.
                await db
                    .Jobs.Where(j => j.Id == jobId)
                    .ExecuteDeleteAsync(cancellationToken)
                    .ConfigureAwait(false);
                await UnlinkAsync(db, job, pseudonyms, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return Result.Success;
            }
        }
    }

    /// <summary>
    /// Links that were made with a job of which nothing was started, and that nobody else uses: a pseudonym that was mistyped can be
    /// taken back as long as nothing left under it.
    /// </summary>
    private static async Task UnlinkAsync(
        AditDbContext db,
        Job job,
        IReadOnlyList<string> pseudonyms,
        CancellationToken cancellationToken
    )
    {
        if (job.ProjectId is not { } projectId)
        {
            return;
        }

        foreach (var some in pseudonyms.Chunk(500))
        {
            var used = await db
                .Jobs.Where(j => j.ProjectId == projectId)
                .Join(db.Tasks, j => j.Id, t => t.JobId, (_, t) => t.Pseudonym)
                .Where(p => some.Contains(p))
                .Distinct()
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            string[] free = [.. some.Except(used.OfType<string>(), StringComparer.Ordinal)];
            await db
                .Subjects.Where(s =>
                    s.ProjectId == projectId
                    && s.CreatedAt >= job.CreatedAt
                    && free.Contains(s.Pseudonym)
                )
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Locks the row by writing to it, which every database does alike, and only then reads it: what is read stands
    /// until the transaction ends.
    /// </summary>
    internal static async Task<Job?> LockAsync(
        AditDbContext db,
        int jobId,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .Jobs.Where(j => j.Id == jobId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(j => j.Revision, j => j.Revision + 1),
                cancellationToken
            )
            .ConfigureAwait(false);
        return found == 0
            ? null
            : await db
                .Jobs.FirstOrDefaultAsync(j => j.Id == jobId, cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>Ends the job when nothing is open any more, and writes the mail in the same transaction.</summary>
    internal static JobOutcome? Settle(AditDbContext db, Job job, DateTime now)
    {
        var outcome = job.Settle(now);
        if (outcome is not null && job.SendFinishedMail && outcome.Status != JobStatus.Canceled)
        {
            db.Outbox.Add(new OutboxMail(MailKind.JobFinished, job.OwnerId, job.Id, now));
        }

        return outcome;
    }

    private static Task<int> MoveAsync(
        AditDbContext db,
        int jobId,
        TaskChange.Move move,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var due = move.DueAt ?? now;
        var ends = move.To is JobTaskStatus.Canceled;
        return db
            .Tasks.Where(t =>
                t.JobId == jobId
                && t.Status == move.From
                && (move.TaskId == null || t.Id == move.TaskId)
            )
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(t => t.Status, move.To)
                        .SetProperty(t => t.CancelRequested, false)
                        .SetProperty(t => t.KillRequested, false);
                    if (move.Message is { } message)
                    {
                        set.SetProperty(t => t.Message, message);
                    }

                    if (ends)
                    {
                        set.SetProperty(t => t.EndedAt, now);
                    }
                    else
                    {
                        set.SetProperty(t => t.EndedAt, (DateTime?)null);
                    }

                    if (move.To == JobTaskStatus.Pending)
                    {
                        // What was found belongs to the attempts before.
                        set.SetProperty(t => t.DueAt, due)
                            .SetProperty(t => t.FoundPatientId, (string?)null);
                    }

                    if (move.Reset)
                    {
                        set.SetProperty(t => t.Attempts, 0)
                            .SetProperty(t => t.Crashes, 0)
                            .SetProperty(t => t.StartedAt, (DateTime?)null);
                    }

                    if (move.AcceptedPatientId is { } accepted)
                    {
                        set.SetProperty(t => t.AcceptedPatientId, accepted);
                    }
                },
                cancellationToken
            );
    }

    private static Task<int> RequestStopAsync(
        AditDbContext db,
        int jobId,
        TaskChange.RequestStop stop,
        CancellationToken cancellationToken
    ) =>
        db
            .Tasks.Where(t =>
                t.JobId == jobId
                && t.Status == JobTaskStatus.InProgress
                && (stop.TaskId == null || t.Id == stop.TaskId)
            )
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(t => t.CancelRequested, true);
                    if (stop.Kill)
                    {
                        set.SetProperty(t => t.KillRequested, true);
                    }
                },
                cancellationToken
            );
}
