using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Domain.SelectiveTransfer;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Deidentification;

/// <summary>What a task's images are de-identified with, and that nothing is sent when that cannot be put together.</summary>
public sealed class TaskDeidentifiersTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_ForAPseudonymisedTask_UsesTheJobsProfileAndTheProjectsSecret()
    {
        await using var host = await HostAsync();
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var id = (
            await host.Get<CreateProject>()
                .ExecuteAsync(
                    boss,
                    host.ProjectInput() with
                    {
                        AllowedSopClasses = ["1.2.3.4"],
                    },
                    Token
                )
        ).Value;
        var (job, task, source) = await JobAsync(host, boss, id);

        var made = await CreateAsync(host, job, task, source);
        var again = await CreateAsync(host, job, task, source);

        var deidentifier = made.Value.ShouldNotBeNull();
        deidentifier.Profile.Name.ShouldBe(ProjectBench.DefaultProfile);
        deidentifier.Profile.Admission.AllowedSopClasses.ShouldBe(["1.2.3.4"]);
        var header = Header();
        var output = deidentifier
            .Deidentify(header, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        output.GetString(DicomTag.PatientId).ShouldBe("A1");
        output.GetString(DicomTag.PatientName).ShouldBe("A1");
        output.GetString(DicomTag.ClinicalTrialProtocolId).ShouldBe("T-9");
        // The same secret and the same patient: the same UIDs and dates, in every task.
        var second = again
            .Value!.Deidentify(header, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        foreach (var tag in new[] { DicomTag.SopInstanceUid, DicomTag.StudyDate })
        {
            second.GetString(tag).ShouldBe(output.GetString(tag));
            output.GetString(tag).ShouldNotBe(header.GetString(tag));
        }
    }

    [Fact]
    public async Task Create_ForATaskOfIdentifiedData_GivesNone()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var jobId = await host.AddJobAsync(ann, 1, Token, wake: false);
        var job = await host.JobAsync(jobId, Token);
        var task = (await host.TasksAsync(jobId, Token)).Single();

        var made = await CreateAsync(host, job, task, await SourceAsync(host));

        made.Error.ShouldBeNull();
        made.Value.ShouldBeNull();
    }

    [Theory]
    [InlineData("secret", "project-secret-unreadable")]
    [InlineData("link", "pseudonym-not-linked")]
    [InlineData("domain", "pseudonym-not-linked")]
    [InlineData("profile", "pseudonymisation-incomplete")]
    [InlineData("pseudonym", "pseudonymisation-incomplete")]
    public async Task Create_SomethingIsMissing_IsAnErrorAndNeverNone(string missing, string code)
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var (job, task, source) = await JobAsync(host, ann, id);
        await using (var db = await host.OpenAsync(Token))
        {
            switch (missing)
            {
                case "secret":
                    await PseudonymisedTransferTests.BreakSecretAsync(host);
                    break;
                case "link":
                    await db.Subjects.ExecuteUpdateAsync(
                        set => set.SetProperty(s => s.Pseudonym, "B1"),
                        Token
                    );
                    break;
                case "domain":
                    source.UseIdDomain("elsewhere");
                    break;
                case "profile":
                    await db.ProfileVersions.ExecuteUpdateAsync(
                        set => set.SetProperty(p => p.Settings, "{"),
                        Token
                    );
                    break;
                case "pseudonym":
                    await db.Tasks.ExecuteUpdateAsync(
                        set => set.SetProperty(t => t.Pseudonym, (string?)null),
                        Token
                    );
                    task = (await host.TasksAsync(job.Id, Token)).Single();
                    break;
            }
        }

        var made = await CreateAsync(host, job, task, source);

        made.Error.ShouldNotBeNull().Code.ShouldBe(code);
        made.Error.Message.ShouldContain("Nothing is sent");
    }

    private static Task<Result<Deidentifier?>> CreateAsync(
        EngineHost host,
        Job job,
        JobTask task,
        DicomNode source
    ) => host.Get<ITaskDeidentifiers>().CreateAsync(job, task, source, Token);

    private static async Task<(Job, JobTask, DicomNode)> JobAsync(
        EngineHost host,
        Actor actor,
        int projectId
    )
    {
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                actor,
                host.Pseudonymised(projectId, ("4711001", "A1")) with
                {
                    TrialProtocolId = "T-9",
                },
                Token
            );
        created.Error.ShouldBeNull();
        return (
            await host.JobAsync(created.Value, Token),
            (await host.TasksAsync(created.Value, Token)).Single(),
            await SourceAsync(host)
        );
    }

    private static async Task<DicomNode> SourceAsync(EngineHost host) =>
        (await host.Get<INodeStore>().FindAsync(host.SourceId, Token)).ShouldNotBeNull();

    private static DicomDataset Header()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        header.Set(DicomTag.SopInstanceUid, "1.2.3.1");
        header.Set(DicomTag.StudyInstanceUid, "1.2.3.2");
        header.Set(DicomTag.SeriesInstanceUid, "1.2.3.3");
        header.Set(DicomTag.Modality, "CT");
        header.Set(DicomTag.PatientId, "4711001");
        header.Set(DicomTag.PatientName, "Doe^Jane");
        header.Set(DicomTag.StudyDate, "20240201");
        return header;
    }

    private Task<EngineHost> HostAsync() =>
        EngineHost.CreateAsync(DatabaseProvider.Sqlite, cluster, Token, start: false);
}
