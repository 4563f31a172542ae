using Adit.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Persistence;

/// <summary>
/// Before anything else starts: schema up to date, seeds in place, and in production no account that everyone knows
/// and at least one administrator.
/// </summary>
internal sealed class StartupInitialization(
    IDatabaseInitializer database,
    ISeeder seeder,
    IOptions<SeedOptions> seed,
    IDbContextFactory<AditDbContext> contexts,
    IHostEnvironment environment
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        await seeder.SeedAsync(seed.Value, cancellationToken).ConfigureAwait(false);
        if (environment.IsProduction())
        {
            await RefuseUnsafeAccountsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RefuseUnsafeAccountsAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (
                await db
                    .Users.AnyAsync(u => u.IsDemo && u.IsActive, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                throw new StartupRefusedException(
                    "This database holds demo accounts whose passwords everyone knows, so Adit does not start in production. "
                        + "Use a fresh database, or disable these accounts."
                );
            }

            if (
                !await db
                    .Users.AnyAsync(u => u.IsStaff && u.IsActive, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                throw new StartupRefusedException(
                    "There is no administrator yet. Create one with: adit create-admin NAME"
                );
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The program refuses to start; the message says why and what to do, and needs no stack trace.</summary>
public sealed class StartupRefusedException : Exception
{
    public StartupRefusedException() { }

    public StartupRefusedException(string message)
        : base(message) { }

    public StartupRefusedException(string message, Exception innerException)
        : base(message, innerException) { }
}
