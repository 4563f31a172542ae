using Adit.E2E.Application;
using Adit.E2E.Browser;
using Adit.E2E.Pages;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Adit.E2E.Journeys;

public sealed class JobControlTests(Chromium browser, HospitalSite site)
    : HospitalTest(browser, site)
{
    [Fact]
    public async Task Cancel_RunningJob_StopsItAndResumeGoesOn()
    {
        var study = await Site.AddStudyAsync(8, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var job = await TransferAsync(page, study, HospitalSite.Slow);
        await job.ShouldBecomeAsync("In progress");

        await job.ConfirmAsync("Cancel job");
        await job.ShouldBecomeAsync("Canceled");
        await job.ClickAsync("Resume");

        await job.ShouldBecomeAsync("Success");
    }

    [Fact]
    public async Task Retry_JobThatFailed_SucceedsWhenTheCauseIsGone()
    {
        var study = await Site.AddStudyAsync(2, CancellationToken);
        var page = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var transfer = new SelectiveTransferPage(page);
        await ChooseAsync(transfer, study);
        await RemoveAsync(study);
        var job = await transfer.StartAsync(HospitalSite.Destination);
        await job.ShouldBecomeAsync("Failure");
        await Expect(page.GetByText("does not have this study").First).ToBeVisibleAsync();

        foreach (var file in study.Files.Values)
        {
            await Site.SourceServer.StoreAsync(file, CancellationToken);
        }
        await job.ClickAsync("Retry failed tasks");

        await job.ShouldBecomeAsync("Success");
        var stored = await Site.DestinationServer.InstancesOfStudyAsync(
            study.StudyInstanceUid,
            CancellationToken
        );
        stored.Keys.ShouldBe(study.Files.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Urgency_SwitchedByStaff_IsSeenByTheOwnerAtOnce()
    {
        var study = await Site.AddStudyAsync(20, CancellationToken);
        var owner = await OpenAsync(Role.Researcher, SelectiveTransferPage.Path);
        var ownersView = await TransferAsync(owner, study, HospitalSite.Slow);
        var staff = await OpenAsync(Role.Staff, $"/jobs/{ownersView.JobId}");
        var staffsView = new JobPage(staff);

        await staffsView.ClickAsync("Make urgent");
        await Expect(staffsView.Urgent).ToBeVisibleAsync();
        await Expect(ownersView.Urgent).ToBeVisibleAsync();

        await staffsView.ClickAsync("Make ordinary");
        await Expect(ownersView.Urgent).ToBeHiddenAsync();
        await Expect(ownersView.Button("Make urgent")).ToBeHiddenAsync();
        await ownersView.ConfirmAsync("Cancel job");
        await ownersView.ShouldBecomeAsync("Canceled");
    }

    private async Task RemoveAsync(StudyOnServer study)
    {
        foreach (
            var id in (
                await Site.SourceServer.InstancesOfStudyAsync(
                    study.StudyInstanceUid,
                    CancellationToken
                )
            ).Values
        )
        {
            using var response = await Site.SourceServer.Rest.DeleteAsync(
                $"instances/{id}",
                CancellationToken
            );
            response.EnsureSuccessStatusCode();
        }
    }
}
