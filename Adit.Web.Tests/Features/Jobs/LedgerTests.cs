using Adit.Domain.Jobs;
using Adit.Web.Features.Jobs;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class LedgerTests : PageTest
{
    [Fact]
    public void Render_TaskWithSeries_AccountsForEveryImage()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Warning, "1 image is missing.");
        Jobs.Series.AddRange([
            Row("1.1", expected: 100, stored: 97, failed: 2) with
            {
                SeriesNumber = 1,
                Description = "Thorax",
                Modality = "CT",
            },
            Row("1.2", expected: 3, excluded: 3) with
            {
                Modality = "SR",
                IsExcluded = true,
                Reason = "Only CT was asked for; this series is SR.",
            },
        ]);
        Jobs.Routes.Add(new RouteLedgerRow(TransferRoute.GetToStore, 99, 97, 51_000_000));

        var page = Open();

        Figure(page, "expected").ShouldBe("103");
        Figure(page, "stored").ShouldBe("97");
        Figure(page, "failed").ShouldBe("2");
        Figure(page, "excluded").ShouldBe("3");
        Figure(page, "missing").ShouldBe("1");
        page.Find("[data-testid=routes] li")
            .TextContent.ShouldContain(
                "97 images (51.0 MB) stored at Research by C-GET to C-STORE"
            );
        page.Find("[data-testid=routes] li").TextContent.ShouldContain("2 not stored");
        page.Find("tr[data-series='1.1']").TextContent.ShouldContain("1 · Thorax");
        var excluded = page.Find("tr[data-series='1.2']");
        excluded.ClassList.ShouldContain("left-out");
        excluded.TextContent.ShouldContain("Only CT was asked for");
        page.FindAll("[data-testid=counts-only]").ShouldBeEmpty();
    }

    [Fact]
    public void Render_DirectMoveThatNobodyCouldReadBack_SaysSo()
    {
        Jobs.Task = Samples.Details(
            JobTaskStatus.Success,
            "100 images transferred. Confirmed by the source's counts only."
        );

        Open()
            .Find("[data-testid=counts-only]")
            .TextContent.ShouldContain("could not be asked which images it holds");
    }

    [Fact]
    public void Progress_WhileImagesFlow_CountsTheLedgerAgain()
    {
        var time = new FakeTimeProvider();
        Services.AddSingleton<TimeProvider>(time);
        Jobs.Task = Samples.Details(JobTaskStatus.InProgress);
        Jobs.Series.Add(Row("1.1", expected: 100, stored: 10));
        var page = Open();
        Figure(page, "missing").ShouldBe("90");
        Jobs.Series[0] = Row("1.1", expected: 100, stored: 60);
        time.Advance(TimeSpan.FromSeconds(3));

        Broker.Announce(Samples.Progress(11, 60));

        page.WaitForAssertion(() => Figure(page, "stored").ShouldBe("60"));
        page.Find("[data-testid=ledger]").TextContent.ShouldContain("Still to come");
    }

    [Theory]
    [InlineData(5, "Tried again")]
    [InlineData(-5, "It is due")]
    public void Render_PostponedTask_SaysWhyAndWhen(int minutes, string when)
    {
        var task = Samples.Details(JobTaskStatus.Pending, "Research does not answer.");
        Jobs.Task = task with
        {
            Row = task.Row with
            {
                DueAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(minutes),
            },
        };

        var text = Open().Find("[data-testid=waiting]").TextContent;

        text.ShouldContain("Waits: Research does not answer.");
        text.ShouldContain(when);
    }

    [Fact]
    public async Task AcceptPatientId_Confirmed_AsksTheUseCase()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Failure, "Belongs to another patient.") with
        {
            FoundPatientId = "P2",
            MayAcceptPatientId = true,
        };
        var page = Open();
        page.Find("[data-testid=asked-patient-id]").TextContent.ShouldBe("P1");
        page.Find("[data-testid=found-patient-id]").TextContent.ShouldBe("P2");

        await ClickAsync(page, "[data-testid=accept-patient-id]");
        page.WaitForElement(".mud-dialog").TextContent.ShouldContain("Accept patient ID P2?");
        await page.InvokeAsync(() =>
            page.FindAll(".mud-dialog button")
                .Single(button => button.TextContent.Trim() == "Accept")
                .Click()
        );

        // The fake store knows no such task: what the use case says reaches the person.
        page.WaitForAssertion(() =>
            Notifications.Items.Single().Text.ShouldBe(JobErrors.TaskNotFound.Message)
        );
    }

    [Fact]
    public void OtherPatient_WhoMayNotAccept_SeesNoButton()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Failure, "Belongs to another patient.") with
        {
            FoundPatientId = "P2",
        };

        Open().FindAll("[data-testid=accept-patient-id]").ShouldBeEmpty();
    }

    [Fact]
    public async Task NodeDown_WhileTheTaskWaits_IsShownAndLeavesByItself()
    {
        Jobs.Task = Samples.Details(JobTaskStatus.Pending);
        var page = Open();

        await page.InvokeAsync(() => World.Set(FakeNodeWorld.Down("Research", "It is silent.")));
        page.WaitForElement("[data-testid=node-down]")
            .TextContent.ShouldContain("Research is unreachable since");
        await page.InvokeAsync(() => World.Set());

        page.WaitForAssertion(() => page.FindAll("[data-testid=node-down]").ShouldBeEmpty());
        await DisposeComponentsAsync();
        World.Watchers.ShouldBe(0);
    }

    private static string Figure(IRenderedComponent<IComponent> page, string name) =>
        page.Find($"[data-testid=ledger-{name}]").TextContent.Trim();

    private static SeriesLedgerRow Row(
        string uid,
        int expected,
        int stored = 0,
        int failed = 0,
        int excluded = 0
    ) => new(uid, expected, stored, 0, failed, excluded, 0, 0, stored * 500_000L);

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderPage<TaskPage>(("JobId", 5), ("TaskId", 11L));
        page.WaitForElement("[data-testid=progress]");
        return page;
    }
}
