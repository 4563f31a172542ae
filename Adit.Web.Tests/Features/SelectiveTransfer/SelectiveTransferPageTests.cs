using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Web.Features.SelectiveTransfer;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.SelectiveTransfer;

public sealed class SelectiveTransferPageTests : PageTest
{
    [Fact]
    public void Start_StudiesAndDestination_MakesAJobAndOpensIt()
    {
        var page = Chosen();
        Send(page, FakeHospital.ResearchId);

        page.Find("[data-testid=start]").Click();

        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith("/jobs/41"));
        var (job, tasks) = Jobs.Added.Single();
        job.DestinationId.ShouldBe(FakeHospital.ResearchId);
        tasks.Single().StudyInstanceUid.ShouldBe("1.1");
    }

    [Fact]
    public async Task Start_ClickedTwice_MakesOneJob()
    {
        var stored = new TaskCompletionSource();
        Jobs.Gate = stored.Task;
        var page = Chosen();
        Send(page, FakeHospital.ResearchId);
        var button = page.Find("[data-testid=start]");

        var first = button.ClickAsync(new());
        // The same element again, as the browser sends a double click: both events leave before any render comes back.
        var second = button.ClickAsync(new());
        stored.SetResult();
        await first;
        await second;

        Jobs.Added.Count.ShouldBe(1);
    }

    [Fact]
    public void Start_WithoutDestination_SaysWhatIsMissing()
    {
        var page = Chosen();

        page.Find("[data-testid=start]").Click();

        page.Find("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Choose where to send");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public void Destination_RefusesIdentifiedData_IsExplainedAndRefused()
    {
        var page = Chosen();

        Send(page, FakeHospital.VaultId);
        page.Find("#st-destination-help")
            .TextContent.ShouldContain("accepts pseudonymised data only");
        page.Find("[data-testid=start]").Click();

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Vault");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public void Destination_TheSourceItself_IsNotOffered()
    {
        var page = Chosen();

        page.FindAll("#st-destination option")
            .Select(option => option.TextContent)
            .ShouldNotContain("Main PACS");
    }

    [Fact]
    public void Urgent_WithoutTheRight_IsNotOffered() =>
        RenderPage<SelectiveTransferPage>().FindAll("[data-testid=urgent]").ShouldBeEmpty();

    [Fact]
    public void Render_WithoutTheRight_SaysSo()
    {
        People.Actor = People.Actor! with { Permissions = new HashSet<string>() };

        RenderPage<SelectiveTransferPage>()
            .Find("[data-testid=empty-state]")
            .TextContent.ShouldContain("may not create selective transfers");
    }

    [Fact]
    public void Urgent_WithTheRight_MakesAnUrgentJob()
    {
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string>(People.Actor.Permissions)
            {
                Permissions.ProcessUrgently,
            },
        };
        var page = Chosen();
        Send(page, FakeHospital.ResearchId);

        page.Find("[data-testid=urgent]").Change(true);
        page.Find("[data-testid=start]").Click();

        page.WaitForAssertion(() => Jobs.Added.Single().Job.IsUrgent.ShouldBeTrue());
    }

    private static void Send(IRenderedComponent<IComponent> page, int nodeId) =>
        page.Find("#st-destination").Change(nodeId.ToString(CultureInfo.InvariantCulture));

    private IRenderedComponent<IComponent> Chosen()
    {
        var page = RenderPage<SelectiveTransferPage>();
        page.Find("#ss-patient-id").Change("P1");
        page.Find("form").Submit();
        Hospital.Answer(FakeHospital.Study("1.1"));
        Hospital.EndOfAnswers();
        page.WaitForElement("tr[data-study='1.1']").Click();
        return page;
    }
}
