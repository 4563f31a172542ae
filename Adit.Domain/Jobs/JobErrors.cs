using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

public static class JobErrors
{
    public static DomainError NotFound { get; } =
        DomainError.NotFound("This job does not exist, or it is not yours.");

    public static DomainError TaskNotFound { get; } =
        DomainError.NotFound("This task does not exist, or it is not yours.");

    public static DomainError AlreadyStarted { get; } =
        DomainError.Conflict(
            "A task of this job has been started already. Cancel the job instead of deleting it."
        );

    public static DomainError NothingToResume { get; } =
        DomainError.Conflict("This job has no canceled tasks to resume.");

    public static DomainError NothingToRetry { get; } =
        DomainError.Conflict("This job has no failed tasks to retry.");

    public static DomainError NoOtherPatientId { get; } =
        DomainError.Conflict(
            "This task did not fail because of another patient ID, so there is none to accept."
        );

    public static DomainError OtherPatientIdChanged { get; } =
        DomainError.Conflict(
            "The task has meanwhile found a different patient ID. Reload the page and look at it again."
        );

    public static DomainError PatientIdNotAcceptable(JobTaskStatus task, JobStatus job) =>
        new(
            "task-state",
            $"A patient ID can be accepted for a failed task only; this one is {Word(task)}, its job is {Word(job)}. Reload the page to see how it stands."
        );

    public static DomainError NotCancelable(JobStatus status) =>
        NotPossible(JobAction.Cancel, status);

    public static DomainError NotPossible(JobAction action, JobStatus status) =>
        new(
            "job-state",
            $"A job that is {Word(status)} cannot be {Participle(action)}. Reload the page to see how it stands."
        );

    public static DomainError NotPossible(TaskAction action, JobTaskStatus task, JobStatus job) =>
        new(
            "task-state",
            $"A task that is {Word(task)}, of a job that is {Word(job)}, cannot be {Participle(action)}. Reload the page to see how it stands."
        );

    public static string Word(JobStatus status) =>
        status switch
        {
            JobStatus.Unverified => "unverified",
            JobStatus.Pending => "pending",
            JobStatus.InProgress => "in progress",
            JobStatus.Canceling => "being canceled",
            JobStatus.Canceled => "canceled",
            JobStatus.Success => "finished",
            JobStatus.Warning => "finished with warnings",
            JobStatus.Failure => "failed",
        };

    public static string Word(JobTaskStatus status) =>
        status switch
        {
            JobTaskStatus.Querying => "being looked up",
            JobTaskStatus.Ready => "ready",
            JobTaskStatus.Pending => "pending",
            JobTaskStatus.InProgress => "in progress",
            JobTaskStatus.Canceled => "canceled",
            JobTaskStatus.Success => "finished",
            JobTaskStatus.Warning => "finished with warnings",
            JobTaskStatus.Failure => "failed",
        };

    private static string Participle(JobAction action) =>
        action switch
        {
            JobAction.Verify => "verified",
            JobAction.Delete => "deleted",
            JobAction.Cancel => "canceled",
            JobAction.Resume => "resumed",
            JobAction.Retry => "retried",
            JobAction.Restart => "restarted",
            JobAction.MakeUrgent => "made urgent",
            JobAction.MakeOrdinary => "made ordinary",
        };

    private static string Participle(TaskAction action) =>
        action switch
        {
            TaskAction.Cancel => "canceled",
            TaskAction.Kill => "killed",
            TaskAction.Retry => "retried",
        };
}
