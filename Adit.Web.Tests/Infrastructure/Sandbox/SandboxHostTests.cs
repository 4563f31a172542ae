using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Sandbox;
using Adit.Infrastructure.Sandbox.Synthesis;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox;

/// <summary>The sandbox inside the program: nodes, people and rights on a real database.</summary>
public sealed class SandboxHostTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adit-sandbox-host-");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OnAnEmptyDatabase_MakesTwoNodesThatAnswer()
    {
        using var app = await StartAsync("Development");

        var nodes = await ServersAsync(app);
        nodes.Select(node => node.Name).ShouldBe(["SANDBOX1", "SANDBOX2"]);
        nodes.ShouldAllBe(node =>
            node.Accepts(AcceptedData.Identified | AcceptedData.Pseudonymised)
        );
        foreach (var node in nodes)
        {
            var peer = new DicomPeer(node.Host, node.Port, node.AeTitle, "ADIT");
            await new DicomClient(peer).EchoAsync(CancellationToken);
        }
        await app.StopAsync(CancellationToken);
    }

    [Fact]
    public async Task Move_ToAditsOwnReceiver_ReachesItOnWhateverPort()
    {
        using var app = await StartAsync("Development");
        var node = (await ServersAsync(app))[0];
        var client = new DicomClient(new DicomPeer(node.Host, node.Port, node.AeTitle, "ADIT"));
        var query = new DicomDataset();
        query.Set(DicomTag.QueryRetrieveLevel, "STUDY");
        query.Set(DicomTag.StudyInstanceUid, "");
        var study = await client
            .FindAsync(DicomUids.StudyRootFind, query, CancellationToken)
            .FirstAsync(CancellationToken);
        query.Set(
            DicomTag.StudyInstanceUid,
            study.GetString(DicomTag.StudyInstanceUid).ShouldNotBeNull()
        );

        // Nobody expects these images: the receiver is called, lets the known server in, and takes none.
        var fault = await Should.ThrowAsync<DicomStatusException>(() =>
            client.MoveAsync(
                DicomUids.StudyRootMove,
                query,
                "ADIT",
                cancellationToken: CancellationToken
            )
        );

        var counts = fault.Retrieve.ShouldNotBeNull().SubOperations.ShouldNotBeNull();
        counts.Failed.ShouldBeGreaterThan(0);
        var receiver = app
            .Services.GetRequiredService<IReceiverQueries>()
            .Get(new Actor(1, "staff", IsStaff: true, null, new HashSet<string>()))
            .ShouldNotBeNull();
        receiver.Refused.ShouldBe(counts.Failed);
        receiver.RejectedAssociations.ShouldBe(0);
        await app.StopAsync(CancellationToken);
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("researcher", false)]
    public async Task Start_InDevelopment_LetsTheDemoPeopleUseBothNodes(string userName, bool staff)
    {
        using var app = await StartAsync("Development");
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AditUser>>();

        var user = (await users.FindByNameAsync(userName)).ShouldNotBeNull();
        (await users.CheckPasswordAsync(user, "sandbox")).ShouldBeTrue();
        var actors = app.Services.GetRequiredService<IActorProvider>();
        var actor = (await actors.GetAsync(user.Id, CancellationToken)).ShouldNotBeNull();
        actor.IsStaff.ShouldBe(staff);
        actor.Has(Permissions.SelectiveTransferCreate).ShouldBeTrue();
        actor.Has(Permissions.TransferUnpseudonymized).ShouldBeTrue();
        var queries = app.Services.GetRequiredService<INodeQueries>();
        var sources = await queries.SourcesForAsync(actor, CancellationToken);
        var destinations = await queries.DestinationsForAsync(actor, CancellationToken);
        sources.Select(node => node.Name).Order().ShouldBe(["SANDBOX1", "SANDBOX2"]);
        destinations.Select(node => node.Name).Order().ShouldBe(["SANDBOX1", "SANDBOX2"]);
        app.Services.GetRequiredService<DemoAccounts>()
            .All.ShouldContain(account =>
                account.UserName == userName && account.Password == "sandbox"
            );
        await app.StopAsync(CancellationToken);
    }

    [Fact]
    public async Task Start_InDevelopment_MakesAProjectThatTheDemoPeopleCanUseAtOnce()
    {
        using var app = await StartAsync("Development");
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AditUser>>();
        var user = (await users.FindByNameAsync("researcher")).ShouldNotBeNull();
        var actor = (
            await app
                .Services.GetRequiredService<IActorProvider>()
                .GetAsync(user.Id, CancellationToken)
        ).ShouldNotBeNull();

        var project = (
            await app
                .Services.GetRequiredService<IProjectQueries>()
                .ChoicesAsync(actor, CancellationToken)
        ).ShouldHaveSingleItem();

        project.Name.ShouldBe("Demo study");
        project.DefaultProfile.ShouldBe("Research with shifted dates");
        var nodes = await ServersAsync(app);
        var destination = nodes.Single(node => node.Name == "SANDBOX2").Id;
        project.DestinationIds.ShouldBe([destination]);
        var study = SyntheticHospital
            .Studies.Where(one => one.Series.All(series => series.Modality is "CT" or "MR" or "CR"))
            .MinBy(one => one.Instances().Count())
            .ShouldNotBeNull();
        var source = nodes.Single(node => node.Name == "SANDBOX1").Id;
        var generated = await app
            .Services.GetRequiredService<GeneratePseudonyms>()
            .ExecuteAsync(
                actor,
                new PseudonymRequest
                {
                    ProjectId = project.Id,
                    SourceId = source,
                    Patients = [new PseudonymPatient(study.Patient.Id)],
                    Prefix = "DEMO-",
                },
                CancellationToken
            );
        await using var watch = app
            .Services.GetRequiredService<IJobProgressBroker>()
            .Watch(new JobWatchScope.All());
        var created = await app
            .Services.GetRequiredService<CreateSelectiveTransfer>()
            .ExecuteAsync(
                actor,
                new SelectiveTransferInput
                {
                    SourceId = source,
                    DestinationId = destination,
                    ProjectId = project.Id,
                    Studies = [new SelectedStudy(study.Patient.Id, study.Uid.Value)],
                    Pseudonyms = generated.Value,
                },
                CancellationToken
            );
        created.Error.ShouldBeNull();
        var job = await FinishedAsync(app, watch, created.Value);

        job.Status.ShouldBe(JobStatus.Success, job.Message);
        var arrived = nodes.Single(node => node.Name == "SANDBOX2");
        var query = new DicomDataset();
        query.Set(DicomTag.QueryRetrieveLevel, "STUDY");
        foreach (
            var tag in new[]
            {
                DicomTag.PatientId,
                DicomTag.PatientName,
                DicomTag.StudyInstanceUid,
                DicomTag.NumberOfStudyRelatedInstances,
            }
        )
        {
            query.Set(tag, "");
        }
        var there = await new DicomClient(
            new DicomPeer(arrived.Host, arrived.Port, arrived.AeTitle, "ADIT")
        )
            .FindAsync(DicomUids.StudyRootFind, query, CancellationToken)
            .SingleAsync(CancellationToken);
        there.GetString(DicomTag.PatientId).ShouldBe("DEMO-001");
        there.GetString(DicomTag.PatientName).ShouldBe("DEMO-001");
        there.GetString(DicomTag.StudyInstanceUid).ShouldNotBe(study.Uid.Value);
        there
            .GetString(DicomTag.NumberOfStudyRelatedInstances)
            .ShouldBe(FormattableString.Invariant($"{study.Instances().Count()}"));
        var details = (
            await app
                .Services.GetRequiredService<IProjectQueries>()
                .GetAsync(actor, project.Id, CancellationToken)
        ).ShouldNotBeNull();
        details.Totals.ShouldBe(new ProjectTotals(1, 1, 1, study.Instances().Count()));
        await app.StopAsync(CancellationToken);
    }

    [Fact]
    public async Task Start_Again_UpdatesThePortsAndAddsNothing()
    {
        using (var first = await StartAsync("Development"))
        {
            await first.StopAsync(CancellationToken);
        }
        using var second = await StartAsync("Development");

        var ports = second.Services.GetRequiredService<SandboxServers>().Ports;
        var nodes = await ServersAsync(second);
        nodes.Count.ShouldBe(2);
        nodes.ShouldAllBe(node => node.Port == ports[node.AeTitle]);
        await second.StopAsync(CancellationToken);
    }

    [Fact]
    public void AddSandbox_InProduction_HasNoDemoAccounts()
    {
        using var app = Build("Production", enabled: true);

        app.Services.GetRequiredService<DemoAccounts>().All.ShouldBeEmpty();
    }

    [Fact]
    public void AddSandbox_NotEnabled_AddsNoServers()
    {
        using var app = Build("Development", enabled: false);

        app.Services.GetService<SandboxServers>().ShouldBeNull();
        app.Services.GetServices<IHostedService>()
            .ShouldNotContain(service => service is SandboxHost);
        app.Services.GetRequiredService<DemoAccounts>().All.ShouldBeEmpty();
    }

    [Fact]
    public void Options_WithAnImpossiblePort_NameTheKey()
    {
        using var app = Build("Development", enabled: true, ("Sandbox:Port1", "70000"));

        var failure = Should.Throw<OptionsValidationException>(() =>
            app.Services.GetRequiredService<IOptions<SandboxOptions>>().Value
        );

        failure.Message.ShouldContain("Sandbox:Port1");
    }

    private static async Task<Job> FinishedAsync(IHost app, JobWatch watch, int jobId)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var store = app.Services.GetRequiredService<IJobStore>();
        var job = (await store.FindJobAsync(jobId, deadline.Token)).ShouldNotBeNull();
        await foreach (var _ in watch.ReadAllAsync(deadline.Token))
        {
            job = (await store.FindJobAsync(jobId, deadline.Token)).ShouldNotBeNull();
            if (job.IsFinished)
            {
                break;
            }
        }
        return job;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<IHost> StartAsync(string environment)
    {
        var app = Build(environment, enabled: true);
        await app.StartAsync(CancellationToken);
        return app;
    }

    private IHost Build(
        string environment,
        bool enabled,
        params (string Key, string Value)[] settings
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment }
        );
        builder.Configuration.AddInMemoryCollection([
            new(
                "Database:ConnectionString",
                "Data Source=" + Path.Combine(folder.FullName, "adit.db") + ";Pooling=False"
            ),
            new("Receiver:Port", "0"),
            new("Sandbox:Enabled", enabled ? "true" : "false"),
            .. settings.Select(setting => new KeyValuePair<string, string?>(
                setting.Key,
                setting.Value
            )),
        ]);
        builder.Services.AddLogging();
        builder.Services.AddDataProtection();
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        builder.Services.AddSandbox(builder.Configuration, builder.Environment);
        return builder.Build();
    }

    private static async Task<List<DicomServerNode>> ServersAsync(IHost app)
    {
        var contexts = app.Services.GetRequiredService<IDbContextFactory<AditDbContext>>();
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        return await db
            .Servers.AsNoTracking()
            .OrderBy(node => node.Name)
            .ToListAsync(CancellationToken);
    }
}
