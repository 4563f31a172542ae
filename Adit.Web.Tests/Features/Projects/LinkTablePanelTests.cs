using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Projects;
using Adit.Web.Features.Projects;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Projects;

public sealed class LinkTablePanelTests : PageTest
{
    private readonly Project _project = new("Lungs", "secret", Samples.Morning);

    public LinkTablePanelTests()
    {
        _project.AllowProfiles(["Strict"], null);
        _project.AddMember(ResearcherId);
        Projects.Add(_project);
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string> { Permissions.ProjectsLinkTable },
        };
        for (var i = 1; i <= 60; i++)
        {
            Link(
                i,
                i == 42
                    ? new SubjectPatient("default", "P-42", "Muster^Mia")
                    : new SubjectPatient("default", $"Q-{i}", $"Other^Nr {i}")
            );
        }
    }

    [Fact]
    public async Task Show_Asked_ReadsOnlyThenAndRecordsEachLook()
    {
        var page = Open();
        page.Find("[data-testid=link-table]").TextContent.ShouldContain("recorded with your name");
        page.Markup.ShouldNotContain("Q-1");
        Looks().ShouldBeEmpty();

        await ClickAsync(page, "[data-testid=show-links]");

        page.WaitForElement("[data-link='LUNG-001']").TextContent.ShouldContain("Other, Nr 1");
        Looks().Count.ShouldBe(1);
        await page.InvokeAsync(() =>
            page.FindAll("[data-testid=link-table] nav button")[1].Click()
        );

        page.WaitForElement("[data-link='LUNG-060']");
        Looks().Count.ShouldBe(2);
        await ClickAsync(page, "[data-testid=hide-links]");

        page.WaitForAssertion(() => page.FindAll("[data-link]").ShouldBeEmpty());
        page.Markup.ShouldNotContain("Q-1");
        Navigation.Uri.ShouldNotContain("Q-");
    }

    [Theory]
    [InlineData("mia")]
    [InlineData("Muster, Mia")]
    [InlineData("muster^m")]
    [InlineData("P-42")]
    [InlineData("lung-042")]
    public async Task Find_PartOfPatientOrPseudonym_FindsAndTellsTheTrailNoName(string find)
    {
        var page = Open();
        await ClickAsync(page, "[data-testid=show-links]");
        page.WaitForElement("#lt-find");

        await ChangeAsync(page, "#lt-find", find);
        await SubmitAsync(page, "[data-testid=link-table] form");

        page.WaitForAssertion(() =>
            page.FindAll("[data-link]")
                .Select(row => row.GetAttribute("data-link"))
                .ShouldBe(["LUNG-042"])
        );
        Looks()[^1].Detail.ShouldBe("1 of 1 subjects from 1 on, searched");
    }

    [Fact]
    public async Task Show_RightLostMeanwhile_IsRefusedAndShowsNothing()
    {
        var page = Open();
        People.Actor = People.Actor! with { Permissions = new HashSet<string>() };

        await ClickAsync(page, "[data-testid=show-links]");

        page.WaitForElement("[data-testid=error]").TextContent.ShouldContain("may not see who");
        page.FindAll("[data-link]").ShouldBeEmpty();
        Looks().ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Refused);
    }

    [Fact]
    public void Panel_StaffWithoutMembership_IsNotThere()
    {
        _project.SetMembers([99]);
        People.Actor = People.Actor! with { IsStaff = true };

        var page = RenderPage<ProjectPage>(("ProjectId", 1));

        page.WaitForElement("[data-testid=project-rules]");
        page.FindAll("[data-testid=link-table]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_Asked_HandsOverAFileAndRecordsIt()
    {
        var page = Open();
        await ClickAsync(page, "[data-testid=show-links]");
        page.WaitForElement("[data-testid=export-links]");

        await ClickAsync(page, "[data-testid=export-links]");

        page.WaitForAssertion(() =>
        {
            var call = JSInterop.Invocations["adit.saveFile"].ShouldHaveSingleItem();
            call.Arguments[0].ShouldBe("link-table-1.csv");
        });
        People.Trail.ShouldContain(entry =>
            entry.Action == "project.link-export" && entry.Detail == "60 subjects"
        );
    }

    private List<AuditEntry> Looks() =>
        People.Trail.FindAll(entry => entry.Action == "project.link-table");

    private void Link(int number, SubjectPatient patient) =>
        Projects.Subjects.Add(
            new ProjectSubject(
                1,
                new SubjectLink(
                    string.Create(CultureInfo.InvariantCulture, $"LUNG-{number:000}"),
                    $"hash {number}",
                    Projects.Protect(patient)
                ),
                Samples.Morning
            )
        );

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderPage<ProjectPage>(("ProjectId", 1));
        page.WaitForElement("[data-testid=link-table]");
        return page;
    }
}
