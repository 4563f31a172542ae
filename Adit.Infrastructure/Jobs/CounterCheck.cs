using Adit.Domain.Audit;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Recounts the tasks of every job and reports where a job's counters say otherwise. Nothing is corrected: a drift is a
/// fault of the program that somebody has to look at, and mending it silently would hide it.
/// </summary>
internal sealed partial class CounterCheck(
    IDbContextFactory<AditDbContext> contexts,
    IAuditTrail audit,
    ILogger<CounterCheck> logger
) : IInvocable, ICancellableInvocable
{
    private const int JobsPerPage = 500;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        try
        {
            var drifted = await RunAsync(CancellationToken).ConfigureAwait(false);
            LogDone(drifted.Count);
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            // The application stops; the next night looks again.
        }
        catch (Exception fault)
        {
            LogFault(fault);
        }
    }

    /// <summary>The jobs whose counters differ from their tasks.</summary>
    public async Task<IReadOnlyList<int>> RunAsync(CancellationToken cancellationToken)
    {
        var drifted = new List<int>();
        for (var last = 0; ; )
        {
            var page = await ReadAsync(last, cancellationToken).ConfigureAwait(false);
            foreach (var job in page.Jobs.Where(job => page.HasDrifted(job)))
            {
                drifted.Add(job.Id);
                LogDrift(job.Id);
                await audit
                    .RecordAsync(
                        AuditEntry.BySystem(
                            "job.counters-drifted",
                            "job",
                            job.Id,
                            page.Describe(job)
                        ),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }

            if (page.LastRead is not { } read)
            {
                return drifted;
            }

            last = read;
        }
    }

    private async Task<CountedPage> ReadAsync(int after, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var jobs = await db
                .Jobs.AsNoTracking()
                .Where(j => j.Id > after)
                .OrderBy(j => j.Id)
                .Take(JobsPerPage)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var last = jobs.Count == 0 ? after : jobs[^1].Id;
            var counts = await db
                .Tasks.Where(t => t.JobId > after && t.JobId <= last)
                .GroupBy(t => new { t.JobId, t.Status })
                .Select(g => new Counted(g.Key.JobId, g.Key.Status, g.Count()))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            // Every change of a task raises its job's revision: what moved between the two reads is left for next time.
            var revisions = await db
                .Jobs.Where(j => j.Id > after && j.Id <= last)
                .ToDictionaryAsync(j => j.Id, j => j.Revision, cancellationToken)
                .ConfigureAwait(false);
            return new CountedPage(
                [.. jobs.Where(job => revisions.GetValueOrDefault(job.Id, -1) == job.Revision)],
                counts.ToDictionary(c => (c.JobId, c.Status), c => c.Count),
                jobs.Count < JobsPerPage ? null : last
            );
        }
    }

    private sealed record Counted(int JobId, JobTaskStatus Status, int Count);

    private sealed record CountedPage(
        IReadOnlyList<Job> Jobs,
        IReadOnlyDictionary<(int JobId, JobTaskStatus Status), int> Counts,
        int? LastRead
    )
    {
        public bool HasDrifted(Job job) => Differences(job).Any();

        public string Describe(Job job) =>
            string.Join(
                "; ",
                Differences(job)
                    .Select(status =>
                        $"{status}: the job says {job.Counts[status]}, its tasks are {Actual(job, status)}"
                    )
            );

        private IEnumerable<JobTaskStatus> Differences(Job job) =>
            Enum.GetValues<JobTaskStatus>()
                .Where(status => job.Counts[status] != Actual(job, status));

        private int Actual(Job job, JobTaskStatus status) =>
            Counts.GetValueOrDefault((job.Id, status));
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The counters of job {JobId} differ from its tasks; the audit trail says how"
    )]
    private partial void LogDrift(int jobId);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Counters of all jobs compared with their tasks: {Drifted} differ"
    )]
    private partial void LogDone(int drifted);

    [LoggerMessage(Level = LogLevel.Error, Message = "Comparing the counters of jobs failed")]
    private partial void LogFault(Exception fault);
}
