using System.Collections.Frozen;

namespace Adit.Domain.Jobs;

/// <summary>The one table of allowed moves. Everything else is refused with a named error.</summary>
public static class JobTransitions
{
    private static readonly FrozenSet<(JobStatus From, JobStatus To)> JobMoves = new HashSet<(
        JobStatus,
        JobStatus
    )>
    {
        (JobStatus.Unverified, JobStatus.Pending), // verified
        (JobStatus.Pending, JobStatus.InProgress), // first task starts
        (JobStatus.Pending, JobStatus.Canceled),
        (JobStatus.Pending, JobStatus.Success), // its last waiting task was canceled, or it has none
        (JobStatus.Pending, JobStatus.Warning),
        (JobStatus.Pending, JobStatus.Failure),
        (JobStatus.InProgress, JobStatus.Canceling),
        (JobStatus.InProgress, JobStatus.Canceled),
        (JobStatus.InProgress, JobStatus.Success),
        (JobStatus.InProgress, JobStatus.Warning),
        (JobStatus.InProgress, JobStatus.Failure),
        (JobStatus.Canceling, JobStatus.Canceled), // the last running task has ended
        (JobStatus.Canceled, JobStatus.Pending), // resumed, restarted, or one task is tried again
        (JobStatus.Success, JobStatus.Pending), // restarted
        (JobStatus.Warning, JobStatus.Pending),
        (JobStatus.Failure, JobStatus.Pending),
    }.ToFrozenSet();

    private static readonly FrozenSet<(JobTaskStatus From, JobTaskStatus To)> TaskMoves =
        new HashSet<(JobTaskStatus, JobTaskStatus)>
        {
            (JobTaskStatus.Querying, JobTaskStatus.Ready),
            (JobTaskStatus.Querying, JobTaskStatus.Canceled),
            (JobTaskStatus.Querying, JobTaskStatus.Failure),
            (JobTaskStatus.Ready, JobTaskStatus.Pending),
            (JobTaskStatus.Ready, JobTaskStatus.Canceled),
            (JobTaskStatus.Pending, JobTaskStatus.InProgress), // claimed
            (JobTaskStatus.Pending, JobTaskStatus.Canceled),
            (JobTaskStatus.InProgress, JobTaskStatus.Pending), // another attempt, or the host stops
            (JobTaskStatus.InProgress, JobTaskStatus.Canceled),
            (JobTaskStatus.InProgress, JobTaskStatus.Success),
            (JobTaskStatus.InProgress, JobTaskStatus.Warning),
            (JobTaskStatus.InProgress, JobTaskStatus.Failure),
            (JobTaskStatus.Canceled, JobTaskStatus.Pending),
            (JobTaskStatus.Success, JobTaskStatus.Pending),
            (JobTaskStatus.Warning, JobTaskStatus.Pending),
            (JobTaskStatus.Failure, JobTaskStatus.Pending),
        }.ToFrozenSet();

    private static readonly FrozenDictionary<
        JobAction,
        (bool StaffOnly, JobStatus[] From)
    > JobActions = new Dictionary<JobAction, (bool, JobStatus[])>
    {
        [JobAction.Verify] = (true, [JobStatus.Unverified]),
        [JobAction.Delete] = (false, [JobStatus.Unverified, JobStatus.Pending]),
        [JobAction.Cancel] = (false, [JobStatus.Pending, JobStatus.InProgress]),
        [JobAction.Resume] = (false, [JobStatus.Canceled]),
        [JobAction.Retry] = (false, [JobStatus.Failure]),
        [JobAction.Restart] = (
            true,
            [JobStatus.Canceled, JobStatus.Success, JobStatus.Warning, JobStatus.Failure]
        ),
        [JobAction.MakeUrgent] = (
            true,
            [JobStatus.Unverified, JobStatus.Pending, JobStatus.InProgress]
        ),
        [JobAction.MakeOrdinary] = (
            true,
            [JobStatus.Unverified, JobStatus.Pending, JobStatus.InProgress]
        ),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<
        TaskAction,
        (bool StaffOnly, JobTaskStatus[] From, JobStatus[] Job)
    > TaskActions = new Dictionary<TaskAction, (bool, JobTaskStatus[], JobStatus[])>
    {
        [TaskAction.Cancel] = (
            false,
            [JobTaskStatus.Pending, JobTaskStatus.InProgress],
            [JobStatus.Pending, JobStatus.InProgress]
        ),
        [TaskAction.Kill] = (
            true,
            [JobTaskStatus.InProgress],
            [JobStatus.InProgress, JobStatus.Canceling]
        ),
        [TaskAction.Retry] = (
            false,
            [JobTaskStatus.Canceled, JobTaskStatus.Warning, JobTaskStatus.Failure],
            [
                JobStatus.Pending,
                JobStatus.InProgress,
                JobStatus.Canceled,
                JobStatus.Success,
                JobStatus.Warning,
                JobStatus.Failure,
            ]
        ),
    }.ToFrozenDictionary();

    public static bool IsAllowed(JobStatus from, JobStatus to) => JobMoves.Contains((from, to));

    public static bool IsAllowed(JobTaskStatus from, JobTaskStatus to) =>
        TaskMoves.Contains((from, to));

    public static bool IsAllowed(JobAction action, JobStatus status) =>
        JobActions[action].From.Contains(status);

    public static bool IsAllowed(TaskAction action, JobTaskStatus task, JobStatus job) =>
        TaskActions[action].From.Contains(task) && TaskActions[action].Job.Contains(job);

    public static bool IsStaffOnly(JobAction action) => JobActions[action].StaffOnly;

    public static bool IsStaffOnly(TaskAction action) => TaskActions[action].StaffOnly;

    /// <summary>What a person can do with a job right now: exactly the buttons that work.</summary>
    public static IReadOnlySet<JobAction> ActionsFor(
        bool isStaff,
        JobStatus status,
        bool isUrgent,
        bool wasStarted,
        TaskCounts counts
    )
    {
        var actions = new HashSet<JobAction>();
        foreach (var action in Enum.GetValues<JobAction>())
        {
            if (IsAllowed(action, status) && (isStaff || !IsStaffOnly(action)) && Fits(action))
            {
                actions.Add(action);
            }
        }

        return actions;

        bool Fits(JobAction action) =>
            action switch
            {
                JobAction.Verify or JobAction.Cancel or JobAction.Restart => true,
                JobAction.Delete => !wasStarted,
                JobAction.Resume => counts.Canceled > 0,
                JobAction.Retry => counts.Failure > 0,
                JobAction.MakeUrgent => !isUrgent,
                JobAction.MakeOrdinary => isUrgent,
            };
    }

    public static IReadOnlySet<TaskAction> ActionsFor(
        bool isStaff,
        JobTaskStatus task,
        JobStatus job
    ) =>
        Enum.GetValues<TaskAction>()
            .Where(action => IsAllowed(action, task, job) && (isStaff || !IsStaffOnly(action)))
            .ToHashSet();
}
