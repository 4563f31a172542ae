using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Web.Features.Projects;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Projects;

public sealed class ProjectPageTests : PageTest
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Samples.Morning);

    public ProjectPageTests()
    {
        Services.AddSingleton<TimeProvider>(new Morning());
        Projects.People["researcher"] = ResearcherId;
        Projects.People["mia"] = 8;
    }

    [Fact]
    public void List_NoProject_SaysWhatItIsForAndOffersOneToWhoMay()
    {
        RenderPage<ProjectListPage>()
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("Ask a member");

        Allow(Permissions.ProjectsCreate);
        var page = Render<ProjectListPage>();

        page.WaitForElement("[data-testid=empty-state] a");
        page.Find("[data-testid=new-project]").GetAttribute("href").ShouldBe("/projects/new");
    }

    [Fact]
    public void List_Projects_ShowsHowTheyStand()
    {
        Add("Lungs");
        Add("Others", member: false);
        Add("Soon").SetEthics(null, Today.AddDays(3));
        Add("Over").SetEthics(null, Today.AddDays(-1));
        Add("Away").Archive();
        ProjectReads.Totals = new ProjectTotals(2, 3, 2, 4321);

        var page = RenderPage<ProjectListPage>();

        page.WaitForElement("[data-project='1']").TextContent.ShouldContain("4,321");
        page.FindAll("[data-testid=project-state]")
            .Select(chip => chip.GetAttribute("data-status"))
            .ShouldBe(["Open", "Approval ends soon", "Approval ended"]);
        page.Markup.ShouldNotContain("Others");
        Navigation.NavigateTo("/projects?show=archived");

        Render<ProjectListPage>().WaitForElement("[data-project='5']");
    }

    [Fact]
    public void Page_NotMember_IsNotThere()
    {
        Add("Others", member: false);

        RenderPage<ProjectPage>(("ProjectId", 1))
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("not here");
    }

    [Fact]
    public void Page_MemberWithoutRights_LooksAndChangesNothing()
    {
        Add("Lungs").AllowSopClasses(["1.2.840.10008.5.1.4.1.1.6.1"]);

        var page = Open();

        page.Find("[data-testid=project-rules]")
            .TextContent.ShouldContain("Ultrasound Image Storage");
        page.Find("[data-testid=project-rules]").TextContent.ShouldContain("Dates: shifted.");
        page.FindAll(
                "[data-testid=edit-project], [data-testid=archive-project], #pr-member, [data-testid=link-table]"
            )
            .ShouldBeEmpty();
        page.Markup.ShouldContain("/selective-transfer");
        Render<ProjectEditPage>(parameters => parameters.Add(edit => edit.ProjectId, 1))
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("may not change");
    }

    [Theory]
    [InlineData(14, "ends on 2026-03-16 (14 more days)")]
    [InlineData(0, "today is the last day")]
    [InlineData(-1, "has ended on 2026-03-01")]
    [InlineData(61, null)]
    public void Page_EthicsApproval_WarnsInTime(int days, string? words)
    {
        Add("Lungs").SetEthics("S-1", Today.AddDays(days));

        var page = Open();

        if (words is null)
        {
            page.FindAll("[data-testid=project-warning]").ShouldBeEmpty();
        }
        else
        {
            page.Find("[data-testid=project-warning]").TextContent.ShouldContain(words);
        }
    }

    [Fact]
    public async Task Members_UnknownThenKnown_KeepsWhatWasTypedUntilItWorks()
    {
        Add("Lungs");
        Allow(Permissions.ProjectsCreate);
        var page = Open();
        await ChangeAsync(page, "#pr-member", "nobody");
        await SubmitAsync(page, "[data-testid=add-member]");

        page.WaitForElement("[data-testid=member-error]").TextContent.ShouldContain("nobody");
        page.Find("#pr-member").GetAttribute("value").ShouldBe("nobody");
        await ChangeAsync(page, "#pr-member", " mia ");
        await SubmitAsync(page, "[data-testid=add-member]");

        page.WaitForElement("[data-member=mia]");
        page.WaitForAssertion(() => page.Find("#pr-member").GetAttribute("value").ShouldBeNull());
        await ClickAsync(page, "[data-member=researcher] button");

        page.WaitForAssertion(() =>
            Projects.Projects[0].Members.Select(member => member.PersonId).ShouldBe([8])
        );
    }

    [Fact]
    public void Subjects_SomethingIsMissing_SaysWhatAndNeverWho()
    {
        Add("Lungs");
        ProjectReads.Totals = new ProjectTotals(1, 2, 1, 120);
        ProjectReads.Subjects.Add(
            new SubjectRow(
                5,
                "LUNG-001",
                Samples.Morning,
                2,
                1,
                120,
                Samples.Morning,
                [
                    new MissingStudy(
                        3,
                        9,
                        new DateOnly(2025, 1, 2),
                        "CT Thorax",
                        JobTaskStatus.Warning,
                        0,
                        17,
                        "17 images were refused."
                    ),
                ]
            )
        );
        Navigation.NavigateTo("/projects/1?only=missing&subject=LUNG&page=3");

        Open();
        ProjectReads
            .Filters[^1]
            .ShouldBe(
                new SubjectListFilter
                {
                    Pseudonym = "LUNG",
                    OnlyMissing = true,
                    Skip = 50,
                    Take = 25,
                }
            );
        Navigation.NavigateTo("/projects/1");
        var row = Render<ProjectPage>(parameters => parameters.Add(one => one.ProjectId, 1))
            .WaitForElement("[data-subject='LUNG-001']");
        row.TextContent.ShouldContain("1 of 2");
        row.TextContent.ShouldContain("17");
        row.QuerySelector("a")!.GetAttribute("href").ShouldBe("/jobs/3/tasks/9");
    }

    [Fact]
    public async Task Page_JobChanges_ReadsAgainAndMovesNoRow()
    {
        Add("Lungs");
        ProjectReads.Totals = new ProjectTotals(2, 2, 0, 0);
        ProjectReads.Subjects.AddRange([
            Subject(1, "LUNG-001", JobTaskStatus.InProgress),
            Subject(2, "LUNG-002", JobTaskStatus.Pending),
        ]);
        var page = Open();
        page.WaitForAssertion(() => Broker.Watchers.ShouldBe(1));
        ProjectReads.Subjects.Clear();
        ProjectReads.Subjects.AddRange([
            Subject(2, "LUNG-002", JobTaskStatus.Pending),
            Subject(1, "LUNG-001", null),
        ]);

        Broker.Announce(new JobChange.TaskChanged(99, 8, 1));
        Broker.Announce(new JobChange.TaskChanged(3, 8, 1));

        page.WaitForElement("[data-testid=show-news]");
        Shown(page).ShouldBe(["LUNG-001", "LUNG-002"]);
        page.Find("[data-subject='LUNG-001']").TextContent.ShouldContain("nothing");
        await ClickAsync(page, "[data-testid=show-news]");

        page.WaitForAssertion(() => Shown(page).ShouldBe(["LUNG-002", "LUNG-001"]));
        await DisposeComponentsAsync();
        Broker.Watchers.ShouldBe(0);
    }

    [Fact]
    public async Task Archive_Asked_AsksOnceThenArchivesAndTakesUpAgain()
    {
        Add("Lungs");
        Allow(Permissions.ProjectsCreate);
        var page = Open();
        await ClickAsync(page, "[data-testid=archive-project]");
        page.WaitForElement(".mud-dialog").TextContent.ShouldContain("Archive Lungs?");
        Projects.Projects[0].IsArchived.ShouldBeFalse();
        await page.InvokeAsync(() =>
            page.FindAll(".mud-dialog button")
                .Single(button => button.TextContent.Trim() == "Archive")
                .Click()
        );

        page.WaitForElement("[data-testid=project-warning]").TextContent.ShouldContain("archived");
        await ClickAsync(page, "[data-testid=archive-project]");

        page.WaitForAssertion(() => Projects.Projects[0].IsArchived.ShouldBeFalse());
    }

    private static IEnumerable<string?> Shown(IRenderedComponent<IComponent> page) =>
        page.FindAll("[data-subject]").Select(row => row.GetAttribute("data-subject"));

    private static SubjectRow Subject(long id, string pseudonym, JobTaskStatus? missing) =>
        new(
            id,
            pseudonym,
            Samples.Morning,
            1,
            missing is null ? 1 : 0,
            missing is null ? 10 : 0,
            null,
            missing is { } status ? [new MissingStudy(3, id, null, "CT", status, 0, 0, "")] : []
        );

    private Project Add(string name, bool member = true)
    {
        var project = new Project(name, "secret", Samples.Morning);
        project.AllowProfiles(["Research with shifted dates", "Strict"], null);
        if (member)
        {
            project.AddMember(ResearcherId);
        }
        Projects.Add(project);
        return project;
    }

    private void Allow(string permission) =>
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string>(People.Actor.Permissions) { permission },
        };

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderPage<ProjectPage>(("ProjectId", 1));
        page.WaitForElement("[data-testid=project-rules]");
        return page;
    }

    private sealed class Morning : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Samples.Morning;
    }
}
