using System.Globalization;
using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Projects;
using Adit.Domain.StudySearch;
using Adit.Web.Features.SelectiveTransfer;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.SelectiveTransfer;

public sealed class PseudonymisedTransferTests : PageTest
{
    private static readonly StudySearchHit One = FakeHospital.Study("1.1");

    private static readonly StudySearchHit Other = FakeHospital.Study("1.2", name: "Baum^Bert") with
    {
        PatientId = "P2",
        PatientBirthDate = new DateOnly(1955, 3, 4),
    };

    [Fact]
    public async Task Start_ProjectProfileAndPseudonym_MakesAPseudonymisedJob()
    {
        var project = AddProject("Lung");
        var page = await ChosenAsync(One);
        await TypeAsync(page, "P1", "LUNG-001");
        await SendAsync(page);

        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith("/jobs/41"));
        var (job, tasks) = Jobs.Added.Single();
        job.ProjectId.ShouldBe(project);
        Projects.Profiles.Single(one => one.Id == job.ProfileVersionId).Name.ShouldBe("Research");
        tasks.Single().Pseudonym.ShouldBe("LUNG-001");
        Jobs.Links.Single().Pseudonym.ShouldBe("LUNG-001");
    }

    [Fact]
    public async Task Start_ClickedTwice_MakesOneJob()
    {
        AddProject("Lung");
        var stored = new TaskCompletionSource();
        Jobs.Gate = stored.Task;
        var page = await ChosenAsync(One);
        await TypeAsync(page, "P1", "LUNG-001");
        await SendAsync(page);

        var (first, second) = await page.InvokeAsync(() =>
        {
            var button = page.Find("[data-testid=start]");
            return (button.ClickAsync(new()), button.ClickAsync(new()));
        });
        stored.SetResult();
        await first;
        await second;

        Jobs.Added.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_WithoutPseudonym_SaysForWhomOneIsMissing()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One);
        await SendAsync(page);

        await ClickAsync(page, "[data-testid=start]");

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Enter or generate a pseudonym for Muster, Mia");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public void Choice_WithoutTheRight_IsPseudonymisedOnlyAndSaysSo()
    {
        AddProject("Lung");
        OnlyPseudonymised();

        var page = RenderPage<SelectiveTransferPage>();

        page.WaitForElement("[data-testid=pseudonymised-only]")
            .TextContent.ShouldContain("pseudonymised data only");
        page.FindAll("[data-testid=as-it-is]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Choice_WithTheRight_AsItIsSendsWithoutProject()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One);

        await ChangeAsync(page, "[data-testid=as-it-is]", true);
        page.WaitForAssertion(() => page.FindAll("#st-project").ShouldBeEmpty());
        await SendAsync(page, FakeHospital.ResearchId);
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Jobs.Added.Count.ShouldBe(1));
        Jobs.Added.Single().Job.ProjectId.ShouldBeNull();
        Jobs.Added.Single().Tasks.Single().Pseudonym.ShouldBeNull();
    }

    [Fact]
    public void Project_None_SaysHowToGetOne()
    {
        OnlyPseudonymised();

        RenderPage<SelectiveTransferPage>()
            .WaitForElement("[data-testid=no-project]")
            .TextContent.ShouldContain("Ask the head of your project");
    }

    [Fact]
    public async Task Project_OfSeveral_IsChosenAndShowsItsTrial()
    {
        AddProject("Lung");
        AddProject("Brain");
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("#st-project");
        page.FindAll("#st-profile").ShouldBeEmpty();

        await ChangeAsync(page, "#st-project", "2");

        page.WaitForElement("[data-testid=profile-sentence]")
            .TextContent.ShouldContain("Dates and times of study, series");
        page.Find("[data-testid=trial]")
            .TextContent.ShouldBe("Trial protocol LUNG-7: Lung nodules.");
        page.Find("#st-profile").GetAttribute("value").ShouldBe("Research");
    }

    [Fact]
    public async Task Profile_More_ListsWhatIsRefused()
    {
        AddProject("Lung");
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement(".more");

        await ClickAsync(page, ".more");

        page.WaitForElement("[data-testid=profile-details]")
            .TextContent.ShouldContain("Series of these modalities are left out: SR, PR, KO.");
    }

    [Fact]
    public async Task Destination_OfTheProject_IsTheOnlyOneOffered()
    {
        AddProject("Lung");

        var page = await ChosenAsync(One);

        page.FindAll("#st-destination option")
            .Select(option => option.TextContent)
            .ShouldBe(["Choose …", "Vault"]);
    }

    [Fact]
    public async Task Pseudonym_OfAPatientThatTheProjectKnows_IsFixed()
    {
        var project = AddProject("Lung");
        Link(project, "P1", "LUNG-007");
        var page = await ChosenAsync(One);

        page.WaitForAssertion(() =>
        {
            var field = page.Find("tr[data-patient=P1] input");
            field.GetAttribute("value").ShouldBe("LUNG-007");
            field.HasAttribute("readonly").ShouldBeTrue();
        });
        await SendAsync(page);
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Jobs.Added.Count.ShouldBe(1));
        Jobs.Added.Single().Tasks.Single().Pseudonym.ShouldBe("LUNG-007");
        Jobs.Links.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pseudonym_SameForTwoPatients_IsNamedAtBothRows()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One, Other);

        await TypeAsync(page, "P1", "LUNG-001");
        await TypeAsync(page, "P2", "lung-001");

        page.WaitForAssertion(() =>
        {
            var faults = page.FindAll("[data-testid=pseudonym-fault]");
            faults.Count.ShouldBe(2);
            faults[0].TextContent.ShouldContain("Muster, Mia and Baum, Bert are two patients");
        });
        await SendAsync(page);
        await ClickAsync(page, "[data-testid=start]");
        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Correct the pseudonym of Muster, Mia and Baum, Bert");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pseudonym_OfAnotherPatientOfTheProject_IsNamedAtTheRow()
    {
        var project = AddProject("Lung");
        Link(project, "P9", "LUNG-009");
        var page = await ChosenAsync(One);

        await TypeAsync(page, "P1", "LUNG-009");

        page.WaitForElement("tr[data-patient=P1] [data-testid=pseudonym-fault]")
            .TextContent.ShouldContain("belongs to another patient");
    }

    [Fact]
    public async Task Generate_NumberAfterPrefix_FillsAllRows()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One, Other);
        await page.InvokeAsync(() => page.Find("#st-prefix").Input("LUNG-"));

        await ClickAsync(page, "[data-testid=generate]");

        page.WaitForAssertion(() =>
            page.FindAll("[data-testid=pseudonyms] tbody input")
                .Select(field => field.GetAttribute("value"))
                .ShouldBe(["LUNG-001", "LUNG-002"])
        );
        page.FindAll("[data-testid=generate]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Generate_NumberWithoutPrefix_SaysWhatIsMissing()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One);

        await ClickAsync(page, "[data-testid=generate]");

        page.WaitForElement("[data-testid=pseudonyms] [data-testid=error]")
            .TextContent.ShouldContain("Enter a prefix");
    }

    [Fact]
    public async Task Generate_KeyedCode_IsTheSameAgain()
    {
        AddProject("Lung");
        var page = await ChosenAsync(One);
        await ChangeAsync(page, "#st-style", nameof(PseudonymStyle.Code));
        await ClickAsync(page, "[data-testid=generate]");
        var first = "";
        page.WaitForAssertion(() => (first = Value(page, "P1")).Length.ShouldBe(10));

        await TypeAsync(page, "P1", "");
        page.WaitForElement("[data-testid=generate]");
        await ClickAsync(page, "[data-testid=generate]");

        page.WaitForAssertion(() => Value(page, "P1").ShouldBe(first));
    }

    [Fact]
    public async Task Form_LeftAndOpenedAgain_IsAsItWas()
    {
        AddProject("Lung");
        AddProject("Brain");
        var page = await ChosenAsync(One);
        await ChangeAsync(page, "#st-project", "2");
        page.WaitForElement("#st-profile");
        await ChangeAsync(page, "#st-profile", "Strict");
        await TypeAsync(page, "P1", "BRAIN-1");
        await DisposeComponentsAsync();

        var again = await ChosenAsync(One);

        again.WaitForAssertion(() => Value(again, "P1").ShouldBe("BRAIN-1"));
        again.Find("#st-project").GetAttribute("value").ShouldBe("2");
        again.Find("#st-profile").GetAttribute("value").ShouldBe("Strict");
        Navigation.Uri.ShouldNotContain("P1");
    }

    private static string Value(IRenderedComponent<IComponent> page, string patientId) =>
        page.Find($"tr[data-patient={patientId}] input").GetAttribute("value") ?? "";

    private static Task TypeAsync(
        IRenderedComponent<IComponent> page,
        string patientId,
        string pseudonym
    )
    {
        page.WaitForElement($"tr[data-patient={patientId}] input");
        return page.InvokeAsync(() =>
            page.Find($"tr[data-patient={patientId}] input").Input(pseudonym)
        );
    }

    private static async Task SendAsync(
        IRenderedComponent<IComponent> page,
        int nodeId = FakeHospital.VaultId
    )
    {
        await ChangeAsync(page, "#st-destination", nodeId.ToString(CultureInfo.InvariantCulture));
        page.WaitForAssertion(() =>
            page.Find("#st-destination-help").TextContent.ShouldContain("are sent")
        );
    }

    private int AddProject(string name)
    {
        var project = new Project(name, "", Samples.Morning);
        project.AllowProfiles(
            [.. ShippedProfiles.All.Select(profile => profile.Name)],
            ShippedProfiles.Research.Name
        );
        project.SetDestinations([FakeHospital.VaultId]);
        project.SetMembers([ResearcherId]);
        project.SetTrial("LUNG-7", "Lung nodules");
        return Projects.Add(project);
    }

    private void Link(int projectId, string patientId, string pseudonym)
    {
        var key = Projects.Open(Projects.Projects[projectId - 1]).Value;
        var domain = Hospital.Server(FakeHospital.PacsId).IdDomain;
        Projects.Subjects.Add(
            new ProjectSubject(
                projectId,
                new SubjectLink(pseudonym, SubjectHash.Of(key, domain, patientId), ""),
                Samples.Morning
            )
        );
    }

    private void OnlyPseudonymised() =>
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string> { Permissions.SelectiveTransferCreate },
        };

    private async Task<IRenderedComponent<IComponent>> ChosenAsync(params StudySearchHit[] studies)
    {
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("#ss-patient-id");
        await ChangeAsync(page, "#ss-patient-id", "P");
        await SubmitAsync(page, "form");
        Hospital.Answer(studies);
        Hospital.EndOfAnswers();
        foreach (var study in studies)
        {
            page.WaitForElement($"tr[data-study='{study.StudyInstanceUid}']");
        }
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("found")
        );
        foreach (var study in studies)
        {
            await ClickAsync(page, $"tr[data-study='{study.StudyInstanceUid}']");
        }
        page.WaitForAssertion(() =>
            page.Find("[data-testid=chosen]")
                .TextContent.ShouldContain(
                    studies.Length == 1 ? "1 study chosen" : "2 studies chosen"
                )
        );
        return page;
    }
}
