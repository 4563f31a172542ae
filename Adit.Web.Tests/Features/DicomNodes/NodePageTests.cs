using Adit.Domain.DicomNodes;
using Adit.Web.Features.DicomNodes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.DicomNodes;

public sealed class NodePageTests : PageTest
{
    public NodePageTests() => People.Actor = People.Actor! with { IsStaff = true };

    [Fact]
    public async Task Save_DeadlinesAndDicomWeb_KeepsThem()
    {
        var page = Open(FakeHospital.PacsId);

        await ChangeAsync(page, "#n-offline", "90");
        await ChangeAsync(page, "#n-total", "600");
        await ChangeAsync(page, "#n-web", "https://pacs.example/dicom-web");
        await ChangeAsync(page, "#n-wado", "wado");
        await page.InvokeAsync(() =>
            page.FindAll("[data-testid=dicomweb] [type=checkbox]")[1].Change(true)
        );
        await SubmitAsync(page, "[data-testid=node-form]");

        page.WaitForAssertion(() => Notifications.Items.Count.ShouldBe(1));
        var server = Hospital.Server(FakeHospital.PacsId);
        server.Timeouts.OfflineSeconds.ShouldBe(90);
        server.Timeouts.TotalSeconds.ShouldBe(600);
        server.Timeouts.ConnectSeconds.ShouldBe(new ServerTimeouts().ConnectSeconds);
        server.DicomWebUrl.ShouldBe("https://pacs.example/dicom-web");
        server.WadoPrefix.ShouldBe("wado");
        server.Offers(ServerServices.WadoRs).ShouldBeTrue();
        server.Offers(ServerServices.StudyRootGet).ShouldBeTrue();
        server.Offers(ServerServices.QidoRs).ShouldBeFalse();
    }

    [Fact]
    public async Task Save_DeadlineThatIsNoNumber_SaysWhatIsAllowed()
    {
        var page = Open(FakeHospital.PacsId);

        await ChangeAsync(page, "#n-idle", "");
        await SubmitAsync(page, "[data-testid=node-form]");

        page.WaitForElement("[data-fault=Timeouts]").TextContent.ShouldContain("from 1 to 86400");
    }

    [Fact]
    public async Task Authorization_SetAndRemoved_IsNeverShown()
    {
        var server = Hospital.Server(FakeHospital.PacsId);
        server.ConfigureDicomWeb("https://pacs.example/dicom-web", null, null, null);
        var page = Open(FakeHospital.PacsId);
        page.Find("[data-testid=authorization]").TextContent.ShouldContain("not set");

        await ChangeAsync(page, "#n-authorization", "Bearer secret");
        await SubmitAsync(page, "[data-testid=authorization] form");

        page.WaitForElement("[data-testid=remove-authorization]");
        server.ProtectedAuthorization.ShouldBe("protected:13");
        page.Markup.ShouldNotContain("secret");
        People.Trail.ShouldAllBe(entry => !entry.ToString().Contains("secret"));
        await ClickAsync(page, "[data-testid=remove-authorization]");

        page.WaitForAssertion(() => server.ProtectedAuthorization.ShouldBeNull());
    }

    [Fact]
    public async Task DirectMove_Ticked_EnablesThePair()
    {
        var page = Open(FakeHospital.PacsId);

        await ChangeAsync(page, "[data-direct=Research]", true);

        page.WaitForAssertion(() =>
            World.Pairs.ShouldBe([(FakeHospital.PacsId, FakeHospital.ResearchId)])
        );
        page.WaitForAssertion(() =>
            page.Find("[data-direct=Research]").HasAttribute("checked").ShouldBeTrue()
        );
        page.FindAll("[data-direct='Main PACS']").ShouldBeEmpty();
    }

    [Fact]
    public void Folder_WithUsage_SaysHowFullItIs()
    {
        World.Usages.Add(
            new FolderUsage(FakeHospital.FolderId, "Share")
            {
                UsedBytes = 9_500_000_000,
                QuotaBytes = 10_000_000_000,
                WarnBytes = 9_000_000_000,
                FreeBytes = 70_000_000_000,
            }
        );

        Open(FakeHospital.FolderId)
            .WaitForElement("[data-testid=usage]")
            .TextContent.ShouldContain(
                "9.50 GB of 10.00 GB used, 70.00 GB free on the disk – above the warning"
            );
    }

    [Fact]
    public async Task TestFolder_TakesFiles_SaysSo()
    {
        var page = Open(FakeHospital.FolderId);
        page.Find("[data-testid=test-connection]").TextContent.ShouldBe("Test folder");

        await ClickAsync(page, "[data-testid=test-connection]");

        page.WaitForElement("[data-testid=test-result]")
            .TextContent.ShouldContain("The folder takes files");
    }

    [Fact]
    public async Task List_ReceiverAndServerDown_ShowsBoth()
    {
        World.Receiver = new ReceiverSnapshot(
            ReceiverState.Listening,
            "ADIT",
            "0.0.0.0",
            11112,
            Samples.Morning,
            null,
            1,
            2,
            12_345,
            3,
            4,
            [new ReceiverRefusal(Samples.Morning, "STRANGER", "No retrieve of it is running.")]
        );
        var page = RenderPage<NodeListPage>();
        page.WaitForElement("[data-testid=receiver]");

        page.Find("[data-testid=receiver-state]").TextContent.ShouldBe("Listening");
        page.Find("[data-testid=receiver]").TextContent.ShouldContain("12,345");
        page.Find("[data-testid=refusals]").TextContent.ShouldContain("STRANGER");
        await page.InvokeAsync(() => World.Set(FakeNodeWorld.Down("Research", "It is silent.")));

        page.WaitForElement("[data-testid=node-down]").TextContent.ShouldContain("It is silent.");
    }

    private IRenderedComponent<IComponent> Open(int nodeId)
    {
        var page = RenderPage<NodePage>(("NodeId", nodeId));
        page.WaitForElement("[data-testid=node-form]");
        return page;
    }
}
