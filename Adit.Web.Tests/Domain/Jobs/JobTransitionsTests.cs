using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Jobs;

/// <summary>The whole table, legal and illegal, written down a second time: a slip in one of the two is seen.</summary>
public sealed class JobTransitionsTests
{
    private static readonly Dictionary<JobAction, string> _allowed = new()
    {
        // Unverified, Pending, InProgress, Canceling, Canceled, Success, Warning, Failure
        [JobAction.Verify] = "x.......",
        [JobAction.Delete] = "xx......",
        [JobAction.Cancel] = ".xx.....",
        [JobAction.Resume] = "....x...",
        [JobAction.Retry] = ".......x",
        [JobAction.Restart] = "....xxxx",
        [JobAction.MakeUrgent] = "xxx.....",
        [JobAction.MakeOrdinary] = "xxx.....",
    };

    public static TheoryData<JobAction, JobStatus> Actions =>
        [
            .. from action in Enum.GetValues<JobAction>()
            from status in Enum.GetValues<JobStatus>()
            select new TheoryDataRow<JobAction, JobStatus>(action, status),
        ];

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_InEachStatus_IsAllowedOrRefusedByName(JobAction action, JobStatus status)
    {
        var expected = _allowed[action][(int)status - 1] == 'x';
        var job = JobIn(status);

        var result = action switch
        {
            JobAction.Verify => job.Verify().WithoutValue(),
            JobAction.Delete => job.Delete(),
            JobAction.Cancel => job.Cancel().WithoutValue(),
            JobAction.Resume => job.Resume().WithoutValue(),
            JobAction.Retry => job.Retry().WithoutValue(),
            JobAction.Restart => job.Restart().WithoutValue(),
            JobAction.MakeUrgent => job.SetUrgency(true).WithoutValue(),
            JobAction.MakeOrdinary => job.SetUrgency(false).WithoutValue(),
        };

        JobTransitions.IsAllowed(action, status).ShouldBe(expected);
        result.IsSuccess.ShouldBe(expected, result.Error?.Message);
        if (!expected)
        {
            result.Error.ShouldNotBeNull().Code.ShouldBe("job-state");
            job.Status.ShouldBe(status);
        }
    }

    [Fact]
    public void Delete_OnceStarted_IsRefusedAlsoWhilePending()
    {
        var job = NewJob(2);
        job.TaskStarts(DateTime.UnixEpoch);
        job.TasksMoved(JobTaskStatus.InProgress, JobTaskStatus.Failure, 1);
        job.TasksMoved(JobTaskStatus.Pending, JobTaskStatus.Canceled, 1);
        job.Settle(DateTime.UnixEpoch).ShouldNotBeNull();
        job.Retry().IsSuccess.ShouldBeTrue();

        job.Status.ShouldBe(JobStatus.Pending);
        job.Delete().Error.ShouldBe(JobErrors.AlreadyStarted);
    }

    [Fact]
    public void Start_SecondRun_KeepsTheFirstStart()
    {
        var job = JobIn(JobStatus.Failure);
        var first = job.StartedAt;
        job.Retry().IsSuccess.ShouldBeTrue();
        job.TasksMoved(JobTaskStatus.Failure, JobTaskStatus.Pending, 1);

        job.TaskStarts(DateTime.UnixEpoch.AddDays(1));

        job.StartedAt.ShouldBe(first);
        job.Status.ShouldBe(JobStatus.InProgress);
    }

    [Fact]
    public void Cancel_WhileRunning_WaitsForTheRunningTask()
    {
        var job = NewJob(3);
        job.TaskStarts(DateTime.UnixEpoch);

        var changes = job.Cancel().Value;
        job.TasksMoved(JobTaskStatus.Pending, JobTaskStatus.Canceled, 2);

        changes.OfType<TaskChange.RequestStop>().ShouldHaveSingleItem().Kill.ShouldBeFalse();
        job.Settle(DateTime.UnixEpoch).ShouldBeNull();
        job.Status.ShouldBe(JobStatus.Canceling);
        job.TasksMoved(JobTaskStatus.InProgress, JobTaskStatus.Success, 1);
        job.Settle(DateTime.UnixEpoch)!.Status.ShouldBe(JobStatus.Canceled);
        job.Settle(DateTime.UnixEpoch).ShouldBeNull();
    }

