using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Web.Features.Jobs;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Home;

/// <summary>One's own recent jobs, live, and the way to a new one.</summary>
public sealed partial class HomePage : IAsyncDisposable
{
    private const int RecentJobs = 8;

    private readonly CancellationSeries _reads = new();
    private LiveLoop? _live;
    private Page<JobRow>? _jobs;
    private bool _noGroup;

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IJobQueries Jobs { get; set; } = default!;

    [Inject]
    private IJobProgressBroker Broker { get; set; } = default!;

    public async ValueTask DisposeAsync()
    {
        _reads.Dispose();
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        if (await Actors.FindAsync() is { } actor)
        {
            _noGroup = actor.GroupId is null;
            _live = LiveLoop.Start(
                Broker.Watch(new JobWatchScope.Owner(actor.PersonId)),
                TakeAsync,
                DispatchExceptionAsync
            );
            await ReadAsync();
        }
    }

    private async Task TakeAsync(
        IReadOnlyList<JobChange> batch,
        CancellationToken cancellationToken
    )
    {
        if (batch.Any(change => change is not (JobChange.TaskProgressed or JobChange.TaskLogged)))
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var cancellationToken = _reads.Next();
        try
        {
            if (await Actors.FindAsync(cancellationToken) is { } actor)
            {
                _jobs = await Jobs.ListJobsAsync(
                    actor,
                    new JobListFilter { Take = RecentJobs },
                    cancellationToken
                );
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer read is on its way, or the page was left.
        }
    }
}
