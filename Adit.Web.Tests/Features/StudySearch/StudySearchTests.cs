using Adit.Domain.StudySearch;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;
using SearchPage = Adit.Web.Features.StudySearch.StudySearch;

namespace Adit.Web.Tests.Features.StudySearch;

public sealed class StudySearchTests : PageTest
{
    private IReadOnlyList<StudySearchHit> _chosen = [];

    [Fact]
    public async Task Search_WithoutCriteria_SaysWhatToEnterAndAsksNobody()
    {
        var page = RenderSearch();

        await SubmitAsync(page, "form");

        page.WaitForElement("[data-testid=search-fault]")
            .TextContent.ShouldContain("Enter at least one");
        Hospital.Searches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#ss-patient-name", "*")]
    [InlineData("#ss-patient-id", " ?* ")]
    public async Task Search_WildcardAlone_SaysThatItFindsEverything(string field, string text)
    {
        var page = RenderSearch();
        await ChangeAsync(page, field, text);

        await SubmitAsync(page, "form");

        page.WaitForElement("[data-testid=search-fault]")
            .TextContent.ShouldContain("A wildcard alone finds everything. Add letters");
        Hospital.Searches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_StudiesFound_FoldsTheFormIntoALine()
    {
        var page = await FoundAsync("1.1");

        page.Find("form").ClassList.ShouldContain("folded");
        page.Find("[data-testid=search-summary]")
            .TextContent.ShouldContain("Main PACS patient ID P1");
        await ClickAsync(page, "[data-testid=change-search]");

        page.WaitForAssertion(() => page.Find("form").ClassList.ShouldNotContain("folded"));
        Shown(page).ShouldBe(["1.1"]);
    }

    [Fact]
    public async Task Search_NothingFound_OffersTheCriteriaAgain()
    {
        var page = await SearchAsync();

        Hospital.EndOfAnswers();

        page.WaitForElement("[data-testid=empty-state]");
        page.WaitForAssertion(() => page.Find("form").ClassList.ShouldNotContain("folded"));
    }

    [Fact]
    public async Task SearchAgain_PageLeftAndEnteredAgain_RunsTheLastSearch()
    {
        await FoundAsync("1.1");
        await DisposeComponentsAsync();
        var page = RenderSearch();

        page.WaitForElement("[data-testid=search-again]");
        await ClickAsync(page, "[data-testid=search-again]");
        Hospital.Answer(FakeHospital.Study("1.2"));

        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.2"]));
        Hospital.Searches.Count.ShouldBe(2);
        Hospital.Searches[1].PatientId.ShouldBe("P1");
    }

    [Fact]
    public async Task Search_DatesTheWrongWayRound_PutsTheFaultBesideTheField()
    {
        var page = RenderSearch();
        await ChangeAsync(page, "#ss-date-from", "2024-05-02");
        await ChangeAsync(page, "#ss-date-until", "2024-05-01");

        await SubmitAsync(page, "form");

        page.WaitForElement("[data-fault=StudyDateUntil]")
            .TextContent.ShouldContain("Swap the two dates");
    }

    [Fact]
    public async Task Search_ServerStillAnswering_ShowsStudiesNewestFirst()
    {
        var page = await SearchAsync();

        Hospital.Answer(
            FakeHospital.Study("1.1", new DateOnly(2020, 1, 1)),
            FakeHospital.Study("1.2"),
            FakeHospital.Study("1.3", new DateOnly(2024, 1, 1))
        );

        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.3", "1.1", "1.2"]));
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("still answering")
        );
    }

    [Fact]
    public async Task Search_AllAnswered_SaysHowMany()
    {
        var page = await SearchAsync();
        Hospital.Answer(FakeHospital.Study("1.1"));

        Hospital.EndOfAnswers();

        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]")
                .TextContent.ShouldContain("1 study found on Main PACS")
        );
    }

    [Fact]
    public async Task Search_NothingFound_SaysWhatToTry()
    {
        var page = await SearchAsync();

        Hospital.EndOfAnswers();

        page.WaitForAssertion(() =>
            page.Find("[data-testid=empty-state]").TextContent.ShouldContain("No study matches")
        );
    }

    [Fact]
    public async Task Search_MoreThanTheLimit_SaysSo()
    {
        var page = await SearchAsync();

        Hospital.Answer([.. Enumerable.Range(0, 120).Select(i => FakeHospital.Study($"1.{i}"))]);

        page.WaitForAssertion(() =>
            page.Find("[data-testid=limit-notice]").TextContent.ShouldContain("first 100 studies")
        );
        page.WaitForAssertion(() => Shown(page).Count.ShouldBe(100));
    }

    [Fact]
    public async Task Search_ServerFails_ShowsTheCauseAndKeepsWhatCame()
    {
        var page = await SearchAsync();
        Hospital.Answer(FakeHospital.Study("1.1"));

        Hospital.EndOfAnswers(new IOException("connection refused"));

        page.WaitForAssertion(() =>
            page.Find("[data-testid=error]")
                .TextContent.ShouldContain("Main PACS did not answer: connection refused")
        );
        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.1"]));
    }

    [Fact]
    public async Task Cancel_ServerStillAnswering_GivesTheSearchUp()
    {
        var page = await SearchAsync();
        Hospital.Answer(FakeHospital.Study("1.1"));
        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.1"]));

        await ClickAsync(page, "[data-testid=cancel-search]");

        await Hospital.GivenUp.Task.WaitAsync(
            TimeSpan.FromSeconds(10),
            Xunit.TestContext.Current.CancellationToken
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("Search canceled")
        );
        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.1"]));
    }

    [Fact]
    public async Task Dispose_ServerStillAnswering_GivesTheSearchUp()
    {
        await SearchAsync();

        await DisposeComponentsAsync();

        await Hospital.GivenUp.Task.WaitAsync(
            TimeSpan.FromSeconds(10),
            Xunit.TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task Search_AnyCriteria_StayOutOfTheAddress()
    {
        var before = Navigation.Uri;

        await SearchAsync();

        Navigation.Uri.ShouldBe(before);
        Hospital.Searches.Single().PatientId.ShouldBe("P1");
    }

    [Fact]
    public async Task Fields_PageLeftAndEnteredAgain_KeepWhatWasTyped()
    {
        var page = RenderSearch();
        await ChangeAsync(page, "#ss-patient-name", "Muster");
        await DisposeComponentsAsync();

        RenderSearch().WaitForElement("#ss-patient-name").GetAttribute("value").ShouldBe("Muster");
    }

    [Fact]
    public async Task Select_RowThenShiftAnother_TakesAllBetween()
    {
        var page = await FoundAsync("1.1", "1.2", "1.3", "1.4");

        await ClickAsync(page, "tr[data-study='1.1']");
        await ClickAsync(page, "tr[data-study='1.3'] input", shift: true);

        page.WaitForAssertion(() =>
            _chosen.Select(study => study.StudyInstanceUid).ShouldBe(["1.1", "1.2", "1.3"])
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=selected-count]").TextContent.ShouldBe("3 selected")
        );
    }

    [Fact]
    public async Task Select_ServerStillAnswering_KeepsTheChoiceToTheEnd()
    {
        var page = await SearchAsync();
        Hospital.Answer(FakeHospital.Study("1.1"));
        page.WaitForElement("tr[data-study='1.1']");

        await ClickAsync(page, "tr[data-study='1.1']");
        Hospital.Answer(FakeHospital.Study("1.2", new DateOnly(2024, 1, 1)));
        Hospital.EndOfAnswers();

        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("2 studies found")
        );
        _chosen.Select(study => study.StudyInstanceUid).ShouldBe(["1.1"]);
        page.Find("tr[data-study='1.1']").ClassList.ShouldContain("chosen");
        page.Find("tr[data-study='1.2']").ClassList.ShouldNotContain("chosen");
    }

    [Fact]
    public async Task Select_AllTwice_TakesAllThenNone()
    {
        var page = await FoundAsync("1.1", "1.2");

        await ClickAsync(page, "[data-testid=select-all]");
        page.WaitForAssertion(() => _chosen.Count.ShouldBe(2));
        await ClickAsync(page, "[data-testid=select-all]");

        page.WaitForAssertion(() => _chosen.ShouldBeEmpty());
    }

    [Fact]
    public async Task ChangeSource_WithResults_DropsThem()
    {
        var page = await FoundAsync("1.1");
        await ClickAsync(page, "tr[data-study='1.1']");
        page.WaitForAssertion(() => _chosen.Count.ShouldBe(1));

        await ChangeAsync(page, "#ss-source", FakeHospital.ResearchId);

        page.WaitForAssertion(() => _chosen.ShouldBeEmpty());
        page.WaitForAssertion(() => Shown(page).ShouldBeEmpty());
    }

    [Fact]
    public void Render_GroupWithoutSources_SaysWhomToAsk()
    {
        Hospital.HasSources = false;

        RenderSearch()
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("Ask an administrator");
    }

    private static List<string?> Shown(IRenderedComponent<IComponent> page) =>
        [.. page.FindAll("tr[data-study]").Select(row => row.GetAttribute("data-study"))];

    private IRenderedComponent<IComponent> RenderSearch() =>
        RenderPage<SearchPage>(
            (
                "SelectionChanged",
                EventCallback.Factory.Create<IReadOnlyList<StudySearchHit>>(
                    this,
                    studies => _chosen = studies
                )
            )
        );

    private async Task<IRenderedComponent<IComponent>> SearchAsync()
    {
        var page = RenderSearch();
        await ChangeAsync(page, "#ss-patient-id", "P1");
        await SubmitAsync(page, "form");
        return page;
    }

    /// <summary>A search that has ended: nothing renders by itself any more.</summary>
    private async Task<IRenderedComponent<IComponent>> FoundAsync(params string[] uids)
    {
        var page = await SearchAsync();
        Hospital.Answer([.. uids.Select(uid => FakeHospital.Study(uid, new DateOnly(2024, 1, 1)))]);
        Hospital.EndOfAnswers();
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("found on Main PACS")
        );
        Shown(page).Count.ShouldBe(uids.Length);
        return page;
    }
}
