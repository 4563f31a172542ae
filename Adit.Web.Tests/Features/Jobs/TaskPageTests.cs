using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Web.Features.Jobs;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class TaskPageTests : PageTest
{
    [Fact]
    public void Announcement_Logged_AppendsTheLine()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.InProgress);
        var page = Open();
        Jobs.Log.Add(new TaskLogRow(1, Samples.Morning, LogLevel.Warning, "The server is slow."));

        Broker.Announce(new JobChange.TaskLogged(5, ResearcherId, 11));

        page.WaitForAssertion(() =>
            page.Find("[data-testid=log] li").TextContent.ShouldContain("The server is slow.")
        );
    }

    [Fact]
    public void Announcement_Progress_MovesTheBar()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.InProgress);
        var page = Open();

        Broker.Announce(Samples.Progress(11, 75));

        page.WaitForAssertion(() =>
            page.Find("[data-testid=progress]").GetAttribute("aria-valuenow").ShouldBe("75")
        );
    }

    [Fact]
    public void Render_FailedTask_SaysWhichImagesAreMissingAndWhy()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Failure, "2 images were refused.");
        Jobs.NotStored.Add(
            new LedgerRow(
                "1.2.3",
                null,
                "1.2",
                "1.2.840",
                InstanceOutcome.Failed,
                0xA700,
                "Out of resources",
                Samples.Morning
            )
            {
                Route = TransferRoute.GetToStow,
            }
        );

        var page = Open();

        page.Find("[data-testid=error]").TextContent.ShouldContain("2 images were refused.");
        var row = page.Find("[data-testid=not-stored] tbody tr").TextContent;
        row.ShouldContain("1.2.3");
        row.ShouldContain("Out of resources");
        row.ShouldContain("A700");
        row.ShouldContain("C-GET to STOW-RS");
    }

    [Fact]
    public void Render_TaskOfAnotherJob_IsNotHere()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Pending);

        RenderPage<TaskPage>(("JobId", 6), ("TaskId", 11L))
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("This task is not here");
    }

    [Fact]
    public void Render_PseudonymisedTask_ShowsPseudonymAndReport()
    {
        var details = Samples.Details(JobTaskStatus.Success);
        Jobs.Task = details with { Row = details.Row with { Pseudonym = "LUNG-001" } };
        ProjectReads.Report = new TaskReport(
            11,
            5,
            Samples.Morning,
            DeidentificationPanelTests.Report
        );

        var page = Open();

        page.Find("[data-testid=pseudonymised-chip]").TextContent.ShouldContain("Pseudonymised");
        page.Find("[data-testid=subject]").TextContent.ShouldBe("LUNG-001");
        page.Find("[data-testid=deidentification]").TextContent.ShouldContain("118 images");
    }

    [Fact]
    public void Render_DeidentifiedImageThatFailed_ShowsBothUids()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Failure, "1 image was refused.");
        Jobs.NotStored.Add(
            new LedgerRow(
                "1.2.3",
                "2.25.7",
                "1.2",
                "1.2.840",
                InstanceOutcome.Failed,
                0xA700,
                "Out of resources",
                Samples.Morning
            )
        );

        var row = Open().Find("[data-testid=not-stored] tbody tr").TextContent;

        row.ShouldContain("1.2.3");
        row.ShouldContain("2.25.7");
    }

    [Fact]
    public void Render_TaskSentAsItIs_HasNoReport()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Success);

        var page = Open();

        page.FindAll("[data-testid=deidentification]").ShouldBeEmpty();
        page.FindAll("[data-testid=pseudonymised-chip]").ShouldBeEmpty();
    }

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderPage<TaskPage>(("JobId", 5), ("TaskId", 11L));
        page.WaitForElement("[data-testid=progress]");
        return page;
    }
}
