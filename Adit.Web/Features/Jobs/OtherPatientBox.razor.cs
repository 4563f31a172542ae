using Adit.Domain.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Jobs;

/// <summary>Shows whose images came instead, and lets a person say that it is the same one.</summary>
public sealed partial class OtherPatientBox
{
    private bool _busy;

    [Parameter, EditorRequired]
    public TaskDetails Task { get; set; } = default!;

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private AcceptOtherPatientId Accept { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private async System.Threading.Tasks.Task AcceptAsync()
    {
        if (_busy || Task.FoundPatientId is not { } found)
        {
            return;
        }
        _busy = true;
        try
        {
            var meant = await Dialogs.ShowMessageBoxAsync(
                $"Accept patient ID {found}?",
                $"Images with patient ID {found} will be sent as part of this study of patient ID {Task.Row.PatientId}, and the task runs again. "
                    + "The audit trail keeps both IDs and your name.",
                yesText: "Accept",
                cancelText: "Keep it as it is"
            );
            if (meant != true || await Actors.FindAsync() is not { } actor)
            {
                return;
            }
            var result = await Accept.ExecuteAsync(actor, Task.Row.Id, found);
            if (result.Error is { } error)
            {
                Notifications.Show(NotificationLevel.Error, error.Message);
                return;
            }
            Notifications.Show(
                NotificationLevel.Success,
                "The patient ID is accepted; the task runs again."
            );
            await OnDone.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
