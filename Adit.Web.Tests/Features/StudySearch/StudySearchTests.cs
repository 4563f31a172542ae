using Adit.Domain.StudySearch;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Shouldly;
using Xunit;
using SearchPage = Adit.Web.Features.StudySearch.StudySearch;

namespace Adit.Web.Tests.Features.StudySearch;

public sealed class StudySearchTests : PageTest
{
    private IReadOnlyList<StudySearchHit> _chosen = [];

    [Fact]
    public void Search_WithoutCriteria_SaysWhatToEnterAndAsksNobody()
    {
        var page = RenderSearch();

        page.Find("form").Submit();

        page.Find("[data-testid=search-fault]").TextContent.ShouldContain("Enter at least one");
        Hospital.Searches.ShouldBeEmpty();
    }

    [Fact]
    public void Search_DatesTheWrongWayRound_PutsTheFaultBesideTheField()
    {
        var page = RenderSearch();
        page.Find("#ss-date-from").Change("2024-05-02");
        page.Find("#ss-date-until").Change("2024-05-01");

        page.Find("form").Submit();

        page.Find("[data-fault=StudyDateUntil]").TextContent.ShouldContain("Swap the two dates");
    }

    [Fact]
    public void Search_ServerStillAnswering_ShowsStudiesNewestFirst()
    {
        var page = Search();

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
    public void Search_AllAnswered_SaysHowMany()
    {
        var page = Search();
        Hospital.Answer(FakeHospital.Study("1.1"));

        Hospital.EndOfAnswers();

        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]")
                .TextContent.ShouldContain("1 study found on Main PACS")
        );
    }

    [Fact]
    public void Search_NothingFound_SaysWhatToTry()
    {
        var page = Search();

        Hospital.EndOfAnswers();

        page.WaitForAssertion(() =>
            page.Find("[data-testid=empty-state]").TextContent.ShouldContain("No study matches")
        );
    }

    [Fact]
    public void Search_MoreThanTheLimit_SaysSo()
    {
        var page = Search();

        Hospital.Answer([.. Enumerable.Range(0, 120).Select(i => FakeHospital.Study($"1.{i}"))]);

        page.WaitForAssertion(() =>
            page.Find("[data-testid=limit-notice]").TextContent.ShouldContain("first 100 studies")
        );
        Shown(page).Count.ShouldBe(100);
    }

    [Fact]
    public void Search_ServerFails_ShowsTheCauseAndKeepsWhatCame()
    {
        var page = Search();
        Hospital.Answer(FakeHospital.Study("1.1"));

        Hospital.EndOfAnswers(new IOException("connection refused"));

        page.WaitForAssertion(() =>
            page.Find("[data-testid=error]")
                .TextContent.ShouldContain("Main PACS did not answer: connection refused")
        );
        Shown(page).ShouldBe(["1.1"]);
    }

    [Fact]
    public async Task Cancel_ServerStillAnswering_GivesTheSearchUp()
    {
        var page = Search();
        Hospital.Answer(FakeHospital.Study("1.1"));
        page.WaitForAssertion(() => Shown(page).ShouldBe(["1.1"]));

        page.Find("[data-testid=cancel-search]").Click();

        await Hospital.GivenUp.Task.WaitAsync(
            TimeSpan.FromSeconds(10),
            Xunit.TestContext.Current.CancellationToken
        );
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("Search canceled")
        );
        Shown(page).ShouldBe(["1.1"]);
    }

    [Fact]
    public async Task Dispose_ServerStillAnswering_GivesTheSearchUp()
    {
        Search();

        await DisposeComponentsAsync();

        await Hospital.GivenUp.Task.WaitAsync(
            TimeSpan.FromSeconds(10),
            Xunit.TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public void Search_AnyCriteria_StayOutOfTheAddress()
    {
        var before = Navigation.Uri;

        Search();

        Navigation.Uri.ShouldBe(before);
        Hospital.Searches.Single().PatientId.ShouldBe("P1");
    }

    [Fact]
    public async Task Fields_PageLeftAndEnteredAgain_KeepWhatWasTyped()
    {
        var page = RenderSearch();
        page.Find("#ss-patient-name").Change("Muster");
        await DisposeComponentsAsync();

        RenderSearch().Find("#ss-patient-name").GetAttribute("value").ShouldBe("Muster");
    }

    [Fact]
    public void Select_RowThenShiftAnother_TakesAllBetween()
    {
        var page = Found("1.1", "1.2", "1.3", "1.4");

        page.Find("tr[data-study='1.1']").Click();
        page.Find("tr[data-study='1.3'] input").Click(new MouseEventArgs { ShiftKey = true });

        _chosen.Select(study => study.StudyInstanceUid).ShouldBe(["1.1", "1.2", "1.3"]);
        page.Find("[data-testid=selected-count]").TextContent.ShouldBe("3 selected");
    }

    [Fact]
    public void Select_AllTwice_TakesAllThenNone()
    {
        var page = Found("1.1", "1.2");

        page.Find("[data-testid=select-all]").Click();
        _chosen.Count.ShouldBe(2);
        page.Find("[data-testid=select-all]").Click();

        _chosen.ShouldBeEmpty();
    }

    [Fact]
    public void ChangeSource_WithResults_DropsThem()
    {
        var page = Found("1.1");
        page.Find("tr[data-study='1.1']").Click();

        page.Find("#ss-source")
            .Change(
                FakeHospital.ResearchId.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );

        _chosen.ShouldBeEmpty();
        Shown(page).ShouldBeEmpty();
    }

    [Fact]
    public void Render_GroupWithoutSources_SaysWhomToAsk()
    {
        Hospital.HasSources = false;

        RenderSearch()
            .Find("[data-testid=empty-state]")
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

    private IRenderedComponent<IComponent> Search()
    {
        var page = RenderSearch();
        page.Find("#ss-patient-id").Change("P1");
        page.Find("form").Submit();
        return page;
    }

    private IRenderedComponent<IComponent> Found(params string[] uids)
    {
        var page = Search();
        Hospital.Answer([.. uids.Select(uid => FakeHospital.Study(uid, new DateOnly(2024, 1, 1)))]);
        Hospital.EndOfAnswers();
        page.WaitForAssertion(() => Shown(page).Count.ShouldBe(uids.Length));
        return page;
    }
}
