using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Web.Features.DeidentificationProfiles;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.DeidentificationProfiles;

public sealed class ProfilePageTests : PageTest
{
    private const int ResearchId = 2;

    public ProfilePageTests() => People.Actor = People.Actor! with { IsStaff = true };

    [Fact]
    public void List_ShippedProfiles_SaysWhatEachDoes()
    {
        var page = RenderPage<ProfileListPage>();

        page.WaitForElement("[data-profile='Research with shifted dates']")
            .TextContent.ShouldContain("Shifted");
        page.Find("[data-profile=Strict]").TextContent.ShouldContain("nothing beyond");
    }

    [Fact]
    public void List_NotStaff_ShowsNothing()
    {
        People.Actor = People.Actor! with { IsStaff = false };

        RenderPage<ProfileListPage>().FindAll("[data-profile]").ShouldBeEmpty();
    }

    [Fact]
    public void Page_Shipped_IsCopiedNotEdited()
    {
        var page = RenderPage<ProfilePage>(("VersionId", ResearchId));
        page.WaitForElement("[data-testid=copy-profile]");

        page.FindAll("[data-testid=edit-profile]").ShouldBeEmpty();
        page.Find("[data-option=Dates]").TextContent.ShouldContain("Those of the study kept");
        page.Find("[data-admission=RefuseUltrasound]").TextContent.ShouldContain("Refused");
        Render<ProfileEditPage>(parameters => parameters.Add(edit => edit.VersionId, ResearchId))
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("copy it");
    }

    [Fact]
    public async Task Copy_Changed_ShowsTheDifferenceAndSavesAnotherProfile()
    {
        var page = await CopyAsync();
        page.Find("[data-testid=difference]").TextContent.ShouldContain("Nothing differs");

        await ChangeAsync(page, "#p-name", "Mine");
        await ChangeAsync(page, "[data-option=RetainDeviceIdentity]", true);
        await ChangeAsync(page, "[data-dates=Shift]", "Shift");

        page.WaitForAssertion(() =>
            page.FindAll("[data-difference]")
                .Select(row => row.GetAttribute("data-difference"))
                .ShouldBe(["Keep the device's identity", "Dates and times"])
        );
        await SubmitAsync(page, "[data-testid=profile-form]");

        page.WaitForAssertion(() => Projects.Profiles.Count.ShouldBe(4));
        var saved = Projects.Profiles[^1];
        (saved.Name, saved.Version, saved.IsShipped).ShouldBe(("Mine", 1, false));
        var options = ProfileSettings.Read(saved.Settings).Options;
        options.RetainDeviceIdentity.ShouldBeTrue();
        options.Dates.ShouldBe(DateHandling.Shift);
        page.WaitForAssertion(() =>
            Navigation.Uri.ShouldEndWith($"/admin/deidentification-profiles/{saved.Id}")
        );
        People.Trail.ShouldContain(entry => entry.Action == "profile.save");
    }

