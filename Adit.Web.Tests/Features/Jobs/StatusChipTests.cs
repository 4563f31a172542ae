using Adit.Domain.Jobs;
using Adit.Web.Features.Jobs;
using Bunit;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class StatusChipTests : PageTest
{
    [Theory]
    [InlineData(JobStatus.Unverified, "Unverified", "info")]
    [InlineData(JobStatus.Pending, "Pending", "neutral")]
    [InlineData(JobStatus.InProgress, "In progress", "info")]
    [InlineData(JobStatus.Canceling, "Canceling", "muted")]
    [InlineData(JobStatus.Canceled, "Canceled", "muted")]
    [InlineData(JobStatus.Success, "Success", "success")]
    [InlineData(JobStatus.Warning, "Warning", "warning")]
    [InlineData(JobStatus.Failure, "Failure", "error")]
    public void Render_JobStatus_HasColourIconAndWord(JobStatus status, string word, string colour)
    {
        var chip = Render<StatusChip>(parameters => parameters.Add(c => c.Job, status))
            .Find("[data-testid=status]");

        chip.TextContent.ShouldBe(word);
        chip.ClassList.ShouldContain(colour);
        chip.QuerySelector("svg").ShouldNotBeNull();
    }

    [Fact]
    public void Render_EveryTaskStatus_HasItsOwnWord()
    {
        var words = Enum.GetValues<JobTaskStatus>()
            .Select(status =>
                Render<StatusChip>(parameters => parameters.Add(c => c.Task, status))
                    .Find("span")
                    .TextContent
            )
            .ToList();

        words.ShouldBeUnique();
        words.ShouldContain("Querying");
    }
}
