using Adit.Domain.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Jobs;

/// <summary>Exactly the buttons that work for this job and this person.</summary>
public sealed partial class JobActions
{
    // What a person most likely wants stands on the right.
    private static readonly JobAction[] Order =
    [
        JobAction.MakeOrdinary,
        JobAction.MakeUrgent,
        JobAction.Delete,
        JobAction.Restart,
        JobAction.Cancel,
        JobAction.Verify,
        JobAction.Resume,
        JobAction.Retry,
    ];

    private bool _busy;

    [Parameter, EditorRequired]
    public JobDetails Job { get; set; } = default!;

    [Parameter]
    public EventCallback<JobAction> OnDone { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private JobCommands Commands { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private IEnumerable<JobAction> Ordered => Order.Where(Job.AllowedActions.Contains);

    private JobAction? Main =>
        Ordered.LastOrDefault() is JobAction.Verify or JobAction.Resume or JobAction.Retry
            ? Ordered.Last()
            : null;

    private async Task RunAsync(JobAction action)
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        try
        {
            if (JobWords.Warning(action, Job.Counts) is { } loss && !await AskAsync(action, loss))
            {
                return;
            }
            if (await Actors.FindAsync() is not { } actor)
            {
                return;
            }
            var result = await Commands.ExecuteAsync(actor, Job.Id, action, CancellationToken.None);
            if (result.Error is { } error)
            {
                Notifications.Show(NotificationLevel.Error, error.Message);
            }
            else
            {
                Notifications.Show(NotificationLevel.Success, JobWords.Done(action, Job.Id));
                await OnDone.InvokeAsync(action);
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<bool> AskAsync(JobAction action, string loss) =>
        await Dialogs.ShowMessageBoxAsync(
            JobWords.Question(action, Job.Id),
            loss,
            yesText: JobWords.Of(action),
            cancelText: "Keep it as it is"
        ) == true;
}
