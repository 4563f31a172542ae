using Adit.Domain.Accounts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adit.Web.Features.Shell;

/// <summary>Ready means that the database answers: any small question will do.</summary>
public sealed class DatabaseCheck(IActorProvider actors) : IHealthCheck
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            await actors.GetAsync(0, deadline.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", fault);
        }
    }
}
