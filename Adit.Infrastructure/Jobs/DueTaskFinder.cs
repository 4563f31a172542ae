using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes.Health;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Jobs;

/// <summary>What the dispatcher found: a task that may start now, or when to look again at the latest.</summary>
internal sealed record Pick(DueTask? Task, DateTime? NextDueAt);

/// <summary>
/// Finds the task whose turn it is, from the top down: urgent first, then the person who waited longest, then that
/// person's job that waited longest, then the job's first due task. Only the last step looks at tasks, by the index
/// (JobId, Status, DueAt, Id), so that it costs the same with a hundred and with a million waiting.
/// </summary>
internal sealed class DueTaskFinder(
    IDbContextFactory<AditDbContext> contexts,
    NodeHealthBook health,
    IOptionsMonitor<JobsOptions> options,
    TimeProvider time
)
{
    private const int PageSize = 500;

    public async Task<Pick> FindAsync(
        SlotBook slots,
        IReadOnlySet<int> skipJobs,
        CancellationToken cancellationToken
    )
    {
        var room = new Room(slots, options.CurrentValue);
        if (!room.Any)
        {
            return new Pick(null, null);
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var now = time.GetUtcNow().UtcDateTime;
            var nodes = await NodeSlotsAsync(db, now, cancellationToken).ConfigureAwait(false);
            int?[] fullForUrgent = [.. slots.FullNodes(urgent: true, nodes).Select(id => (int?)id)];
            int?[] fullForOrdinary =
            [
                .. slots.FullNodes(urgent: false, nodes).Select(id => (int?)id),
            ];
            DateTime? nextDue = null;
            for (var skip = 0; ; skip += PageSize)
            {
                var jobs = await OpenJobs(db, fullForUrgent, fullForOrdinary)
                    .Skip(skip)
                    .Take(PageSize)
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                foreach (var job in jobs)
                {
                    if (job.FirstDueAt > now)
                    {
                        nextDue =
                            nextDue is { } sooner && sooner < job.FirstDueAt
                                ? sooner
                                : job.FirstDueAt;
                        continue;
                    }

                    if (skipJobs.Contains(job.Id) || !room.For(job.Kind, job.IsUrgent))
                    {
                        continue;
                    }

                    var full = job.IsUrgent ? fullForUrgent : fullForOrdinary;
                    if (
                        await FirstDueAsync(db, job, full, now, cancellationToken)
                            .ConfigureAwait(false) is
                        { } task
                    )
                    {
                        return new Pick(task, nextDue);
                    }
                }

                if (jobs.Count < PageSize)
                {
                    return new Pick(null, nextDue);
                }
            }
        }
    }

    private static IQueryable<OpenJob> OpenJobs(
        AditDbContext db,
        int?[] fullForUrgent,
        int?[] fullForOrdinary
    ) =>
        db
            .Jobs.Where(j =>
                (j.Status == JobStatus.Pending || j.Status == JobStatus.InProgress)
                && j.Counts.Pending > 0
            )
            .Where(j =>
                j.IsUrgent
                    ? !fullForUrgent.Contains(j.SourceId)
                        && !fullForUrgent.Contains(j.DestinationId)
                    : !fullForOrdinary.Contains(j.SourceId)
                        && !fullForOrdinary.Contains(j.DestinationId)
            )
            .Join(
                db.Users,
                j => j.OwnerId,
                u => u.Id,
                (j, u) => new { Job = j, OwnerServedAt = u.LastServedAt }
            )
            .OrderByDescending(x => x.Job.IsUrgent)
            .ThenBy(x => x.OwnerServedAt)
            .ThenBy(x => x.Job.LastServedAt)
            .ThenBy(x => x.Job.Id)
            .Select(x => new OpenJob(
                x.Job.Id,
                x.Job.OwnerId,
                x.Job.Kind,
                x.Job.IsUrgent,
                db.Tasks.Where(t => t.JobId == x.Job.Id && t.Status == JobTaskStatus.Pending)
                    .Min(t => (DateTime?)t.DueAt)
            ));

    private static Task<DueTask?> FirstDueAsync(
        AditDbContext db,
        OpenJob job,
        int?[] full,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var due = db.Tasks.Where(t =>
            t.JobId == job.Id && t.Status == JobTaskStatus.Pending && t.DueAt <= now
        );
        if (full.Length > 0)
        {
            // Only for jobs whose tasks have servers of their own: others were left out with the job.
            due = due.Where(t => !full.Contains(t.SourceId) && !full.Contains(t.DestinationId));
        }

        return due.OrderBy(t => t.DueAt)
            .ThenBy(t => t.Id)
            .Select(t => new DueTask(
                t.Id,
                job.Id,
                job.OwnerId,
                job.Kind,
                t.SourceId,
                t.DestinationId,
                job.IsUrgent
            ))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<IReadOnlyDictionary<int, NodeSlots>> NodeSlotsAsync(
        AditDbContext db,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // Few rows, read each time: a changed limit, a suspension or a silent server steers the next pick.
        var nodes = await db
            .Nodes.AsNoTracking()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return nodes.ToDictionary(
            n => n.Id,
            n =>
                n is DicomServerNode server
                    ? new NodeSlots(
                        server.TaskSlots,
                        server.OrdinaryTaskSlots,
                        n.IsSuspendedAt(now) || health.IsDown(n)
                    )
                    : new NodeSlots(
                        int.MaxValue,
                        int.MaxValue,
                        n.IsSuspendedAt(now) || health.IsDown(n)
                    )
        );
    }

    private sealed record OpenJob(
        int Id,
        int OwnerId,
        JobKind Kind,
        bool IsUrgent,
        DateTime? FirstDueAt
    );

    /// <summary>Free slots of the lanes at the moment of the pick.</summary>
    private sealed class Room(SlotBook slots, JobsOptions options)
    {
        public bool Any =>
            Enum.GetValues<Lane>()
                .Any(lane => slots.HasRoom(lane, urgent: true, options.SlotsOf(lane)));

        public bool For(JobKind kind, bool urgent)
        {
            var lane = JobsOptions.LaneOf(kind);
            return slots.HasRoom(lane, urgent, options.SlotsOf(lane));
        }
    }
}
