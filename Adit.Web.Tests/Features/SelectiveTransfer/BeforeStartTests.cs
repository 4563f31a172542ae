using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Domain.Projects;
using Adit.Domain.StudySearch;
using Adit.Web.Features.SelectiveTransfer;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.SelectiveTransfer;

public sealed class BeforeStartTests : PageTest
{
    private static readonly StudySeries Ct = new("1.1.1")
    {
        SeriesNumber = 1,
        Description = "Thorax",
        Modality = "CT",
        ImageCount = 120,
    };

    private static readonly StudySeries Report = new("1.1.2")
    {
        SeriesNumber = 2,
        Description = "Report",
        Modality = "SR",
        ImageCount = 1,
    };

    private static readonly StudySeries Ultrasound = new("1.1.3")
    {
        SeriesNumber = 3,
        Description = "Liver",
        Modality = "US",
        ImageCount = 6,
    };

    [Fact]
    public async Task Look_ExcludedModality_IsNamedAndDoesNotHoldUp()
    {
        World.Series = [Ct, Report];

        var page = await ChosenAsync();

        page.WaitForElement("[data-testid=before-excluded]")
            .TextContent.ShouldContain("CT Thorax: Series 2, Report, SR, 1 image");
        page.Find("[data-testid=before-status]")
            .TextContent.ShouldContain("1 series with 120 images will be sent");
        page.FindAll("[data-testid=acknowledge]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_Refusals_AreAcknowledgedBeforeTheStart()
    {
        World.Series = [Ct, Ultrasound];
        var page = await ChosenAsync();
        await ChangeAsync(page, "#st-profile", "Strict");
        page.WaitForElement("[data-testid=before-refused]").TextContent.ShouldContain("Ultrasound");
        await FillAsync(page);

        await ClickAsync(page, "[data-testid=start]");
        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Before the start");
        Jobs.Added.ShouldBeEmpty();

        await ChangeAsync(page, "[data-testid=acknowledge]", true);
        page.WaitForAssertion(() =>
            page.FindAll("[data-testid=transfer-bar] [data-testid=error]").ShouldBeEmpty()
        );
        await ClickAsync(page, "[data-testid=start]");
        page.WaitForAssertion(() => Jobs.Added.Count.ShouldBe(1));
    }

    [Fact]
    public async Task Look_UltrasoundWithRegionRules_MayBeRefusedAndIsAcknowledged()
    {
        World.Series = [Ct, Ultrasound];
        // As staff has made it, who has looked at pictures of the hospital's devices.
        var rule = new PixelRegionRule { Name = "Header", Modality = "US" };
        var settings = ShippedProfiles.Research with { Version = 2, PixelRegions = [rule] };
        await Projects.AddAsync(
            new ProfileVersion(
                settings.Name,
                2,
                ProfileSettings.Write(settings),
                isShipped: false,
                Samples.Morning,
                null
            ),
            CancellationToken.None
        );

        var page = await ChosenAsync();

        page.WaitForElement("[data-testid=before-may-be-refused]")
            .TextContent.ShouldContain("Series 3, Liver, US, 6 images");
        page.Find("[data-testid=before-status]").TextContent.ShouldContain("2 series");
        page.WaitForElement("[data-testid=acknowledge]");
    }

    [Fact]
    public async Task Look_NothingLeft_SaysSo()
    {
        World.Series = [Report];

        var page = await ChosenAsync();

        page.WaitForElement("[data-testid=before-nothing]")
            .TextContent.ShouldContain("none of its series");
        page.WaitForElement("[data-testid=acknowledge]");
    }

    [Fact]
    public async Task Look_DeliveredBeforeUnderAnotherProfile_IsNamedWithItsJob()
    {
        World.Series = [Ct];
        Projects.Earlier["1.1"] =
        [
            new EarlierDelivery(Samples.Morning, DeliveryDifferences.Profile)
            {
                JobId = 12,
                ProfileName = "Strict",
                ProfileVersion = 1,
                Images = 120,
            },
        ];

        var page = await ChosenAsync();

        var earlier = page.WaitForElement("[data-testid=before-earlier]");
        earlier.TextContent.ShouldContain(
            "120 images – Delivered on 2026-03-02 by the profile Strict, version 1."
        );
        earlier.QuerySelector("a")!.GetAttribute("href").ShouldBe("/jobs/12");
        page.WaitForElement("[data-testid=acknowledge]");
    }

    [Fact]
    public async Task Look_HeadCt_SaysThatFacesCanBeReconstructed()
    {
        World.Series = [Ct with { Description = "Head native" }];

        var page = await ChosenAsync();

        page.WaitForElement("[data-testid=before-faces]")
            .TextContent.ShouldContain("nothing is done about that");
    }

    [Fact]
    public async Task Look_ServerDoesNotAnswer_SaysSoAndLetsStart()
    {
        World.Series = null;
        var page = await ChosenAsync();
        page.WaitForElement("[data-testid=before-unknown]")
            .TextContent.ShouldContain("connection refused");
        await FillAsync(page);

        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Jobs.Added.Count.ShouldBe(1));
    }

    [Fact]
    public async Task Look_OtherProfile_IsLookedAtAgain()
    {
        World.Series = [Ct, Ultrasound];
        var page = await ChosenAsync();
        page.WaitForElement("[data-testid=acknowledge]");
        await ChangeAsync(page, "[data-testid=acknowledge]", true);
        var asked = World.SeriesQuestions;

        await ChangeAsync(page, "#st-profile", "Strict");

        page.WaitForAssertion(() => World.SeriesQuestions.ShouldBe(asked + 1));
        page.WaitForAssertion(() =>
            page.Find("[data-testid=acknowledge]").HasAttribute("checked").ShouldBeFalse()
        );
    }

    [Fact]
    public async Task Look_TypedPseudonym_IsNoNewQuestionToTheServer()
    {
        World.Series = [Ct];
        var page = await ChosenAsync();
        page.WaitForAssertion(() =>
            page.Find("[data-testid=before-status]").TextContent.ShouldContain("will be sent")
        );
        var asked = World.SeriesQuestions;

        await FillAsync(page);

        page.WaitForAssertion(() =>
            page.Find("[data-testid=how-link]").TextContent.ShouldBe("Pseudonymised for Lung")
        );
        World.SeriesQuestions.ShouldBe(asked);
    }

    private static Task FillAsync(IRenderedComponent<IComponent> page) =>
        page.InvokeAsync(() => page.Find("tr[data-patient=P1] input").Input("LUNG-001"));

    private async Task<IRenderedComponent<IComponent>> ChosenAsync()
    {
        var project = new Project("Lung", "", Samples.Morning);
        project.AllowProfiles(
            [ShippedProfiles.Research.Name, ShippedProfiles.Strict.Name],
            ShippedProfiles.Research.Name
        );
        project.SetDestinations([FakeHospital.VaultId]);
        project.SetMembers([ResearcherId]);
        Projects.Add(project);
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("#ss-patient-id");
        await ChangeAsync(page, "#ss-patient-id", "P1");
        await SubmitAsync(page, "form");
        Hospital.Answer(FakeHospital.Study("1.1"));
        Hospital.EndOfAnswers();
        page.WaitForElement("tr[data-study='1.1']");
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("1 study found")
        );
        await ChangeAsync(page, "#st-destination", "3");
        await ClickAsync(page, "tr[data-study='1.1']");
        page.WaitForElement("[data-testid=before-start]");
        page.WaitForElement("tr[data-patient=P1] input");
        return page;
    }
}
