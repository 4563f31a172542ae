using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Jobs;

/// <summary>Reads for the pages: projections, a page at a time, counts of tasks from the job's own counters.</summary>
internal sealed partial class JobQueries(IDbContextFactory<AditDbContext> contexts) : IJobQueries
{
    public async Task<Page<JobRow>> ListJobsAsync(
        Actor actor,
        JobListFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var jobs = db.Jobs.AsNoTracking();
            if (!filter.AllOwners || !actor.IsStaff)
            {
                jobs = jobs.Where(j => j.OwnerId == actor.PersonId);
            }

            if (filter.Status is { } status)
            {
                jobs = jobs.Where(j => j.Status == status);
            }

            if (filter.Kind is { } kind)
            {
                jobs = jobs.Where(j => j.Kind == kind);
            }

            var total = await jobs.CountAsync(cancellationToken).ConfigureAwait(false);
            var rows = await Sort(jobs, db, filter)
                .Skip(Math.Max(0, filter.Skip))
                .Take(Math.Clamp(filter.Take, 1, Page<JobRow>.MaxTake))
                .Select(j => new JobRow(
                    j.Id,
                    j.Kind,
                    j.Status,
                    j.IsUrgent,
                    j.OwnerId,
                    db.Users.Where(u => u.Id == j.OwnerId).Select(u => u.DisplayName).First(),
                    j.CreatedAt,
                    j.StartedAt,
                    j.EndedAt,
                    j.Message,
                    j.Counts.Querying
                        + j.Counts.Ready
                        + j.Counts.Pending
                        + j.Counts.InProgress
                        + j.Counts.Canceled
                        + j.Counts.Success
                        + j.Counts.Warning
                        + j.Counts.Failure,
                    j.Counts.Canceled + j.Counts.Success + j.Counts.Warning + j.Counts.Failure
                ))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new Page<JobRow>(rows, total);
        }
    }

    public async Task<JobDetails?> GetJobAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var row = await Visible(db, actor)
                .Where(j => j.Id == jobId)
                .Select(j => new
                {
                    Job = j,
                    OwnerName = db
                        .Users.Where(u => u.Id == j.OwnerId)
                        .Select(u => u.DisplayName)
                        .First(),
                    GroupName = db.Groups.Where(g => g.Id == j.GroupId).Select(g => g.Name).First(),
                    SourceName = db
                        .Nodes.Where(n => n.Id == j.SourceId)
                        .Select(n => n.Name)
                        .FirstOrDefault(),
                    DestinationName = db
                        .Nodes.Where(n => n.Id == j.DestinationId)
                        .Select(n => n.Name)
                        .FirstOrDefault(),
                    ProjectName = db
                        .Projects.Where(p => p.Id == j.ProjectId)
                        .Select(p => p.Name)
                        .FirstOrDefault(),
                    ProfileName = db
                        .ProfileVersions.Where(p => p.Id == j.ProfileVersionId)
                        .Select(p => p.Name)
                        .FirstOrDefault(),
                    ProfileVersion = db
                        .ProfileVersions.Where(p => p.Id == j.ProfileVersionId)
                        .Select(p => (int?)p.Version)
                        .FirstOrDefault(),
                })
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (row is null)
            {
                return null;
            }

            var job = row.Job;
            return new JobDetails(
                job.Id,
                job.Kind,
                job.Status,
                job.IsUrgent,
                job.OwnerId,
                row.OwnerName,
                row.GroupName,
                row.SourceName,
                row.DestinationName,
                job.SendFinishedMail,
                job.TrialProtocolId,
                job.TrialProtocolName,
                job.CreatedAt,
                job.StartedAt,
                job.EndedAt,
                job.Message,
                job.Counts,
                JobTransitions.ActionsFor(
                    actor.IsStaff,
                    job.Status,
                    job.IsUrgent,
                    job.StartedAt is not null,
                    job.Counts
                )
            )
            {
                SendThroughAdit = job.SendThroughAdit,
                ProjectId = job.ProjectId,
                ProjectName = row.ProjectName,
                ProfileVersionId = job.ProfileVersionId,
                ProfileName = row.ProfileName,
                ProfileVersion = row.ProfileVersion,
                OnlyModalities = job.OnlyModalities,
            };
        }
    }

    public async Task<Page<TaskRow>> ListTasksAsync(
        Actor actor,
        int jobId,
        TaskListFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var counts = await Visible(db, actor)
                .Where(j => j.Id == jobId)
                .Select(j => j.Counts)
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (counts is null)
            {
                return new Page<TaskRow>([], 0);
            }

            var tasks = db.Tasks.AsNoTracking().Where(t => t.JobId == jobId);
            if (filter.Status is { } status)
            {
                tasks = tasks.Where(t => t.Status == status);
            }

            var rows = await Rows(
                    db,
                    Sort(tasks, filter)
                        .Skip(Math.Max(0, filter.Skip))
                        .Take(Math.Clamp(filter.Take, 1, Page<TaskRow>.MaxTake))
                )
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            // The job's own counters say how many there are: nothing is counted.
            return new Page<TaskRow>(rows, filter.Status is { } only ? counts[only] : counts.Total);
        }
    }

    public async Task<TaskDetails?> GetTaskAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var more = await db
                .Tasks.AsNoTracking()
                .Where(t => t.Id == taskId)
                .Join(
                    Visible(db, actor),
                    t => t.JobId,
                    j => j.Id,
                    (t, j) =>
                        new
                        {
                            j.OwnerId,
                            j.Kind,
                            JobStatus = j.Status,
                            t.Status,
                            t.SeriesInstanceUids,
                            t.ExcludedImages,
                            t.Crashes,
                            t.CreatedAt,
                            t.CancelRequested,
                            t.KillRequested,
                            t.Route,
                            t.FoundPatientId,
                            t.AcceptedPatientId,
                        }
                )
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (more is null)
            {
                return null;
            }

            var row = await Rows(db, db.Tasks.AsNoTracking().Where(t => t.Id == taskId))
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            return row is null
                ? null
                : new TaskDetails(
                    row,
                    more.OwnerId,
                    more.Kind,
                    more.JobStatus,
                    more.SeriesInstanceUids,
                    more.ExcludedImages,
                    more.Crashes,
                    more.CreatedAt,
                    more.CancelRequested || more.KillRequested,
                    more.Route,
                    JobTransitions.ActionsFor(actor.IsStaff, row.Status, more.JobStatus)
                )
                {
                    FoundPatientId = more.FoundPatientId,
                    AcceptedPatientId = more.AcceptedPatientId,
                    MayAcceptPatientId =
                        more.FoundPatientId is not null
                        && row.Status == JobTaskStatus.Failure
                        && JobTransitions.IsAllowed(TaskAction.Retry, row.Status, more.JobStatus),
                };
        }
    }

    public async Task<Page<TaskLogRow>> GetTaskLogAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (!await MaySeeAsync(db, actor, taskId, cancellationToken).ConfigureAwait(false))
            {
                return new Page<TaskLogRow>([], 0);
            }

            var log = db.TaskLog.AsNoTracking().Where(e => e.TaskId == taskId);
            var total = await log.CountAsync(cancellationToken).ConfigureAwait(false);
            var rows = await log.OrderBy(e => e.Id)
                .Skip(Math.Max(0, skip))
                .Take(Math.Clamp(take, 1, Page<TaskLogRow>.MaxTake))
                .Select(e => new TaskLogRow(e.Id, e.At, e.Level, e.Text))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new Page<TaskLogRow>(rows, total);
        }
    }

    private static IQueryable<Job> Visible(AditDbContext db, Actor actor) =>
        actor.IsStaff
            ? db.Jobs.AsNoTracking()
            : db.Jobs.AsNoTracking().Where(j => j.OwnerId == actor.PersonId);

    private static Task<bool> MaySeeAsync(
        AditDbContext db,
        Actor actor,
        long taskId,
        CancellationToken cancellationToken
    ) =>
        db
            .Tasks.Where(t => t.Id == taskId)
            .Join(Visible(db, actor), t => t.JobId, j => j.Id, (t, j) => t.Id)
            .AnyAsync(cancellationToken);

    private static IQueryable<TaskRow> Rows(AditDbContext db, IQueryable<JobTask> tasks) =>
        tasks.Select(t => new TaskRow(
            t.Id,
            t.JobId,
            t.Status,
            t.PatientId,
            t.Pseudonym,
            t.StudyInstanceUid,
            t.StudyDate,
            t.StudyDescription,
            t.Modalities,
            db.Nodes.Where(n => n.Id == t.SourceId).Select(n => n.Name).First(),
            db.Nodes.Where(n => n.Id == t.DestinationId).Select(n => n.Name).FirstOrDefault(),
            t.Attempts,
            t.ExpectedImages,
            t.StoredImages,
            t.FailedImages,
            t.BytesStored,
            t.DueAt,
            t.StartedAt,
            t.EndedAt,
            t.Message
        ));

    private static IQueryable<Job> Sort(
        IQueryable<Job> jobs,
        AditDbContext db,
        JobListFilter filter
    ) =>
        // The id decides between equals, so that no row is on two pages.
        (filter.Sort, filter.Descending) switch
        {
            ("started", false) => jobs.OrderBy(j => j.StartedAt).ThenBy(j => j.Id),
            ("started", true) => jobs.OrderByDescending(j => j.StartedAt)
                .ThenByDescending(j => j.Id),
            ("ended", false) => jobs.OrderBy(j => j.EndedAt).ThenBy(j => j.Id),
            ("ended", true) => jobs.OrderByDescending(j => j.EndedAt).ThenByDescending(j => j.Id),
            ("status", false) => jobs.OrderBy(j => j.Status).ThenBy(j => j.Id),
            ("status", true) => jobs.OrderByDescending(j => j.Status).ThenByDescending(j => j.Id),
            ("kind", false) => jobs.OrderBy(j => j.Kind).ThenBy(j => j.Id),
            ("kind", true) => jobs.OrderByDescending(j => j.Kind).ThenByDescending(j => j.Id),
            ("owner", false) => jobs.OrderBy(j =>
                    db.Users.Where(u => u.Id == j.OwnerId).Select(u => u.DisplayName).First()
                )
                .ThenBy(j => j.Id),
            ("owner", true) => jobs.OrderByDescending(j =>
                    db.Users.Where(u => u.Id == j.OwnerId).Select(u => u.DisplayName).First()
                )
                .ThenByDescending(j => j.Id),
            (_, false) => jobs.OrderBy(j => j.Id), // created: ids rise with time
            (_, true) => jobs.OrderByDescending(j => j.Id),
        };

    private static IQueryable<JobTask> Sort(IQueryable<JobTask> tasks, TaskListFilter filter) =>
        (filter.Sort, filter.Descending) switch
        {
            ("status", false) => tasks.OrderBy(t => t.Status).ThenBy(t => t.Id),
            ("status", true) => tasks.OrderByDescending(t => t.Status).ThenByDescending(t => t.Id),
            ("started", false) => tasks.OrderBy(t => t.StartedAt).ThenBy(t => t.Id),
            ("started", true) => tasks
                .OrderByDescending(t => t.StartedAt)
                .ThenByDescending(t => t.Id),
            ("ended", false) => tasks.OrderBy(t => t.EndedAt).ThenBy(t => t.Id),
            ("ended", true) => tasks.OrderByDescending(t => t.EndedAt).ThenByDescending(t => t.Id),
            ("attempts", false) => tasks.OrderBy(t => t.Attempts).ThenBy(t => t.Id),
            ("attempts", true) => tasks
                .OrderByDescending(t => t.Attempts)
                .ThenByDescending(t => t.Id),
            (_, false) => tasks.OrderBy(t => t.Id),
            (_, true) => tasks.OrderByDescending(t => t.Id),
        };
}
