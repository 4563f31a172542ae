using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.SelectiveTransfer;

/// <summary>Who may create what, asked of the use case with the real stores behind it.</summary>
public sealed class CreateSelectiveTransferTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_EachRefusal_HasItsNameAndIsAudited()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);
        var create = host.Get<CreateSelectiveTransfer>();
        var input = host.Input();

        (await create.ExecuteAsync(ann with { GroupId = null }, input, Token)).Error.ShouldBe(
            AccountErrors.NoGroup
        );
        (
            await create.ExecuteAsync(Without(Permissions.SelectiveTransferCreate), input, Token)
        ).Error.ShouldBe(SelectiveTransferErrors.MayNotCreate);
        (
            await create.ExecuteAsync(Without(Permissions.TransferUnpseudonymized), input, Token)
        ).Error.ShouldBe(SelectiveTransferErrors.UnpseudonymizedNotAllowed);
        (
            await create.ExecuteAsync(
                Without(Permissions.ProcessUrgently),
                input with
                {
                    IsUrgent = true,
                },
                Token
            )
        ).Error.ShouldBe(SelectiveTransferErrors.UrgentNotAllowed);
        (await create.ExecuteAsync(ann, host.Input(11), Token)).Error!.Code.ShouldBe(
            "too-many-studies"
        );
        (
            await create.ExecuteAsync(ann, input with { ProfileName = "Strict" }, Token)
        ).Error.ShouldBe(SelectiveTransferErrors.NoProject);
        (
            await create.ExecuteAsync(ann, input with { Studies = [] }, Token)
        ).Error!.Message.ShouldBe("Choose at least one study.");
        (
            await create.ExecuteAsync(
                ann,
                input with
                {
                    SourceId = host.DestinationId,
                    DestinationId = host.SourceId,
                },
                Token
            )
        ).Error.ShouldBe(NodeErrors.NotSource);
        (
            await create.ExecuteAsync(ann, input with { DestinationId = host.SourceId }, Token)
        ).Error.ShouldBe(SelectiveTransferErrors.SameNode);
        await using var db = await host.OpenAsync(Token);
        (await db.Jobs.AnyAsync(Token)).ShouldBeFalse();
        (await db.Audit.CountAsync(a => a.Outcome == AuditOutcome.Refused, Token)).ShouldBe(9);

        Actor Without(string permission) =>
            ann with
            {
                Permissions = ann.Permissions.Where(p => p != permission).ToHashSet(),
            };
    }

    [Fact]
    public async Task Execute_DestinationTakesPseudonymisedOnly_IsRefusedAtCreation()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);
        await host.Get<INodeStore>()
            .ChangeAsync(
                host.DestinationId,
                node => node.Accept(AcceptedData.Pseudonymised),
                Token
            );

        var refused = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Input(), Token);

        refused.Error!.Code.ShouldBe("destination-refuses-identified");
    }

    [Theory]
    [InlineData("ct", "A modality has capital letters")]
    [InlineData("", "A modality has capital letters")]
    [InlineData("ABCDEFGHIJKLMNOPQ", "A modality has capital letters")]
    public async Task Execute_NoModality_IsRefused(string modality, string message)
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);

        var refused = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(ann, host.Input() with { OnlyModalities = ["CT", modality] }, Token);

        refused.Error.ShouldNotBeNull().Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Execute_OptionsAndFolder_AreStoredWithTheJob(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var nodes = host.Get<INodeStore>();
        var folder = new DicomFolderNode("Share", "/data/share");
        folder.Accept(AcceptedData.Identified);
        var folderId = await nodes.AddAsync(folder, Token);
        await nodes.SetAccessAsync(ann.GroupId!.Value, folderId, false, true, Token);

        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                ann,
                host.Input() with
                {
                    DestinationId = folderId,
                    SendThroughAdit = true,
                    OnlyModalities = ["CT", "CT ", "XC"],
                    Studies = [new SelectedStudy("P1", "2.25.1") { ExpectedImages = 100 }],
                },
                Token
            );

        created.Error.ShouldBeNull();
        var job = await host.Get<IJobQueries>().GetJobAsync(ann, created.Value, Token);
        job.ShouldNotBeNull().SendThroughAdit.ShouldBeTrue();
        job.OnlyModalities.ShouldBe(["CT", "XC"]);
        job.DestinationName.ShouldBe("Share");
        // 100 images are those of all modalities.
        (await host.TasksAsync(created.Value, Token))
            .Single()
            .ExpectedImages.ShouldBeNull();
    }

    [Fact]
    public async Task Execute_ChosenStudies_GivesOneTaskEachAndTheOwnerAloneSeesIt()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var input = host.Input(3) with
        {
            Studies =
            [
                .. host.Input(3).Studies,
                new SelectedStudy("P1", "2.25.1") { SeriesInstanceUids = ["2.25.7"] },
            ],
        };

        var created = await host.Get<CreateSelectiveTransfer>().ExecuteAsync(ann, input, Token);

        var queries = host.Get<IJobQueries>();
        var job = (await queries.GetJobAsync(ann, created.Value, Token)).ShouldNotBeNull();
        job.Counts.Pending.ShouldBe(3);
        job.SourceName.ShouldBe("Source");
        job.AllowedActions.Order().ShouldBe([JobAction.Delete, JobAction.Cancel]);
        var tasks = await queries.ListTasksAsync(ann, job.Id, new TaskListFilter(), Token);
        tasks.Items.Select(t => t.StudyInstanceUid).ShouldBe(["2.25.1", "2.25.2", "2.25.3"]);
        (await queries.GetJobAsync(ben, job.Id, Token)).ShouldBeNull();
        (await queries.ListTasksAsync(ben, job.Id, new TaskListFilter(), Token)).Total.ShouldBe(0);
        (await queries.GetTaskAsync(ben, tasks.Items[0].Id, Token)).ShouldBeNull();
        (
            await queries.ListJobsAsync(ben, new JobListFilter { AllOwners = true }, Token)
        ).Total.ShouldBe(0);
        (await queries.ListJobsAsync(ann, new JobListFilter(), Token))
            .Items.Single()
            .TaskCount.ShouldBe(3);
        (await host.Get<DeleteJob>().ExecuteAsync(ben, job.Id, Token)).Error.ShouldBe(
            JobErrors.NotFound
        );
        (await host.Get<DeleteJob>().ExecuteAsync(ann, job.Id, Token)).IsSuccess.ShouldBeTrue();
        (await queries.GetJobAsync(ann, job.Id, Token)).ShouldBeNull();
    }
}
