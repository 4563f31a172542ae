using Adit.Dicom.Deidentification;
using Adit.Web.Features.Jobs;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Jobs;

public sealed class DeidentificationPanelTests : PageTest
{
    internal static readonly DeidentificationReport Report = new()
    {
        Profile = "Research",
        ProfileVersion = 3,
        Product = "Adit 1.2.0",
        Instances = 118,
        InstancesWithBlankedRegions = 4,
        Counts =
        [
            new("(0010,0010)", "PatientName", DeidentificationAction.Set, "pseudonym", 118),
            new("(0010,0030)", "PatientBirthDate", DeidentificationAction.Emptied, "basic", 118),
            new("(0008,0050)", "AccessionNumber", DeidentificationAction.Emptied, "basic", 118),
            new("private", "", DeidentificationAction.Removed, "private attributes", 2360),
        ],
        Deviations =
        [
            new(
                "(0070,0082)",
                "PresentationCreationDate",
                DeidentificationAction.Replaced,
                "X on type 1",
                2
            ),
        ],
        Refusals =
        [
            new(DeidentificationRefusal.SecondaryCapture, "A screen or a scanned page.", 2),
        ],
    };

    [Fact]
    public void Render_Report_SaysHowManyAndWhatWasDone()
    {
        var panel = Open();

        var summary = panel.Find("[data-testid=report-summary]").TextContent;
        summary.ShouldContain("118 images de-identified");
        summary.ShouldContain("regions blanked in 4");
        summary.ShouldContain("2 images refused");
        var actions = panel.Find("[data-testid=report-actions]").TextContent;
        actions.ShouldContain("Emptied236");
        actions.ShouldContain("Removed2,360");
    }

    [Fact]
    public void Render_Refusals_AreNamedWithReasonAndCount()
    {
        var row = Open().Find("[data-testid=report-refusals] tbody tr").TextContent;

        row.ShouldContain("Secondary capture");
        row.ShouldContain("A screen or a scanned page.");
        row.ShouldContain("2");
    }

    [Fact]
    public void Counts_AtFirst_AreClosed() =>
        Open().FindAll("[data-testid=report-counts] tbody tr").ShouldBeEmpty();

    [Fact]
    public async Task Counts_OpenedAndFiltered_ShowsOnlyWhatMatches()
    {
        var panel = Open();
        await ClickAsync(panel, "[data-testid=report-counts] button");
        panel.WaitForAssertion(() =>
            panel.FindAll("[data-testid=report-counts] tbody tr").Count.ShouldBe(4)
        );

        await panel.InvokeAsync(() => panel.Find("#report-counts-filter").Input("birth"));

        panel.WaitForAssertion(() =>
            panel
                .FindAll("[data-testid=report-counts] tbody tr")
                .Single()
                .TextContent.ShouldContain("(0010,0030)")
        );
    }

    [Fact]
    public async Task Counts_NothingMatches_SaysSo()
    {
        var panel = Open();
        await ClickAsync(panel, "[data-testid=report-counts] button");
        panel.WaitForElement("#report-counts-filter");

        await panel.InvokeAsync(() => panel.Find("#report-counts-filter").Input("zebra"));

        panel.WaitForAssertion(() =>
            panel.Find("[data-testid=report-counts]").TextContent.ShouldContain("zebra")
        );
    }

    [Fact]
    public void Csv_NamesThatBeginAFormula_AreText()
    {
        var csv = DeidentificationReportText.Csv(Report with { Profile = "=1+\"2\"" });

        csv.ShouldContain("\"'=1+\"\"2\"\"\"");
        csv.Split("\r\n")
            .ShouldContain(
                "\"count\",\"private\",\"\",\"Removed\",\"private attributes\",\"2360\""
            );
    }

    [Fact]
    public void Json_Report_IsReadAgainByNames()
    {
        var json = DeidentificationReportText.Json(Report);

        json.ShouldContain("\"action\": \"Emptied\"");
        json.ShouldContain("\"reason\": \"SecondaryCapture\"");
        json.ShouldContain("\"profileVersion\": 3");
    }

    [Fact]
    public async Task Download_Csv_IsNamedByTheTaskAlone()
    {
        var panel = Open();

        await ClickAsync(panel, "[data-testid=report-csv]");

        panel.WaitForAssertion(() =>
            JSInterop
                .Invocations["adit.saveFile"]
                .Single()
                .Arguments[0]
                .ShouldBe("adit-task-11-deidentification.csv")
        );
    }

    private IRenderedComponent<IComponent> Open() =>
        RenderPage<DeidentificationPanel>(("Report", Report), ("TaskId", 11L));
}
