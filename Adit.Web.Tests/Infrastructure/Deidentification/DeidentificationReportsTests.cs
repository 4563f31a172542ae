using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Deidentification;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Deidentification;

public sealed class DeidentificationReportsTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DeidentificationReport Report(int instances, int rows = 1) =>
        new()
        {
            Profile = "Strict",
            ProfileVersion = 1,
            Product = "1.0",
            Instances = instances,
            Counts =
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(i => new DeidentificationCount(
                        FormattableString.Invariant($"(0010,{i:X4})"),
                        "Patient's Name",
                        DeidentificationAction.Replaced,
                        "Basic",
                        i
                    )),
            ],
            Refusals =
            [
                new RefusalCount(DeidentificationRefusal.Ultrasound, "It is an ultrasound.", 3),
            ],
        };

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Save_ByTheRunnerOfTheTask_ReplacesAndIsReadByWhoMaySeeTheJob(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var id = await host.AddProjectAsync(ann, Token);
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Pseudonymised(id, ("4711001", "A1")), Token);
        var reports = host.Get<IDeidentificationReports>();
        var saved = new List<bool>();
        host.Executor.Behaviour = async (context, cancel) =>
        {
            saved.Add(await reports.SaveAsync(context.Task.Id, context.ClaimId, Report(1), cancel));
            saved.Add(await reports.SaveAsync(context.Task.Id, context.ClaimId, Report(7), cancel));
            saved.Add(await reports.SaveAsync(context.Task.Id, Guid.NewGuid(), Report(99), cancel));
            return TaskOutcome.Success("Done.");
        };

        await host.StartAsync(Token);
        await host.WaitForAsync(created.Value, j => j.IsFinished, Token);

        saved.ShouldBe([true, true, false]);
        var taskId = (await host.TasksAsync(created.Value, Token)).Single().Id;
        foreach (var reader in new[] { ann, boss })
        {
            var report = (await reports.GetAsync(reader, taskId, Token)).ShouldNotBeNull();
            report.Report.Instances.ShouldBe(7);
            report.Report.Counts.ShouldBe(Report(7).Counts);
            report.Report.Refusals.ShouldBe(Report(7).Refusals);
            report.ProjectName.ShouldBe("Lung");
            report.Pseudonym.ShouldBe("A1");
            report.JobId.ShouldBe(created.Value);
        }

        (await reports.GetAsync(ben, taskId, Token)).ShouldBeNull();
        (await reports.GetAsync(ann, taskId + 1, Token)).ShouldBeNull();
        (await reports.FindAsync(taskId, Token)).ShouldNotBeNull().Instances.ShouldBe(7);
    }

    [Fact]
    public void Write_TooManyRows_KeepsTheMostFrequentOnes()
    {
        var text = DeidentificationReports.Write(Report(1, 20_000));

        text.Length.ShouldBeLessThanOrEqualTo(TaskDeidentification.MaxReportLength);
        text.ShouldContain("(0010,4E1F)");
        text.ShouldNotContain("(0010,0001)");
        text.ShouldContain("It is an ultrasound.");
    }
}