    [Fact]
    public void TasksMoved_AgainstTheTable_Throws() =>
        Should.Throw<InvalidOperationException>(() =>
            NewJob(1).TasksMoved(JobTaskStatus.Pending, JobTaskStatus.Success, 1)
        );

    [Theory]
    [InlineData(false, JobTaskStatus.Pending, JobStatus.Pending, new[] { TaskAction.Cancel })]
    [InlineData(
        true,
        JobTaskStatus.InProgress,
        JobStatus.InProgress,
        new[] { TaskAction.Cancel, TaskAction.Kill }
    )]
    [InlineData(false, JobTaskStatus.InProgress, JobStatus.InProgress, new[] { TaskAction.Cancel })]
    [InlineData(true, JobTaskStatus.InProgress, JobStatus.Canceling, new[] { TaskAction.Kill })]
    [InlineData(false, JobTaskStatus.Failure, JobStatus.Failure, new[] { TaskAction.Retry })]
    [InlineData(false, JobTaskStatus.Warning, JobStatus.InProgress, new[] { TaskAction.Retry })]
    [InlineData(false, JobTaskStatus.Failure, JobStatus.Canceling, new TaskAction[0])]
    [InlineData(true, JobTaskStatus.Success, JobStatus.Success, new TaskAction[0])]
    [InlineData(false, JobTaskStatus.Pending, JobStatus.Unverified, new TaskAction[0])]
    public void ActionsFor_Task_GivesTheButtonsThatWork(
        bool isStaff,
        JobTaskStatus task,
        JobStatus job,
        TaskAction[] expected
    ) => JobTransitions.ActionsFor(isStaff, task, job).Order().ShouldBe(expected);

    [Fact]
    public void ActionsFor_Job_LeavesOutWhatIsForStaffAndWhatDoesNotFit()
    {
        var counts = new TaskCounts();
        counts.Add(JobTaskStatus.Pending, 1);

        JobTransitions
            .ActionsFor(
                isStaff: false,
                JobStatus.Pending,
                isUrgent: false,
                wasStarted: true,
                counts
            )
            .ShouldBe([JobAction.Cancel]);
        JobTransitions
            .ActionsFor(isStaff: true, JobStatus.Pending, isUrgent: true, wasStarted: false, counts)
            .Order()
            .ShouldBe([JobAction.Delete, JobAction.Cancel, JobAction.MakeOrdinary]);
    }

    private static Job NewJob(int tasks, bool verified = true)
    {
        var job = new Job(JobKind.SelectiveTransfer, 1, 1, DateTime.UnixEpoch, verified);
        job.BeginWith(JobTaskStatus.Pending, tasks);
        return job;
    }

    private static Job JobIn(JobStatus status)
    {
        var job = NewJob(2, verified: status != JobStatus.Unverified);
        switch (status)
        {
            case JobStatus.Unverified or JobStatus.Pending:
                break;
            case JobStatus.InProgress:
                job.TaskStarts(DateTime.UnixEpoch);
                break;
            case JobStatus.Canceling:
                job.TaskStarts(DateTime.UnixEpoch);
                job.Cancel().IsSuccess.ShouldBeTrue();
                break;
            case JobStatus.Canceled:
                job.TasksMoved(JobTaskStatus.Pending, JobTaskStatus.Canceled, 2);
                job.Settle(DateTime.UnixEpoch).ShouldNotBeNull();
                break;
            case JobStatus.Success or JobStatus.Warning or JobStatus.Failure:
                job.TaskStarts(DateTime.UnixEpoch);
                job.TaskStarts(DateTime.UnixEpoch);
                job.TasksMoved(JobTaskStatus.InProgress, JobTaskStatus.Success, 1);
                job.TasksMoved(
                    JobTaskStatus.InProgress,
                    Enum.Parse<JobTaskStatus>(status.ToString()),
                    1
                );
                job.Settle(DateTime.UnixEpoch).ShouldNotBeNull();
                break;
        }

        job.Status.ShouldBe(status);
        return job;
    }
}
