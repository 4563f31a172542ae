using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.SelectiveTransfer;

/// <summary>Jobs of a project: what they are made with, who may make them, and that it is asked again when a task starts.</summary>
public sealed class PseudonymisedTransferTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Execute_WithoutTheRightToIdentifiedData_MakesAPseudonymisedJob(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = ProjectUseCaseTests.Without(
            await host.PersonAsync("ann", Token),
            Permissions.TransferUnpseudonymized
        );
        var id = await host.AddProjectAsync(ann, Token);
        await host.Get<ChangeProject>()
            .ExecuteAsync(
                ann,
                id,
                host.ProjectInput() with
                {
                    TrialProtocolId = "T-1",
                    TrialProtocolName = "Trial",
                },
                Token
            );
        var input = host.Pseudonymised(id, ("4711001", "A1"), ("4711002", "A2"));

        var created = await host.Get<CreateSelectiveTransfer>().ExecuteAsync(ann, input, Token);

        created.Error.ShouldBeNull();
        var job = (
            await host.Get<IJobQueries>().GetJobAsync(ann, created.Value, Token)
        ).ShouldNotBeNull();
        job.ProjectId.ShouldBe(id);
        job.ProjectName.ShouldBe("Lung");
        job.ProfileName.ShouldBe(ProjectBench.DefaultProfile);
        job.ProfileVersion.ShouldBe(1);
        (job.TrialProtocolId, job.TrialProtocolName).ShouldBe(("T-1", "Trial"));
        var tasks = await host.TasksAsync(job.Id, Token);
        tasks.Select(t => t.Pseudonym).ShouldBe(["A1", "A2"]);
        var details = (
            await host.Get<IProjectQueries>().GetAsync(ann, id, Token)
        ).ShouldNotBeNull();
        details.Totals.ShouldBe(new ProjectTotals(2, 2, 0, 0));
        var subjects = await host.Get<IProjectQueries>()
            .ListSubjectsAsync(ann, id, new SubjectListFilter { Pseudonym = "a2" }, Token);
        var missing = subjects.Items.ShouldHaveSingleItem().Missing.ShouldHaveSingleItem();
        missing.JobId.ShouldBe(job.Id);
        missing.StudyDate.ShouldBe(new DateOnly(2024, 2, 2));
        // The date at the source would tell another member who it is.
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var seen = await host.Get<IProjectQueries>()
            .ListSubjectsAsync(boss, id, new SubjectListFilter(), Token);
        seen.Items.Count.ShouldBe(2);
        seen.Items.SelectMany(s => s.Missing)
            .ShouldAllBe(m => m.StudyDate == null && m.StudyDescription == null);
        // The trail names project and profile, and no patient.
        await using var db = await host.OpenAsync(Token);
        var line = await db.Audit.SingleAsync(a => a.Action == "job.create", Token);
        line.Detail.ShouldNotBeNull().ShouldContain($"in project {id} under profile version ");
        line.Detail.ShouldNotContain("4711001");
    }

    [Fact]
    public async Task Execute_ProfileChangedLater_TheJobKeepsItsVersion()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var ours = new ProfileInput { Name = "Ours", IsNew = true };
        await host.Get<SaveProfile>().ExecuteAsync(boss, ours, Token);
        var id = (
            await host.Get<CreateProject>()
                .ExecuteAsync(ann, host.ProjectInput() with { AllowedProfiles = ["Ours"] }, Token)
        ).Value;
        var create = host.Get<CreateSelectiveTransfer>();
        var before = await create.ExecuteAsync(
            ann,
            host.Pseudonymised(id, ("4711001", "A1")),
            Token
        );

        await host.Get<SaveProfile>()
            .ExecuteAsync(
                boss,
                ours with
                {
                    IsNew = false,
                    Admission = new Adit.Dicom.Deidentification.AdmissionRules
                    {
                        ExcludedModalities = [],
                    },
                },
                Token
            );
        var after = await create.ExecuteAsync(
            ann,
            host.Pseudonymised(id, ("4711001", null)),
            Token
        );

        var queries = host.Get<IJobQueries>();
        (await queries.GetJobAsync(ann, before.Value, Token))!.ProfileVersion.ShouldBe(1);
        (await queries.GetJobAsync(ann, after.Value, Token))!.ProfileVersion.ShouldBe(2);
    }

    [Fact]
    public async Task Execute_EachRefusal_HasItsNameAndStoresNothing()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var id = await host.AddProjectAsync(ann, Token);
        var input = host.Pseudonymised(id, ("4711001", "A1"));

        (await ErrorAsync(ben, input)).ShouldBe(ProjectErrors.NotFound);
        // Staff makes projects, and works in those that it is a member of.
        (await ErrorAsync(boss, input)).ShouldBe(ProjectErrors.NotFound);
        (await ErrorAsync(ann, input with { ProfileName = "Research" })).ShouldBe(
            ProjectErrors.ProfileNotAllowed("Research", "Lung")
        );
        (await ErrorAsync(ann, input with { ProfileName = "Nope" })).ShouldBe(
            ProjectErrors.ProfileUnknown("Nope")
        );
        (await ErrorAsync(ann, input with { ProjectId = null })).ShouldBe(
            SelectiveTransferErrors.NoProject
        );
        await host.Get<ArchiveProfile>().ExecuteAsync(boss, "Strict", true, Token);
        (await ErrorAsync(ann, input with { ProfileName = "Strict" })).ShouldBe(
            ProjectErrors.ProfileUnknown("Strict")
        );
        await ChangeAsync(host.ProjectInput() with { DestinationIds = [] });
        (await ErrorAsync(ann, input)).ShouldBe(
            ProjectErrors.DestinationNotAllowed("Destination", "Lung")
        );
        await ChangeAsync(host.ProjectInput() with { EthicsUntil = new DateOnly(2020, 1, 1) });
        (await ErrorAsync(ann, input)).ShouldBe(ProjectErrors.Closed("Lung"));
        await ChangeAsync(host.ProjectInput());
        await host.Get<INodeStore>()
            .ChangeAsync(host.DestinationId, n => n.Accept(AcceptedData.Identified), Token);
        (await ErrorAsync(ann, input)).Code.ShouldBe("destination-refuses-pseudonymised");
        await host.Get<INodeStore>()
            .ChangeAsync(host.DestinationId, n => n.Accept(AcceptedData.Pseudonymised), Token);
        await BreakSecretAsync(host);
        (await ErrorAsync(ann, input)).Code.ShouldBe("project-secret-unreadable");

        await using var db = await host.OpenAsync(Token);
        (await db.Jobs.AnyAsync(Token)).ShouldBeFalse();
        (await db.Subjects.AnyAsync(Token)).ShouldBeFalse();
        (
            await db
                .Audit.Where(a => a.Action == "job.create")
                .Select(a => a.Outcome)
                .Distinct()
                .ToListAsync(Token)
        ).ShouldBe([AuditOutcome.Refused]);

        async Task<DomainError> ErrorAsync(Actor actor, SelectiveTransferInput refused) =>
            (
                await host.Get<CreateSelectiveTransfer>().ExecuteAsync(actor, refused, Token)
            ).Error.ShouldNotBeNull();

        async Task ChangeAsync(ProjectInput changed) =>
            (
                await host.Get<ChangeProject>().ExecuteAsync(ann, id, changed, Token)
            ).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("archived", "is archived, or its ethics approval has ended")]
    [InlineData("ethics", "is archived, or its ethics approval has ended")]
    [InlineData("member", "not a member")]
    [InlineData("profile", "does not allow the profile")]
    [InlineData("destination", "does not allow the destination")]
    public async Task Task_ProjectChangedMeanwhile_FailsAsNoLongerAllowed(
        string change,
        string message
    )
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        await host.PersonAsync("ben", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Pseudonymised(id, ("4711001", "A1")), Token);
        await host.Get<IProjectStore>()
            .ChangeAsync(
                id,
                project =>
                {
                    switch (change)
                    {
                        case "archived":
                            project.Archive();
                            break;
                        case "ethics":
                            project.SetEthics(null, new DateOnly(2020, 1, 1));
                            break;
                        case "member":
                            project.SetMembers([]);
                            break;
                        case "profile":
                            project.AllowProfiles(["Strict"], null);
                            break;
                        case "destination":
                            project.SetDestinations([]);
                            break;
                    }
                },
                Token
            );

        await host.StartAsync(Token);
        var job = await host.WaitForAsync(created.Value, j => j.IsFinished, Token);

        job.Status.ShouldBe(JobStatus.Failure);
        var task = (await host.TasksAsync(job.Id, Token)).ShouldHaveSingleItem();
        task.Message.ShouldStartWith(TaskMessages.NoLongerAllowed);
        task.Message.ShouldContain(message);
        host.Executor.HasStarted.ShouldBeFalse();
    }

    [Fact]
    public async Task Task_OfAnOpenProject_Runs()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Pseudonymised(id, ("4711001", "A1")), Token);

        await host.StartAsync(Token);

        (await host.WaitForAsync(created.Value, j => j.IsFinished, Token)).Status.ShouldBe(
            JobStatus.Success
        );
    }

    internal static async Task BreakSecretAsync(EngineHost host)
    {
        await using var db = await host.OpenAsync(Token);
        await db.Projects.ExecuteUpdateAsync(
            set => set.SetProperty(p => p.ProtectedSecret, "AAAA"),
            Token
        );
    }

    private Task<EngineHost> HostAsync() =>
        EngineHost.CreateAsync(DatabaseProvider.Sqlite, cluster, Token, start: false);
}
