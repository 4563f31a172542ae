using Adit.Domain.Jobs;
using Adit.Web.Features.Jobs;
using Adit.Web.Features.Notifications;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.Notifications;

public sealed class NotificationTests : PageTest
{
    private readonly FakeTimeProvider _time = new();

    public NotificationTests() => Services.AddSingleton<TimeProvider>(_time);

    [Fact]
    public void Host_GoodNews_LeaveByThemselves()
    {
        var host = Render<NotificationHost>();
        Notifications.Show(NotificationLevel.Success, "Saved.");
        host.WaitForElement(".note.success");

        _time.Advance(TimeSpan.FromSeconds(11));

        host.WaitForAssertion(() => host.FindAll(".note").ShouldBeEmpty());
    }

    [Fact]
    public async Task Host_Errors_StayUntilDismissed()
    {
        var host = Render<NotificationHost>();
        Notifications.Show(NotificationLevel.Error, "It failed.");
        host.WaitForElement(".note.error[role=alert]");

        _time.Advance(TimeSpan.FromMinutes(10));
        host.FindAll(".note").Count.ShouldBe(1);
        await host.InvokeAsync(() => host.Find(".note-close").Click());

        host.WaitForAssertion(() => host.FindAll(".note").ShouldBeEmpty());
    }

    [Fact]
    public void Center_Burst_StaysBounded()
    {
        for (var i = 0; i < 50; i++)
        {
            Notifications.Show(NotificationLevel.Warning, $"Message {i}");
        }

        Notifications.Items.Count.ShouldBe(NotificationCenter.Capacity);
        Notifications.Items[^1].Text.ShouldBe("Message 49");
    }

    [Fact]
    public void Announcer_OwnJobFinishes_TellsItsOwner()
    {
        Navigation.NavigateTo("/profile");
        Render<FinishedJobAnnouncer>();

        Broker.Announce(
            new JobChange.JobFinished(
                9,
                ResearcherId,
                JobStatus.Warning,
                "1 of 2 tasks have warnings."
            )
        );

        WaitUntilTold();
        var told = Notifications.Items.Single();
        told.Level.ShouldBe(NotificationLevel.Warning);
        told.Text.ShouldContain("Job 9 is finished with warnings");
        told.Link.ShouldBe("/jobs/9");
    }

    [Fact]
    public void Announcer_JobOfSomebodyElse_IsNoNews()
    {
        Render<FinishedJobAnnouncer>();

        Broker.Announce(new JobChange.JobFinished(8, ResearcherId + 1, JobStatus.Success, ""));
        Broker.Announce(new JobChange.JobFinished(9, ResearcherId, JobStatus.Success, ""));

        WaitUntilTold();
        Notifications.Items.Single().Link.ShouldBe("/jobs/9");
    }

    private void WaitUntilTold()
    {
        using var told = new ManualResetEventSlim(Notifications.Items.Count > 0);
        Notifications.Changed += told.Set;
        if (Notifications.Items.Count == 0)
        {
            told.Wait(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken)
                .ShouldBeTrue();
        }
        Notifications.Changed -= told.Set;
    }
}
