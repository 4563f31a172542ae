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
    public async Task Start_StudiesAndDestination_MakesAJobAndOpensIt()
    {
        var page = await ChosenAsync();
        await SendAsync(page, FakeHospital.ResearchId);

        await ClickAsync(page, "[data-testid=start]");

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
        var page = await ChosenAsync();
        await SendAsync(page, FakeHospital.ResearchId);

        // The same element twice, as the browser sends a double click: both events leave before any render comes back.
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
    public async Task Start_WithoutDestination_SaysWhatIsMissing()
    {
        var page = await ChosenAsync();

        await ClickAsync(page, "[data-testid=start]");

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Choose where to send");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NothingChosen_NamesTheStudiesFirst()
    {
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("[data-testid=start]");

        await ClickAsync(page, "[data-testid=start]");

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Choose at least one study. Choose where to send");
    }

    [Fact]
    public void Mail_PersonWithoutAddress_IsNotOfferedAndSaysWhy()
    {
        People.Email = null;

        var mail = RenderPage<SelectiveTransferPage>().WaitForElement("[data-testid=send-mail]");

        mail.HasAttribute("disabled").ShouldBeTrue();
        mail.ParentElement!.TextContent.ShouldContain("Your profile has no address");
    }

    [Fact]
    public async Task Destination_RefusesIdentifiedData_IsExplainedAndRefused()
    {
        var page = await ChosenAsync();

        await SendAsync(page, FakeHospital.VaultId);
        page.WaitForAssertion(() =>
            page.Find("#st-destination-help")
                .TextContent.ShouldContain("accepts pseudonymised data only")
        );
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForElement("[data-testid=transfer-bar] [data-testid=error]")
            .TextContent.ShouldContain("Vault");
        Jobs.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Destination_TheSourceItself_IsNotOffered()
    {
        var page = await ChosenAsync();

        page.FindAll("#st-destination option")
            .Select(option => option.TextContent)
            .ShouldNotContain("Main PACS");
    }

    [Fact]
    public void Urgent_WithoutTheRight_IsNotOffered()
    {
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("[data-testid=send-mail]");

        page.FindAll("[data-testid=urgent]").ShouldBeEmpty();
    }

    [Fact]
    public void Render_WithoutTheRight_SaysSo()
    {
        People.Actor = People.Actor! with { Permissions = new HashSet<string>() };

        RenderPage<SelectiveTransferPage>()
            .WaitForElement("[data-testid=empty-state]")
            .TextContent.ShouldContain("may not create selective transfers");
    }

    [Fact]
    public async Task Urgent_WithTheRight_MakesAnUrgentJob()
    {
        People.Actor = People.Actor! with
        {
            Permissions = new HashSet<string>(People.Actor.Permissions)
            {
                Permissions.ProcessUrgently,
            },
        };
        var page = await ChosenAsync();
        await SendAsync(page, FakeHospital.ResearchId);

        await ChangeAsync(page, "[data-testid=urgent]", true);
        await ClickAsync(page, "[data-testid=start]");

        page.WaitForAssertion(() => Jobs.Added.Single().Job.IsUrgent.ShouldBeTrue());
    }

    private static async Task SendAsync(IRenderedComponent<IComponent> page, int nodeId)
    {
        await ChangeAsync(page, "#st-destination", nodeId);
        page.WaitForAssertion(() =>
            page.Find("#st-destination-help").TextContent.ShouldNotContain("Where the studies")
        );
    }

    private async Task<IRenderedComponent<IComponent>> ChosenAsync()
    {
        var page = RenderPage<SelectiveTransferPage>();
        page.WaitForElement("#ss-patient-id");
        await ChangeAsync(page, "#ss-patient-id", "P1");
        await SubmitAsync(page, "form");
        Hospital.Answer(FakeHospital.Study("1.1"));
        Hospital.EndOfAnswers();
        page.WaitForAssertion(() =>
            page.Find("[data-testid=search-status]").TextContent.ShouldContain("1 study found")
        );
        await ClickAsync(page, "tr[data-study='1.1']");
        page.WaitForAssertion(() =>
            page.Find("[data-testid=chosen]").TextContent.ShouldContain("1 study chosen")
        );
        return page;
    }
}
