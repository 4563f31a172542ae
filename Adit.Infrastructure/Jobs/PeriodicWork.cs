using Coravel;
using Microsoft.Extensions.Hosting;

namespace Adit.Infrastructure.Jobs;

/// <summary>Everything that happens by the clock, on Coravel's scheduler. Times are UTC.</summary>
internal sealed class PeriodicWork(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.UseScheduler(scheduler =>
            scheduler
                .Schedule<CounterCheck>()
                .DailyAt(hour: 3, minute: 20)
                .PreventOverlapping(nameof(CounterCheck))
        );
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
