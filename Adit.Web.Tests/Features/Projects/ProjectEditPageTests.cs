using Adit.Domain.Accounts;
using Adit.Domain.Projects;
using Adit.Web.Features.Projects;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Projects;

public sealed class ProjectEditPageTests : PageTest
{
    private const string Ultrasound = "1.2.840.10008.5.1.4.1.1.6.1";

    public ProjectEditPageTests() =>
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string>(People.Actor!.Permissions)
            {
                Permissions.ProjectsCreate,
            },
        };

    [Fact]
    public void New_WithoutTheRight_SaysWhoMay()
    {
        People.Actor = People.Actor! with { Permissions = new HashSet<string>() };

        RenderPage<ProjectEditPage>()
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("may not create projects");
    }

    [Fact]
    public async Task New_Filled_MakesIt()
    {
        var page = Open();
        page.FindAll("[data-testid=sop-classes]").ShouldBeEmpty();
        await ChangeAsync(page, "#pr-name", "Lungs");
        await ChangeAsync(page, "#pr-until", "2027-05-01");
        await ChangeAsync(page, "[data-profile=Strict]", true);
        await ChangeAsync(page, "[data-default=Strict]", "on");
        await ChangeAsync(page, "[data-destination=Vault]", true);
        await SubmitAsync(page, "[data-testid=project-form]");

        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith("/projects/1"));
        var project = Projects.Projects.ShouldHaveSingleItem();
        project.Name.ShouldBe("Lungs");
        project.EthicsUntil.ShouldBe(new DateOnly(2027, 5, 1));
        project.AllowedProfiles.ShouldBe(["Research with shifted dates", "Strict"]);
        project.DefaultProfile.ShouldBe("Strict");
        project.HasDestination(FakeHospital.VaultId).ShouldBeTrue();
        project.HasMember(ResearcherId).ShouldBeTrue();
    }

    [Fact]
    public async Task New_Faulty_MarksTheFieldsAndKeepsWhatWasEntered()
    {
        var page = Open();
        await ChangeAsync(page, "#pr-trial-id", @"NCT\1");
        await ChangeAsync(page, "#pr-description", "About lungs.");
        await ChangeAsync(page, "[data-profile='Research with shifted dates']", false);
        await SubmitAsync(page, "[data-testid=project-form]");

        page.WaitForElement("[data-fault=Name]");
        page.Find("[data-fault=TrialProtocolId]").TextContent.ShouldContain("backslash");
        page.Find("[data-fault=AllowedProfiles]").TextContent.ShouldContain("at least one");
        page.Find("#pr-name").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("#pr-description").GetAttribute("value").ShouldBe("About lungs.");
        await ChangeAsync(page, "#pr-name", "Lungs");

        page.WaitForAssertion(() => page.FindAll("[data-fault=Name]").ShouldBeEmpty());
        page.FindAll("[data-fault=TrialProtocolId]").ShouldNotBeEmpty();
        Projects.Projects.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_NameTaken_SaysSoBesideTheName()
    {
        Projects.Add(new Project("Lungs", "secret", Samples.Morning));
        var page = Open();
        await ChangeAsync(page, "#pr-name", "Lungs");
        await SubmitAsync(page, "[data-testid=project-form]");

        page.WaitForElement("[data-fault=Name]").TextContent.ShouldContain("already a project");
        Projects.Projects.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_Staff_AllowsASopClassByName()
    {
        People.Actor = People.Actor! with { IsStaff = true };
        var project = new Project("Lungs", "secret", Samples.Morning);
        project.AllowProfiles(["Strict"], null);
        Projects.Add(project);
        var page = Open(1);
        await page.InvokeAsync(() => page.Find("#pr-sop").Input("ultrasound image"));
        page.WaitForElement($"[data-allow='{Ultrasound}']");
        await ClickAsync(page, $"[data-allow='{Ultrasound}']");

        page.WaitForElement("[data-testid=allowed-sop-classes]")
            .TextContent.ShouldContain("Ultrasound Image Storage");
        page.Find("[data-testid=sop-classes]").TextContent.ShouldContain("whatever is drawn");
        await SubmitAsync(page, "[data-testid=project-form]");

        page.WaitForAssertion(() => project.AllowedSopClasses.ShouldBe([Ultrasound]));
        project.DefaultProfile.ShouldBe("Strict");
    }

    [Fact]
    public async Task Edit_ByMember_KeepsWhatStaffHasAllowed()
    {
        var project = new Project("Lungs", "secret", Samples.Morning);
        project.AllowProfiles(["Strict"], null);
        project.AllowSopClasses([Ultrasound]);
        project.AddMember(ResearcherId);
        Projects.Add(project);
        var page = Open(1);
        await ChangeAsync(page, "#pr-name", "Lungs 2");
        await SubmitAsync(page, "[data-testid=project-form]");

        page.WaitForAssertion(() => project.Name.ShouldBe("Lungs 2"));
        project.AllowedSopClasses.ShouldBe([Ultrasound]);
    }

    private IRenderedComponent<IComponent> Open(int? projectId = null)
    {
        var page = projectId is { } id
            ? RenderPage<ProjectEditPage>(("ProjectId", id))
            : RenderPage<ProjectEditPage>();
        page.WaitForElement("[data-testid=project-form]");
        return page;
    }
}
