using Adit.Domain.Jobs;
using Adit.Web.Features.Jobs;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class JobPageTests : PageTest
{
    [Fact]
    public void Render_JobOfSomebodyElse_IsNotHere() =>
        RenderPage<JobPage>(("JobId", 5))
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("belongs to somebody else");

    [Fact]
    public void Actions_AnyJob_AreThoseThatWork()
    {
        Running(JobAction.Cancel, JobAction.MakeUrgent);

        Actions(Open()).ShouldBe(["MakeUrgent", "Cancel"]);
    }

    [Fact]
    public async Task Cancel_Confirmed_CancelsTheJob()
    {
        var job = Running(JobAction.Cancel);
        var page = Open();

        await ClickAsync(page, "[data-action=Cancel]");
        var dialog = page.WaitForElement(".mud-dialog");
        dialog.TextContent.ShouldContain("Images that are stored already stay at the destination");
        await AnswerAsync(page, "Cancel job");

        page.WaitForAssertion(() => job.Status.ShouldNotBe(JobStatus.InProgress));
        page.WaitForAssertion(() => Notifications.Items.ShouldNotBeEmpty());
        Notifications.Items.Single().Text.ShouldContain("is being canceled");
        page.WaitForAssertion(() => People.Trail.Single().Action.ShouldBe("job.cancel"));
    }

    [Fact]
    public async Task Cancel_NotConfirmed_LeavesTheJob()
    {
        var job = Running(JobAction.Cancel);
        var page = Open();

        await ClickAsync(page, "[data-action=Cancel]");
        page.WaitForElement(".mud-dialog");
        await AnswerAsync(page, "Keep it");

        page.WaitForAssertion(() => page.FindAll(".mud-dialog").ShouldBeEmpty());
        job.Status.ShouldBe(JobStatus.InProgress);
    }

    [Fact]
    public async Task Action_RefusedMeanwhile_SaysWhy()
    {
        Running(JobAction.Resume);
        var page = Open();

        await ClickAsync(page, "[data-action=Resume]");

        page.WaitForAssertion(() =>
            Notifications
                .Items.Single()
                .Text.ShouldBe(
                    JobErrors.NotPossible(JobAction.Resume, JobStatus.InProgress).Message
                )
        );
    }

    [Fact]
    public void Announcement_JobChanged_ShowsTheRowAsItIsNow()
    {
        Running(JobAction.Cancel);
        var page = Open();
        var counts = Samples.Counts((JobTaskStatus.Success, 2));
        Jobs.Details = Samples.Job(5, JobStatus.Success, counts) with
        {
            Message = "All tasks succeeded.",
        };

        Broker.Announce(
            new JobChange.JobFinished(5, ResearcherId, JobStatus.Success, "All tasks succeeded.")
        );

        page.WaitForAssertion(() =>
            page.Find(".head [data-testid=status]").TextContent.ShouldBe("Success")
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=progress]").GetAttribute("aria-valuenow").ShouldBe("100")
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=job-message]").TextContent.ShouldBe("All tasks succeeded.")
        );
        page.WaitForAssertion(() => Actions(page).ShouldBeEmpty());
    }

    [Fact]
    public void Announcement_Progress_MovesNumbersWithoutReadingRows()
    {
        Running();
        var page = Open();
        var reads = Jobs.JobReads;

        Broker.Announce(Samples.Progress(11, 50));

        page.WaitForAssertion(() =>
            page.Find("[data-testid=images]").TextContent.ShouldBe("50 of 100 images")
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=image-rate]").TextContent.ShouldBe("13 images/s")
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=byte-rate]").TextContent.ShouldBe("6.3 MB/s")
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=progress]").GetAttribute("aria-valuenow").ShouldBe("25")
        );
        Jobs.JobReads.ShouldBe(reads);
    }

    [Fact]
    public void Open_TransferAlreadyRunning_ShowsItsCountersAtOnce()
    {
        Running();
        Broker.Running[11] = Samples.Progress(11, 30);

        Open().Find("[data-testid=images]").TextContent.ShouldBe("30 of 100 images");
    }

    [Fact]
    public void Filter_InTheAddress_IsWhatIsRead()
    {
        Running();
        Navigation.NavigateTo("/jobs/5?status=Failure&page=3");

        var page = Open();

        Jobs.LastTaskFilter!.Status.ShouldBe(JobTaskStatus.Failure);
        Jobs.LastTaskFilter.Skip.ShouldBe(50);
        page.Find("[data-testid=status-filter] [aria-current=true]")
            .TextContent.ShouldContain("Failure");
    }

    [Theory]
    [InlineData("page=99999999999")]
    [InlineData("page=2000000000")]
    [InlineData("page=-5&desc=perhaps&sort=nothing")]
    [InlineData("page=x")]
    public void Address_Nonsense_ShowsTheFirstPage(string query)
    {
        Running();
        Navigation.NavigateTo($"/jobs/5?{query}");

        Open();

        Jobs.LastTaskFilter!.Skip.ShouldBe(0);
        Jobs.LastTaskFilter.Descending.ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_OpenPage_StopsListening()
    {
        Running();
        Open();
        Broker.Watchers.ShouldBe(1);

        await DisposeComponentsAsync();

        Broker.Watchers.ShouldBe(0);
    }

    [Fact]
    public void Render_PseudonymisedJob_NamesProjectAndProfile()
    {
        Running();
        Jobs.Details = Jobs.Details! with
        {
            ProjectId = 3,
            ProjectName = "Lung",
            ProfileVersionId = 8,
            ProfileName = "Research",
            ProfileVersion = 2,
        };

        var page = Open();

        page.Find("[data-testid=pseudonymised-chip]").TextContent.ShouldContain("Pseudonymised");
        page.Find("[data-testid=project]").GetAttribute("href").ShouldBe("/projects/3");
        page.Find("[data-testid=profile]").TextContent.ShouldBe("Research, version 2");
    }

    private static List<string?> Actions(IRenderedComponent<IComponent> page) =>
        [
            .. page.FindAll(".head [data-action]")
                .Select(button => button.GetAttribute("data-action")),
        ];

    private static Task AnswerAsync(IRenderedComponent<IComponent> page, string text) =>
        page.InvokeAsync(() =>
            page.FindAll(".mud-dialog button")
                .Single(button => button.TextContent.Contains(text))
                .Click()
        );

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderPage<JobPage>(("JobId", 5));
        page.WaitForElement("[data-testid=progress]");
        return page;
    }

    private Job Running(params JobAction[] actions)
    {
        var counts = Samples.Counts((JobTaskStatus.InProgress, 1), (JobTaskStatus.Pending, 1));
        Jobs.Details = Samples.Job(5, JobStatus.InProgress, counts, actions);
        Jobs.Tasks.Add(Samples.Task(11, JobTaskStatus.InProgress));
        Jobs.Tasks.Add(Samples.Task(12, JobTaskStatus.Pending));
        var job = new Job(
            JobKind.SelectiveTransfer,
            ResearcherId,
            FakePeople.GroupId,
            Samples.Morning
        );
        job.BeginWith(JobTaskStatus.Pending, 2);
        job.TaskStarts(Samples.Morning);
        job.TasksMoved(JobTaskStatus.Pending, JobTaskStatus.InProgress, 1);
        Jobs.Stored = job;
        return job;
    }
}
