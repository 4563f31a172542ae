using Adit.Domain.Accounts;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Persistence;

public sealed class DatabaseInitializerTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_LeftoverLockOfAKilledProcess_DoesNotHang()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        await using (var db = await host.OpenAsync(Token))
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
                DELETE FROM "__EFMigrationsHistory";
                """,
                Token
            );
        }

        // With its history gone the migration is pending again, and fails at the tables that exist: it got past the lock.
        await Should
            .ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
                host.Get<IDatabaseInitializer>().MigrateAsync(Token)
            )
            .WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Migrate_SeveralAtOnce_AllSucceed(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() => host.Get<IDatabaseInitializer>().MigrateAsync(Token), Token)
                )
        );

        await using var db = await host.OpenAsync(Token);
        (await db.Database.GetPendingMigrationsAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_ProductionWithoutAdministrator_IsRefused()
    {
        var fault = await Should.ThrowAsync<StartupRefusedException>(async () =>
            await EngineHost.CreateAsync(
                DatabaseProvider.Sqlite,
                cluster,
                Token,
                environment: "Production"
            )
        );
        fault.Message.ShouldContain("adit create-admin");
    }

    [Fact]
    public async Task Start_ProductionWithDemoAccount_IsRefused()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        await host.Get<ISeeder>()
            .SeedAsync(
                new SeedOptions
                {
                    People =
                    [
                        new SeedPerson
                        {
                            UserName = "admin",
                            Password = "demo",
                            IsDemo = true,
                            IsStaff = true,
                        },
                    ],
                },
                Token
            );

        var fault = await Should.ThrowAsync<StartupRefusedException>(async () =>
            await EngineHost.CreateAsync(
                DatabaseProvider.Sqlite,
                cluster,
                Token,
                connectionString: host.ConnectionString,
                environment: "Production"
            )
        );
        fault.Message.ShouldContain("demo accounts");
    }

    [Fact]
    public async Task Start_ProductionWithAdministrator_IsAllowed()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<AccountCreation>();
            (
                await accounts.CreateAdminAsync("root", "short", cancellationToken: Token)
            ).IsFailure.ShouldBeTrue();
            (
                await accounts.CreateAdminAsync(
                    "root",
                    "correct horse battery",
                    cancellationToken: Token
                )
            ).IsSuccess.ShouldBeTrue();
        }

        await using var production = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            connectionString: host.ConnectionString,
            environment: "Production"
        );
        await using var db = await production.OpenAsync(Token);
        (await db.Audit.AnyAsync(a => a.Action == "account.create", Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Actor_RightsChange_CountsAtOnce(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var staff = await host.PersonAsync("boss", Token, staff: true);
        ann.Has(Permissions.SelectiveTransferCreate).ShouldBeTrue();
        ann.IsStaff.ShouldBeFalse();

        var group = new GroupInput(ann.GroupId, "Researchers", [Permissions.ExplorerQuery]);
        (await host.Get<SaveGroup>().ExecuteAsync(ann, group, Token)).Error.ShouldBe(
            AccountErrors.StaffOnly
        );
        (await host.Get<SaveGroup>().ExecuteAsync(staff, group, Token)).IsSuccess.ShouldBeTrue();

        var now = await host.Get<IActorProvider>().GetAsync(ann.PersonId, Token);
        now!.Permissions.ShouldBe([Permissions.ExplorerQuery]);
        await host.Get<SetMembership>()
            .ExecuteAsync(staff, ann.GroupId!.Value, ann.PersonId, member: false, Token);
        (await host.Get<IActorProvider>().GetAsync(ann.PersonId, Token))!.GroupId.ShouldBeNull();
        (
            await host.Get<IActorProvider>()
                .GetForGroupAsync(ann.PersonId, ann.GroupId.Value, Token)
        ).ShouldBeNull();
    }
}