    [Fact]
    public async Task Copy_NameTaken_SaysSoAndKeepsWhatWasEntered()
    {
        var page = await CopyAsync();
        await ChangeAsync(page, "#p-name", "strict");
        await ChangeAsync(page, "[data-option=CleanGraphics]", true);
        await SubmitAsync(page, "[data-testid=profile-form]");

        page.WaitForElement("[data-testid=error]").TextContent.ShouldContain("already a profile");
        page.Find("#p-name").GetAttribute("value").ShouldBe("strict");
        page.Find("[data-option=CleanGraphics]").HasAttribute("checked").ShouldBeTrue();
        Projects.Profiles.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Copy_FaultyRule_IsMarkedUntilItIsRight()
    {
        var page = await CopyAsync();
        await ClickAsync(page, "[data-testid=add-rule]");
        var at = page.FindAll("[data-rule]").Count - 1;
        page.WaitForElement($"#r-name-{at}");
        await ChangeAsync(page, $"#r-name-{at}", "Header");
        await ChangeAsync(page, $"#r-regions-{at}", "0, 0, wide, 4");
        await SubmitAsync(page, "[data-testid=profile-form]");

        page.WaitForElement($"[data-fault='Rules[{at}].Regions']")
            .TextContent.ShouldContain("Line 1 is no rectangle");
        page.Find("[data-testid=fault-count]").TextContent.ShouldContain("One field needs");
        page.Find("[data-testid=difference]").TextContent.ShouldContain("Correct the marked");
        Projects.Profiles.Count.ShouldBe(3);
        await ChangeAsync(page, $"#r-regions-{at}", "0, 0, 640, 4");

        page.WaitForAssertion(() => page.FindAll("[data-fault]").ShouldBeEmpty());
        page.Find("[data-difference='Region rule: Header']")
            .TextContent.ShouldContain("0, 0, 640, 4");
    }

    [Fact]
    public async Task Edit_OwnProfile_MakesTheNextVersion()
    {
        AddOwn("Mine", 1);
        var page = RenderPage<ProfileEditPage>(("VersionId", 4));
        page.WaitForElement("[data-testid=profile-form]");
        page.FindAll("#p-name").ShouldBeEmpty();

        await ChangeAsync(page, "[data-admission=RefuseUltrasound]", false);
        await SubmitAsync(page, "[data-testid=profile-form]");

        page.WaitForAssertion(() => Projects.Profiles.Count.ShouldBe(5));
        Projects.Profiles[^1].Version.ShouldBe(2);
        ProfileSettings
            .Read(Projects.Profiles[3].Settings)
            .Admission.RefuseUltrasound.ShouldBeTrue();
        Render<ProfilePage>(parameters => parameters.Add(view => view.VersionId, 5))
            .WaitForElement("[data-difference='Refuse: Ultrasound']");
        Render<ProfilePage>(parameters => parameters.Add(view => view.VersionId, 4))
            .WaitForElement("[data-testid=older-version]")
            .TextContent.ShouldContain("version 2");
    }

    [Fact]
    public async Task Edit_ChangedBySomebodyElseMeanwhile_IsRefused()
    {
        AddOwn("Mine", 1);
        var page = RenderPage<ProfileEditPage>(("VersionId", 4));
        page.WaitForElement("[data-testid=profile-form]");
        AddOwn("Mine", 2);

        await ChangeAsync(page, "[data-option=RetainUids]", true);
        await SubmitAsync(page, "[data-testid=profile-form]");

        page.WaitForElement("[data-testid=error]").TextContent.ShouldContain("Somebody else");
        Projects.Profiles.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Archive_Asked_AsksOnceThenArchivesAndTakesBack()
    {
        AddOwn("Mine", 1);
        var page = RenderPage<ProfilePage>(("VersionId", 4));
        page.WaitForElement("[data-testid=archive-profile]");
        await ClickAsync(page, "[data-testid=archive-profile]");
        page.WaitForElement(".mud-dialog").TextContent.ShouldContain("No new job can use it");
        await page.InvokeAsync(() =>
            page.FindAll(".mud-dialog button")
                .Single(button => button.TextContent.Trim() == "Archive")
                .Click()
        );

        page.WaitForAssertion(() => Projects.Profiles[3].IsArchived.ShouldBeTrue());
        page.WaitForAssertion(() => page.FindAll("[data-testid=edit-profile]").ShouldBeEmpty());
        await ClickAsync(page, "[data-testid=archive-profile]");

        page.WaitForAssertion(() => Projects.Profiles[3].IsArchived.ShouldBeFalse());
        page.WaitForElement("[data-testid=edit-profile]");
    }

    [Fact]
    public void RulesFile_Faulty_ChangesNothingAndSaysWhy()
    {
        var form = ProfileForm.From(ShippedProfiles.Strict);
        form.Rules.Add(new RegionRuleForm { Name = "Old" });
        var editor = RenderEditor(form);

        Upload(editor, """[{"name":"New","modalty":"US"}]""");

        editor
            .WaitForElement("[data-testid=rules-faults]")
            .TextContent.ShouldContain("modalty: there is no such field");
        form.Rules.ShouldHaveSingleItem().Name.ShouldBe("Old");
    }

    [Fact]
    public void RulesFile_Right_ReplacesRulesOfTheSameName()
    {
        var form = ProfileForm.From(ShippedProfiles.Strict);
        form.Rules.Add(new RegionRuleForm { Name = "header" });
        form.Rules.Add(new RegionRuleForm { Name = "Footer" });
        var editor = RenderEditor(form);

        Upload(editor, """[{"name":"Header","modality":"US"},{"name":"Third"}]""");

        editor
            .WaitForElement("[data-testid=rules-read]")
            .TextContent.ShouldContain("2 rules are read, 1 of the same name replaced");
        form.Rules.Select(rule => rule.Name).ShouldBe(["Footer", "Header", "Third"]);
    }

    private static void Upload(IRenderedComponent<RegionRulesEditor> editor, string text) =>
        editor
            .FindComponent<InputFile>()
            .UploadFiles(InputFileContent.CreateFromText(text, "rules.json"));

    private IRenderedComponent<RegionRulesEditor> RenderEditor(ProfileForm form) =>
        Render<RegionRulesEditor>(parameters =>
            parameters
                .Add(editor => editor.Form, form)
                .Add(editor => editor.Faults, new Dictionary<string, string>())
        );

    private async Task<IRenderedComponent<IComponent>> CopyAsync()
    {
        Navigation.NavigateTo($"/admin/deidentification-profiles/new?from={ResearchId}");
        var page = RenderPage<ProfileEditPage>();
        page.WaitForElement("[data-testid=profile-form]");
        page.Find("#p-name").GetAttribute("value").ShouldBe("Research copy");
        await ChangeAsync(page, "#p-name", "Other");
        return page;
    }

    private void AddOwn(string name, int version) =>
        Projects
            .AddAsync(
                new ProfileVersion(
                    name,
                    version,
                    ProfileSettings.Write(
                        ShippedProfiles.Research with
                        {
                            Name = name,
                            Version = version,
                        }
                    ),
                    isShipped: false,
                    Samples.Morning,
                    ResearcherId
                ),
                CancellationToken.None
            )
            .IsCompletedSuccessfully.ShouldBeTrue();
}
