using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Projects;

/// <summary>Who may make, see and change projects.</summary>
public sealed class ProjectUseCaseTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Create_WithThePermission_MakesAProjectWithASecretThatNobodySees(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var input = host.ProjectInput() with
        {
            Description = "A study",
            TrialProtocolId = "T-1",
            EthicsReference = "E 2/26",
            EthicsUntil = new DateOnly(2031, 12, 31),
            DefaultProfile = "strict",
        };

        var id = (await host.Get<CreateProject>().ExecuteAsync(ann, input, Token)).Value;
        var other = await host.AddProjectAsync(ann, Token, "Liver");

        var details = (
            await host.Get<IProjectQueries>().GetAsync(ann, id, Token)
        ).ShouldNotBeNull();
        details.AllowedProfiles.ShouldBe([ProjectBench.DefaultProfile, "Strict"]);
        details.DefaultProfile.ShouldBe("Strict");
        details.TrialProtocolId.ShouldBe("T-1");
        details.EthicsUntil.ShouldBe(new DateOnly(2031, 12, 31));
        details.Members.ShouldHaveSingleItem().UserName.ShouldBe("ann");
        details.Destinations.ShouldHaveSingleItem().AcceptsPseudonymised.ShouldBeTrue();
        details.IsOpen.ShouldBeTrue();
        details.MayChange.ShouldBeTrue();
        var store = host.Get<IProjectStore>();
        var (one, two) = (
            (await store.FindAsync(id, Token)).ShouldNotBeNull(),
            (await store.FindAsync(other, Token)).ShouldNotBeNull()
        );
        one.ProtectedSecret.ShouldNotBe(two.ProtectedSecret);
        var secrets = host.Get<IProjectSecrets>();
        secrets
            .Open(one)
            .Value.Code("x", "y", 32)
            .ShouldNotBe(secrets.Open(two).Value.Code("x", "y", 32));
    }

    [Fact]
    public async Task Create_EachRefusal_HasItsName()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var create = host.Get<CreateProject>();
        var input = host.ProjectInput();
        await host.AddProjectAsync(ann, Token, "Taken");

        (
            await create.ExecuteAsync(Without(ann, Permissions.ProjectsCreate), input, Token)
        ).Error.ShouldBe(ProjectErrors.MayNotCreate);
        await RefusedAsync(input with { Name = " " }, "Enter a name");
        await RefusedAsync(input with { Name = "TAKEN" }, "There is already a project");
        await RefusedAsync(input with { AllowedProfiles = [] }, "Choose at least one");
        await RefusedAsync(input with { AllowedProfiles = ["Nope"] }, "There is no profile");
        await RefusedAsync(input with { TrialProtocolId = @"a\b" }, "A trial protocol ID");
        await RefusedAsync(input with { DestinationIds = [99] }, NodeErrors.NotFound.Message);
        // No destination of the group.
        await RefusedAsync(input with { DestinationIds = [host.SourceId] }, "\"Source\" cannot be");
        await RefusedAsync(
            input with
            {
                AllowedSopClasses = ["1.2.840.10008.5.1.4.1.1.7"],
            },
            "Only staff may let SOP classes through"
        );
        (
            await create.ExecuteAsync(
                boss,
                input with
                {
                    AllowedSopClasses = ["1.2.840.10008.5.1.4.1.1.7"],
                },
                Token
            )
        ).Error.ShouldBeNull();

        async Task RefusedAsync(ProjectInput refused, string message) =>
            (await create.ExecuteAsync(ann, refused, Token))
                .Error.ShouldNotBeNull()
                .Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task Change_ByMembersStaffAndOthers_IsAllowedToWhoMay()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var id = await host.AddProjectAsync(ann, Token);
        var change = host.Get<ChangeProject>();
        var queries = host.Get<IProjectQueries>();

        (await change.ExecuteAsync(ben, id, host.ProjectInput("Mine"), Token)).Error.ShouldBe(
            ProjectErrors.NotFound
        );
        (await queries.GetAsync(ben, id, Token)).ShouldBeNull();
        (await queries.ListAsync(ben, true, Token)).ShouldBeEmpty();
        var members = await host.Get<SetProjectMembers>()
            .ExecuteAsync(ann, id, ["ANN", "ben"], Token);
        members.Error.ShouldBeNull();
        (
            await change.ExecuteAsync(
                Without(ben, Permissions.ProjectsCreate),
                id,
                host.ProjectInput("Mine"),
                Token
            )
        ).Error.ShouldBe(ProjectErrors.MayNotChange);
        (
            await change.ExecuteAsync(
                boss,
                id,
                host.ProjectInput("LUNG") with
                {
                    AllowedSopClasses = ["1.2.3"],
                },
                Token
            )
        ).Error.ShouldBeNull();
        // What staff allowed stays, and somebody else's change has to leave it.
        (await change.ExecuteAsync(ben, id, host.ProjectInput("Mine"), Token)).Error.ShouldBe(
            ProjectErrors.StaffAllowsSopClasses
        );
        (
            await change.ExecuteAsync(
                ben,
                id,
                host.ProjectInput("Mine") with
                {
                    AllowedSopClasses = ["1.2.3"],
                },
                Token
            )
        ).Error.ShouldBeNull();
        (await queries.ListAsync(boss, false, Token))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                row => row.Name.ShouldBe("Mine"),
                row => row.IsMember.ShouldBeFalse(),
                row => row.MemberCount.ShouldBe(2)
            );
        await using var db = await host.OpenAsync(Token);
        (
            await db.Audit.CountAsync(
                a => a.Action == "project.change" && a.Outcome == AuditOutcome.Success,
                Token
            )
        ).ShouldBe(2);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task CreateAndChange_ToOneNameAtOnce_OneOfThemIsTold(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        int[] ids =
        [
            .. await Task.WhenAll(
                Enumerable
                    .Range(1, 4)
                    .Select(i =>
                        host.AddProjectAsync(ann, Token, FormattableString.Invariant($"P{i}"))
                    )
            ),
        ];

        var errors = await Task.WhenAll(
            ids.Select(async id =>
                    (
                        await host.Get<ChangeProject>()
                            .ExecuteAsync(ann, id, host.ProjectInput("Same"), Token)
                    ).Error
                )
                .Append(
                    Task.Run(
                        async () =>
                            (
                                await host.Get<CreateProject>()
                                    .ExecuteAsync(ann, host.ProjectInput("SAME"), Token)
                            ).Error,
                        Token
                    )
                )
        );

        errors.Count(e => e is null).ShouldBe(1);
        errors.OfType<DomainError>().ShouldAllBe(e => e.Code == DomainError.ConflictCode);
    }

    [Fact]
    public async Task SetMembers_UnknownOrDisabledPerson_IsNamed()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        await host.PersonAsync("ben", Token);
        var id = await host.AddProjectAsync(ann, Token);
        await using (var db = await host.OpenAsync(Token))
        {
            await db
                .Users.Where(u => u.UserName == "ben")
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.IsActive, false), Token);
        }

        foreach (var name in new[] { "ben", "zoe" })
        {
            var refused = await host.Get<SetProjectMembers>()
                .ExecuteAsync(ann, id, ["ann", name], Token);
            refused.Error.ShouldBe(ProjectErrors.UnknownPerson(name));
        }

        (
            await host.Get<SetProjectMembers>().ExecuteAsync(ann, id, [" "], Token)
        ).Error!.Code.ShouldBe(DomainError.InvalidCode);
    }

    [Fact]
    public async Task Archive_AndRestore_TakesTheProjectOffTheForm()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var queries = host.Get<IProjectQueries>();
        (await queries.ChoicesAsync(ann, Token))
            .ShouldHaveSingleItem()
            .DestinationIds.ShouldBe([host.DestinationId]);

        (await host.Get<ArchiveProject>().ExecuteAsync(ann, id, true, Token)).Error.ShouldBeNull();
        (await queries.ChoicesAsync(ann, Token)).ShouldBeEmpty();
        (await queries.ListAsync(ann, false, Token)).ShouldBeEmpty();
        (await queries.ListAsync(ann, true, Token)).ShouldHaveSingleItem();

        (await host.Get<ArchiveProject>().ExecuteAsync(ann, id, false, Token)).Error.ShouldBeNull();
        (await queries.ChoicesAsync(ann, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Choices_EthicsApprovalEnded_LeavesTheProjectOut()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var today = DateOnly.FromDateTime(host.Get<TimeProvider>().GetUtcNow().UtcDateTime);
        var create = host.Get<CreateProject>();
        await create.ExecuteAsync(
            ann,
            host.ProjectInput("Over") with
            {
                EthicsUntil = today.AddDays(-1),
            },
            Token
        );
        await create.ExecuteAsync(
            ann,
            host.ProjectInput("Last day") with
            {
                EthicsUntil = today.AddDays(1),
            },
            Token
        );

        (await host.Get<IProjectQueries>().ChoicesAsync(ann, Token))
            .ShouldHaveSingleItem()
            .Name.ShouldBe("Last day");
    }

    private Task<EngineHost> HostAsync() =>
        EngineHost.CreateAsync(DatabaseProvider.Sqlite, cluster, Token, start: false);

    internal static Actor Without(Actor actor, string permission) =>
        actor with
        {
            Permissions = actor.Permissions.Where(p => p != permission).ToHashSet(),
        };
}
