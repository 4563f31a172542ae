using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

/// <summary>What a change of a job has come to, as committed.</summary>
public sealed record JobReceipt(
    int JobId,
    int OwnerId,
    JobStatus Before,
    JobStatus After,
    string Message,
    JobOutcome? Outcome,
    int MovedTasks,
    int StopRequests
);

/// <summary>Writes of jobs for the use cases. Every method is one transaction.</summary>
public interface IJobStore
{
    Task<int> AddAsync(Job job, IReadOnlyList<JobTask> tasks, CancellationToken cancellationToken);

    /// <summary>
    /// Stores new pseudonyms of the job's project together with the job: all of it or nothing. An error when one of the pseudonyms,
    /// or one of the patients, was linked otherwise meanwhile.
    /// </summary>
    Task<Result<int>> AddAsync(
        Job job,
        IReadOnlyList<JobTask> tasks,
        IReadOnlyList<SubjectLink> links,
        CancellationToken cancellationToken
    );

    /// <summary>A copy to look at; null when it does not exist.</summary>
    Task<Job?> FindJobAsync(int jobId, CancellationToken cancellationToken);

    Task<JobTask?> FindTaskAsync(long taskId, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the job, lets it decide on its state of that moment, and carries the decision out. Nothing is written
    /// when the decision is an error. <paramref name="taskId"/> is read under the same lock and handed to the decision.
    /// </summary>
    Task<Result<JobReceipt>> ChangeAsync(
        int jobId,
        long? taskId,
        Func<Job, JobTask?, Result<IReadOnlyList<TaskChange>>> decide,
        CancellationToken cancellationToken
    );

    Task<Result> DeleteAsync(int jobId, CancellationToken cancellationToken);
}
