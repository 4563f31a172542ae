using Adit.Domain.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Jobs;

/// <summary>Exactly the buttons that work for this task and this person.</summary>
public sealed partial class TaskActions
{
    private static readonly TaskAction[] Order =
    [
        TaskAction.Kill,
        TaskAction.Cancel,
        TaskAction.Retry,
    ];

    private bool _busy;

    [Parameter, EditorRequired]
    public TaskDetails Task { get; set; } = default!;

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private JobCommands Commands { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private async System.Threading.Tasks.Task RunAsync(TaskAction action)
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        try
        {
            if (JobWords.Warning(action) is { } loss && !await AskAsync(action, loss))
            {
                return;
            }
            if (await Actors.FindAsync() is not { } actor)
            {
                return;
            }
            var result = await Commands.ExecuteAsync(
                actor,
                Task.Row.Id,
                action,
                CancellationToken.None
            );
            if (result.Error is { } error)
            {
                Notifications.Show(NotificationLevel.Error, error.Message);
            }
            else
            {
                Notifications.Show(NotificationLevel.Success, JobWords.Done(action));
                await OnDone.InvokeAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<bool> AskAsync(TaskAction action, string loss) =>
        await Dialogs.ShowMessageBoxAsync(
            $"{JobWords.Of(action)}?",
            loss,
            yesText: JobWords.Of(action),
            cancelText: "Keep it as it is"
        ) == true;
}
