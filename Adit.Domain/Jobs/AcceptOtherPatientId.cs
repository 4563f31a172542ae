using Adit.Domain.Accounts;
using Adit.Domain.Results;

namespace Adit.Domain.Jobs;

/// <summary>
/// A person says that images with another patient ID than the search's belong to the study all the same, such as after
/// two records of one patient were merged. The owner of the job or staff may; the trail keeps both IDs.
/// </summary>
public sealed class AcceptOtherPatientId(JobActionRunner actions)
{
    /// <summary>
    /// <paramref name="patientId"/> is what the person has looked at: refused when it is no longer what the task found.
    /// </summary>
    public Task<Result> ExecuteAsync(
        Actor actor,
        long taskId,
        string patientId,
        CancellationToken cancellationToken = default
    ) =>
        actions.RunAsync(
            actor,
            taskId,
            TaskAction.Retry,
            (job, task) => job.AcceptPatientId(task, patientId),
            cancellationToken,
            task =>
                (
                    "task.accept-patient-id",
                    $"patient ID {patientId} for study {task.StudyInstanceUid} of patient ID {task.PatientId}"
                )
        );
}
