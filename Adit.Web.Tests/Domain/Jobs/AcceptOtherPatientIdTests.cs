using Adit.Domain.Audit;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Jobs;

/// <summary>A study whose images carry another patient's ID goes on only when a person says so.</summary>
public sealed class AcceptOtherPatientIdTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Execute_OwnerAcceptsWhatWasFound_TaskRunsAgainWithIt(
        DatabaseProvider provider
    )
    {
        var executor = new FakeExecutor { Behaviour = FailForOtherIdAsync };
        await using var host = await EngineHost.CreateAsync(
            provider,
            cluster,
            Token,
            executor: executor
        );
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var jobId = await host.AddJobAsync(ann, 1, Token);
        await host.WaitForAsync(jobId, job => job.IsFinished, Token);
        var taskId = (await host.TasksAsync(jobId, Token)).Single().Id;
        var queries = host.Get<IJobQueries>();
        var details = (await queries.GetTaskAsync(ann, taskId, Token)).ShouldNotBeNull();
        details.FoundPatientId.ShouldBe("OTHER");
        details.MayAcceptPatientId.ShouldBeTrue();
        (await queries.GetTaskAsync(ben, taskId, Token)).ShouldBeNull();
        var accept = host.Get<AcceptOtherPatientId>();

        (await accept.ExecuteAsync(ben, taskId, "OTHER", Token)).Error.ShouldBe(
            JobErrors.TaskNotFound
        );
        (await accept.ExecuteAsync(ann, taskId, "other", Token)).Error.ShouldBe(
            JobErrors.OtherPatientIdChanged
        );
        (await accept.ExecuteAsync(ann, taskId, "OTHER", Token)).Error.ShouldBeNull();

        var end = await host.WaitForAsync(jobId, job => job.IsFinished, Token);
        end.Status.ShouldBe(JobStatus.Success);
        details = (await queries.GetTaskAsync(ann, taskId, Token)).ShouldNotBeNull();
        details.AcceptedPatientId.ShouldBe("OTHER");
        details.FoundPatientId.ShouldBeNull();
        details.MayAcceptPatientId.ShouldBeFalse();
        details.Row.Attempts.ShouldBe(1);
        (await accept.ExecuteAsync(ann, taskId, "OTHER", Token)).Error!.Code.ShouldBe("task-state");
        await using var db = await host.OpenAsync(Token);
        var trail = await db
            .Audit.Where(a => a.Action == "task.accept-patient-id")
            .OrderBy(a => a.Id)
            .ToListAsync(Token);
        trail
            .Select(a => a.Outcome)
            .ShouldBe([AuditOutcome.Refused, AuditOutcome.Success, AuditOutcome.Refused]);
        trail[1].Detail.ShouldBe("patient ID OTHER for study 2.25.1 of patient ID P1");

        static async Task<TaskOutcome> FailForOtherIdAsync(
            TaskExecutionContext context,
            CancellationToken cancellationToken
        )
        {
            if (context.Task.AcceptedPatientId == "OTHER")
            {
                return TaskOutcome.Success("Done.");
            }

            await context.Ledger.SetFoundPatientIdAsync("OTHER", cancellationToken);
            return TaskOutcome.Failure("Another patient's images.");
        }
    }

    [Fact]
    public async Task Execute_TaskFailedForAnotherReason_IsRefused()
    {
        var executor = new FakeExecutor
        {
            Behaviour = (_, _) => Task.FromResult(TaskOutcome.Failure("Full.")),
        };
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            executor: executor
        );
        var ann = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(ann, 1, Token);
        await host.WaitForAsync(jobId, job => job.IsFinished, Token);
        var taskId = (await host.TasksAsync(jobId, Token)).Single().Id;

        var refused = await host.Get<AcceptOtherPatientId>().ExecuteAsync(ann, taskId, "P2", Token);

        refused.Error.ShouldBe(JobErrors.NoOtherPatientId);
        (await host.JobAsync(jobId, Token)).Status.ShouldBe(JobStatus.Failure);
    }
}
