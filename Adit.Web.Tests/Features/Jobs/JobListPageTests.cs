using Adit.Domain.Jobs;
using Adit.Web.Features.Home;
using Adit.Web.Features.Jobs;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class JobListPageTests : PageTest
{
    [Fact]
    public void Render_NoJobs_OffersTheFirstStep() =>
        RenderPage<JobListPage>()
            .WaitForElement("[data-testid=empty-state] a")
            .GetAttribute("href")
            .ShouldBe("/selective-transfer");

    [Fact]
    public void Announcement_JobOnScreenChanged_ChangesItsRow()
    {
        Jobs.Rows.Add(Samples.Row(1, JobStatus.Pending));
        var page = RenderPage<JobListPage>();
        page.WaitForElement("tr[data-job='1']");
        Jobs.Rows[0] = Samples.Row(1, JobStatus.Success);

        Broker.Announce(new JobChange.JobChanged(1, ResearcherId));

        page.WaitForAssertion(() =>
            page.Find("tr[data-job='1'] [data-testid=status]").TextContent.ShouldBe("Success")
        );
        page.FindAll("[data-testid=show-news]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Announcement_NewJob_AnnouncesItselfInsteadOfPushing()
    {
        Jobs.Rows.Add(Samples.Row(1, JobStatus.Pending));
        var page = RenderPage<JobListPage>();
        page.WaitForElement("tr[data-job='1']");
        Jobs.Rows.Insert(0, Samples.Row(2, JobStatus.Pending));

        Broker.Announce(new JobChange.JobCreated(2, ResearcherId));

        page.WaitForElement("[data-testid=show-news]");
        Shown(page).ShouldBe(["1"]);
        await ClickAsync(page, "[data-testid=show-news]");
        page.WaitForAssertion(() => Shown(page).ShouldBe(["2", "1"]));
    }

    [Fact]
    public void Render_NotStaff_OffersNobodyElsesJobs()
    {
        var page = RenderPage<JobListPage>();
        page.WaitForElement("[data-testid=empty-state]");

        page.FindAll("[data-testid=all-owners]").ShouldBeEmpty();
    }

    [Fact]
    public void Home_JobFinishes_ShowsItWithoutAReload()
    {
        Jobs.Rows.Add(Samples.Row(1, JobStatus.InProgress));
        var page = RenderPage<HomePage>();
        page.WaitForElement("tr[data-job='1']");
        Jobs.Rows[0] = Samples.Row(1, JobStatus.Failure, "All tasks failed.");

        Broker.Announce(
            new JobChange.JobFinished(1, ResearcherId, JobStatus.Failure, "All tasks failed.")
        );

        page.WaitForAssertion(() =>
            page.Find("tr[data-job='1'] [data-testid=status]").TextContent.ShouldBe("Failure")
        );
    }

    private static List<string?> Shown(IRenderedComponent<IComponent> page) =>
        [.. page.FindAll("tr[data-job]").Select(row => row.GetAttribute("data-job"))];
}
