using Adit.Domain.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Tells people on whatever page they are that one of their jobs has ended. Draws nothing itself.</summary>
public sealed class FinishedJobAnnouncer : ComponentBase, IAsyncDisposable
{
    private LiveLoop? _live;

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IJobProgressBroker Broker { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    public async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        if (await Actors.FindAsync() is { } actor)
        {
            _live = LiveLoop.Start(
                Broker.Watch(new JobWatchScope.Owner(actor.PersonId)),
                TakeAsync,
                DispatchExceptionAsync
            );
        }
    }

    private Task TakeAsync(IReadOnlyList<JobChange> batch, CancellationToken cancellationToken)
    {
        foreach (var finished in batch.OfType<JobChange.JobFinished>())
        {
            var link = $"/jobs/{finished.JobId}";
            // The job's own page shows it already.
            if (new Uri(Navigation.Uri).AbsolutePath != link)
            {
                var (level, word) = Describe(finished.Status);
                Notifications.Show(
                    level,
                    $"Job {finished.JobId} {word}. {finished.Message}",
                    link,
                    "Open job"
                );
            }
        }
        return Task.CompletedTask;
    }

    private static (NotificationLevel Level, string Word) Describe(JobStatus status) =>
        status switch
        {
            JobStatus.Success => (NotificationLevel.Success, "is finished"),
            JobStatus.Warning => (NotificationLevel.Warning, "is finished with warnings"),
            JobStatus.Failure => (NotificationLevel.Error, "has failed"),
            JobStatus.Canceled => (NotificationLevel.Info, "is canceled"),
            JobStatus.Unverified
            or JobStatus.Pending
            or JobStatus.InProgress
            or JobStatus.Canceling => (NotificationLevel.Info, "has changed"),
        };
}
