using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Web.Tests.Features;

/// <summary>Jobs in memory: what pages read, and what use cases write.</summary>
internal sealed class FakeJobs : IJobQueries, IJobStore, IEngineSignal
{
    private int _reads;

    public JobDetails? Details { get; set; }

    public List<JobRow> Rows { get; } = [];

    public List<TaskRow> Tasks { get; } = [];

    public TaskDetails? Task { get; set; }

    public List<TaskLogRow> Log { get; } = [];

    public List<LedgerRow> NotStored { get; } = [];

    public List<SeriesLedgerRow> Series { get; } = [];

    public List<RouteLedgerRow> Routes { get; } = [];

    public List<(Job Job, IReadOnlyList<JobTask> Tasks)> Added { get; } = [];

    /// <summary>The stored job that actions decide on.</summary>
    public Job? Stored { get; set; }

    /// <summary>Holds the creation of a job back until the test lets it go.</summary>
    public Task Gate { get; set; } = System.Threading.Tasks.Task.CompletedTask;

    public int JobReads => _reads;

    public TaskListFilter? LastTaskFilter { get; private set; }

    public Task<Page<JobRow>> ListJobsAsync(
        Actor actor,
        JobListFilter filter,
        CancellationToken cancellationToken = default
    ) =>
        System.Threading.Tasks.Task.FromResult(
            new Page<JobRow>([.. Rows.Take(filter.Take)], Rows.Count)
        );

    public Task<JobDetails?> GetJobAsync(
        Actor actor,
        int jobId,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _reads);
        return System.Threading.Tasks.Task.FromResult(Details?.Id == jobId ? Details : null);
    }

    public Task<Page<TaskRow>> ListTasksAsync(
        Actor actor,
        int jobId,
        TaskListFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        LastTaskFilter = filter;
        var tasks = Tasks
            .Where(task => filter.Status is null || task.Status == filter.Status)
            .ToList();
        return System.Threading.Tasks.Task.FromResult(
            new Page<TaskRow>([.. tasks.Skip(filter.Skip).Take(filter.Take)], tasks.Count)
        );
    }

    public Task<TaskDetails?> GetTaskAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) => System.Threading.Tasks.Task.FromResult(Task);

    public Task<Page<TaskLogRow>> GetTaskLogAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    ) =>
        System.Threading.Tasks.Task.FromResult(
            new Page<TaskLogRow>([.. Log.Skip(skip).Take(take)], Log.Count)
        );

    public Task<IReadOnlyList<SeriesLedgerRow>> GetLedgerBySeriesAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) => System.Threading.Tasks.Task.FromResult<IReadOnlyList<SeriesLedgerRow>>([.. Series]);

    public Task<IReadOnlyList<RouteLedgerRow>> GetLedgerByRouteAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    ) => System.Threading.Tasks.Task.FromResult<IReadOnlyList<RouteLedgerRow>>([.. Routes]);

    public Task<Page<LedgerRow>> ListNotStoredAsync(
        Actor actor,
        long taskId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    ) =>
        System.Threading.Tasks.Task.FromResult(
            new Page<LedgerRow>([.. NotStored.Skip(skip).Take(take)], NotStored.Count)
        );

    public async Task<int> AddAsync(
        Job job,
        IReadOnlyList<JobTask> tasks,
        CancellationToken cancellationToken
    )
    {
        await Gate;
        Added.Add((job, tasks));
        return 40 + Added.Count;
    }

    public async Task<Result<int>> AddAsync(
        Job job,
        IReadOnlyList<JobTask> tasks,
        IReadOnlyList<SubjectLink> links,
        CancellationToken cancellationToken
    )
    {
        Links.AddRange(links);
        return await AddAsync(job, tasks, cancellationToken);
    }

    public List<SubjectLink> Links { get; } = [];

    public Task<Job?> FindJobAsync(int jobId, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult(Stored);

    public Task<JobTask?> FindTaskAsync(long taskId, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult<JobTask?>(null);

    public Task<Result<JobReceipt>> ChangeAsync(
        int jobId,
        long? taskId,
        Func<Job, JobTask?, Result<IReadOnlyList<TaskChange>>> decide,
        CancellationToken cancellationToken
    )
    {
        var before = Stored!.Status;
        var decision = decide(Stored, null);
        return System.Threading.Tasks.Task.FromResult(
            decision.Error is { } error
                ? error
                : Result.Ok(
                    new JobReceipt(jobId, Stored.OwnerId, before, Stored.Status, "", null, 0, 0)
                )
        );
    }

    public Task<Result> DeleteAsync(int jobId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void WorkMayBeDue() { }

    public void StopMayBeRequested() { }
}
