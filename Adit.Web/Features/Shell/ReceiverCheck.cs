using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Adit.Web.Features.Shell;

/// <summary>Ready means that the receiver listens, or is switched off on purpose.</summary>
public sealed class ReceiverCheck(IReceiverQueries receiver) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            receiver.IsReady
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The receiver does not listen.")
        );
}
