using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Results;

namespace Adit.Web.Features.Jobs;

/// <summary>From the button to the use case behind it.</summary>
public sealed class JobCommands(
    VerifyJob verify,
    DeleteJob delete,
    CancelJob cancel,
    ResumeJob resume,
    RetryJob retry,
    RestartJob restart,
    SetJobUrgency urgency,
    CancelTask cancelTask,
    KillTask killTask,
    RetryTask retryTask
)
{
    public Task<Result> ExecuteAsync(
        Actor actor,
        int jobId,
        JobAction action,
        CancellationToken cancellationToken
    ) =>
        action switch
        {
            JobAction.Verify => verify.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.Delete => delete.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.Cancel => cancel.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.Resume => resume.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.Retry => retry.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.Restart => restart.ExecuteAsync(actor, jobId, cancellationToken),
            JobAction.MakeUrgent => urgency.ExecuteAsync(actor, jobId, true, cancellationToken),
            JobAction.MakeOrdinary => urgency.ExecuteAsync(actor, jobId, false, cancellationToken),
        };

    public Task<Result> ExecuteAsync(
        Actor actor,
        long taskId,
        TaskAction action,
        CancellationToken cancellationToken
    ) =>
        action switch
        {
            TaskAction.Cancel => cancelTask.ExecuteAsync(actor, taskId, cancellationToken),
            TaskAction.Kill => killTask.ExecuteAsync(actor, taskId, cancellationToken),
            TaskAction.Retry => retryTask.ExecuteAsync(actor, taskId, cancellationToken),
        };
}
