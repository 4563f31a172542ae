using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.DicomNodes;

/// <summary>Whether servers can send to Adit, what came, and what was not taken; for staff.</summary>
public sealed partial class ReceiverPanel : IDisposable
{
    // The numbers lie in memory: looking costs nothing.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);

    private ReceiverSnapshot? _receiver;
    private Actor? _actor;
    private ITimer? _timer;

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IReceiverQueries Receiver { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private (string Word, string Class, string Icon) Look =>
        _receiver!.State switch
        {
            ReceiverState.Off => ("Off", "muted", Icons.Material.Outlined.PowerSettingsNew),
            ReceiverState.Starting => ("Starting", "info", Icons.Material.Outlined.Autorenew),
            ReceiverState.Listening => (
                "Listening",
                "success",
                Icons.Material.Outlined.CheckCircle
            ),
            ReceiverState.PortTaken => (
                "Port taken",
                "error",
                Icons.Material.Outlined.ErrorOutline
            ),
            ReceiverState.Failed => ("Failed", "error", Icons.Material.Outlined.ErrorOutline),
            ReceiverState.Stopped => ("Stopped", "muted", Icons.Material.Outlined.Block),
        };

    public void Dispose() => _timer?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        _actor = await Actors.FindAsync();
        Read();
        _timer = Time.CreateTimer(
            _ => _ = InvokeAsync(ReadAgain),
            null,
            LookInterval,
            LookInterval
        );
    }

    private void Read() => _receiver = _actor is null ? null : Receiver.Get(_actor);

    private void ReadAgain()
    {
        var before = _receiver;
        Read();
        if (before != _receiver)
        {
            StateHasChanged();
        }
    }
}
