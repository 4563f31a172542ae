using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Jobs;

public sealed class JobOutcomeTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, false, JobStatus.Success, "No tasks to process.")]
    [InlineData(2, 0, 0, 0, false, JobStatus.Success, "All tasks succeeded.")]
    [InlineData(
        2,
        0,
        0,
        1,
        false,
        JobStatus.Success,
        "Some tasks were canceled, all others succeeded."
    )]
    [InlineData(0, 2, 0, 0, false, JobStatus.Warning, "All tasks have warnings.")]
    [InlineData(2, 1, 0, 0, false, JobStatus.Warning, "1 of 3 tasks have warnings.")]
    [InlineData(0, 1, 0, 1, false, JobStatus.Warning, "1 of 2 tasks have warnings.")]
    [InlineData(0, 0, 3, 0, false, JobStatus.Failure, "All tasks failed.")]
    [InlineData(5, 2, 3, 0, false, JobStatus.Failure, "3 of 10 tasks failed.")]
    [InlineData(0, 0, 1, 1, false, JobStatus.Failure, "1 of 2 tasks failed.")]
    [InlineData(0, 0, 0, 2, false, JobStatus.Canceled, "All tasks were canceled.")]
    [InlineData(0, 0, 0, 2, true, JobStatus.Canceled, "The job was canceled.")]
    [InlineData(
        2,
        0,
        0,
        2,
        true,
        JobStatus.Canceled,
        "The job was canceled after 2 of 4 tasks had ended."
    )]
    public void Of_Counts_GivesStatusAndMessage(
        int success,
        int warning,
        int failure,
        int canceled,
        bool wasCanceled,
        JobStatus status,
        string message
    )
    {
        var counts = new TaskCounts();
        counts.Add(JobTaskStatus.Success, success);
        counts.Add(JobTaskStatus.Warning, warning);
        counts.Add(JobTaskStatus.Failure, failure);
        counts.Add(JobTaskStatus.Canceled, canceled);

        JobOutcome.Of(counts, wasCanceled).ShouldBe(new JobOutcome(status, message));
    }

    [Fact]
    public void Of_OpenTasks_Throws()
    {
        var counts = new TaskCounts();
        counts.Add(JobTaskStatus.Pending, 1);

        Should.Throw<InvalidOperationException>(() => JobOutcome.Of(counts, wasCanceled: false));
    }

    [Fact]
    public void Add_BelowZero_Throws() =>
        Should.Throw<InvalidOperationException>(() =>
            new TaskCounts().Add(JobTaskStatus.Pending, -1)
        );
}
