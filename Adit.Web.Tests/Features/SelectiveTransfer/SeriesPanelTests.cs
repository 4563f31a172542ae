using Adit.Domain.StudySearch;
using Adit.Web.Features.SelectiveTransfer;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.SelectiveTransfer;

public sealed class SeriesPanelTests : PageTest
{
    private static readonly StudySeries[] Series =
    [
        new("1.1.1")
        {
            SeriesNumber = 1,
            Description = "Topogram",
            Modality = "CT",
            ImageCount = 2,
        },
        new("1.1.2")
        {
            SeriesNumber = 2,
            Description = "Dose report",
            Modality = "SR",
            ImageCount = 1,
        },
    ];

    [Fact]
    public async Task Modalities_OneOfTwo_NamesWhatIsLeftOutAndWhy()
    {
        var page = await ChosenAsync();
        await ModeAsync(page, SeriesMode.Modalities);

        await ChangeAsync(page, "[data-modality=CT]", true);

        page.WaitForAssertion(() =>
        {
            var text = page.Find("[data-testid=left-out]").TextContent;
            text.ShouldContain("CT Thorax, 2024-05-06");
            text.ShouldContain("All SR series");
            text.ShouldContain("Only CT was asked for");
        });
        await StartAsync(page);
        page.WaitForAssertion(() => Jobs.Added.Single().Job.OnlyModalities.ShouldBe(["CT"]));
        Jobs.Added.Single().Tasks.Single().SeriesInstanceUids.ShouldBeEmpty();
    }

    [Fact]
    public async Task Modalities_NoneChosen_DoesNotStart()
    {
        var page = await ChosenAsync();
        await ModeAsync(page, SeriesMode.Modalities);

        await StartAsync(page);

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Choose at least one modality");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Modalities_ServerNamesNone_AreTyped()
    {
        var page = await ChosenAsync(FakeHospital.Study("1.1") with { Modalities = [] });
        await ModeAsync(page, SeriesMode.Modalities);

        await ChangeAsync(page, "#st-modalities", "ct, mr");
        page.WaitForAssertion(() =>
            page.Find("[data-testid=left-out]").TextContent.ShouldContain("does not say which")
        );
        await StartAsync(page);

        page.WaitForAssertion(() => Jobs.Added.Single().Job.OnlyModalities.ShouldBe(["CT", "MR"]));
    }

    [Fact]
    public async Task ByHand_OneUnticked_SendsTheOthers()
    {
        World.Series = Series;
        var page = await ChosenAsync();
        await ModeAsync(page, SeriesMode.ByHand);
        await ClickAsync(page, "[data-testid=study-series] button");
        page.WaitForElement("[data-series='1.1.2']");

        await ChangeAsync(page, "[data-series='1.1.2']", false);

        page.WaitForAssertion(() =>
            page.Find("[data-testid=left-out]")
                .TextContent.ShouldContain("Series 2, Dose report, SR, 1 image")
        );
        page.Find("[data-testid=study-series] button").TextContent.ShouldContain("1 of 2 series");
        await StartAsync(page);
        page.WaitForAssertion(() =>
            Jobs.Added.Single().Tasks.Single().SeriesInstanceUids.ShouldBe(["1.1.1"])
        );
    }

    [Fact]
    public async Task ByHand_NothingTicked_DoesNotSendTheWholeStudy()
    {
        World.Series = Series;
        var page = await ChosenAsync();
        await ModeAsync(page, SeriesMode.ByHand);
        await ClickAsync(page, "[data-testid=study-series] button");
        page.WaitForElement("[data-series='1.1.2']");
        await ChangeAsync(page, "[data-series='1.1.1']", false);
        await ChangeAsync(page, "[data-series='1.1.2']", false);

        await StartAsync(page);

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Nothing would be sent of CT Thorax");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task ByHand_ServerDoesNotAnswer_SaysSoAndAsksAgain()
    {
        World.Series = null;
        var page = await ChosenAsync();
        await ModeAsync(page, SeriesMode.ByHand);
        await ClickAsync(page, "[data-testid=study-series] button");
        page.WaitForElement("[data-testid=study-series] [data-testid=error]")
            .TextContent.ShouldContain("connection refused");
        World.Series = Series;

        await ClickAsync(page, "[data-testid=study-series] .inside .button");

        page.WaitForElement("[data-series='1.1.1']");
        World.SeriesQuestions.ShouldBe(2);
    }

    [Fact]
    public async Task Study_Offline_IsMarkedAndWarnsWhenChosen()
    {
        var page = await ChosenAsync(
            FakeHospital.Study("1.1") with
            {
                Availability = InstanceAvailability.Offline,
            }
        );

        page.Find("[data-study='1.1'] [data-testid=availability]").TextContent.ShouldBe("Offline");
        page.Find("[data-testid=availability-warning]")
            .TextContent.ShouldContain("1 chosen study is offline");
    }

    [Fact]
    public async Task ThroughAdit_PairEnabled_IsOfferedAndKept()
    {
        World.Pairs.Add((FakeHospital.PacsId, FakeHospital.ResearchId));
        var page = await ChosenAsync();
        page.FindAll("[data-testid=through-adit]").ShouldBeEmpty();

        await ChangeAsync(page, "#st-destination", FakeHospital.ResearchId);
        page.WaitForElement("[data-testid=through-adit]");
        await ChangeAsync(page, "[data-testid=through-adit]", true);
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Jobs.Added.Single().Job.SendThroughAdit.ShouldBeTrue());
    }

    [Fact]
    public async Task Destination_Folder_CanBeChosen()
    {
        var page = await ChosenAsync();

        await ChangeAsync(page, "#st-destination", FakeHospital.FolderId);
        page.WaitForAssertion(() =>
            page.Find("#st-destination-help").TextContent.ShouldContain("written to this folder")
        );
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() =>
            Jobs.Added.Single().Job.DestinationId.ShouldBe(FakeHospital.FolderId)
        );
    }

    [Fact]
    public async Task Destination_Unreachable_SaysWhenItIsTriedAgain()
    {
        var page = await ChosenAsync();
        await ChangeAsync(page, "#st-destination", FakeHospital.ResearchId);

        await page.InvokeAsync(() =>
            World.Set(FakeNodeWorld.Down("Research", "Nothing listens there."))
        );

        page.WaitForElement("[data-testid=node-down]")
            .TextContent.ShouldContain("Nothing listens there.");
    }

    private static Task ModeAsync(IRenderedComponent<IComponent> page, SeriesMode mode) =>
        ChangeAsync(page, $"[data-mode={mode}]", true);

    private static async Task StartAsync(IRenderedComponent<IComponent> page)
    {
        await ChangeAsync(page, "#st-destination", FakeHospital.ResearchId);
        await ClickAsync(page, "[data-testid=start]");
    }

    private async Task<IRenderedComponent<IComponent>> ChosenAsync(StudySearchHit? study = null)
    {
        study ??= FakeHospital.Study("1.1", new DateOnly(2024, 5, 6)) with
        {
            Modalities = ["CT", "SR"],
        };
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("#ss-patient-id");
        await ChangeAsync(page, "#ss-patient-id", "P1");
        await SubmitAsync(page, "form");
        Hospital.Answer(study);
        Hospital.EndOfAnswers();
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("1 study found")
        );
        await ClickAsync(page, "tr[data-study='1.1']");
        page.WaitForElement("[data-testid=series-panel]");
        return page;
    }
}
