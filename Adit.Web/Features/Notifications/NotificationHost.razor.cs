using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Notifications;

/// <summary>Shows the messages. Good news leave by themselves; warnings and errors stay until they are dismissed.</summary>
public sealed partial class NotificationHost : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, ITimer> _timers = [];

    [Inject]
    private NotificationCenter Center { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override void OnInitialized()
    {
        Center.Changed += OnChanged;
        Arm();
    }

    public void Dispose()
    {
        Center.Changed -= OnChanged;
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
        _timers.Clear();
    }

    private static string LevelClass(NotificationLevel level) =>
        level switch
        {
            NotificationLevel.Info => "info",
            NotificationLevel.Success => "success",
            NotificationLevel.Warning => "warning",
            NotificationLevel.Error => "error",
        };

    private static string LevelIcon(NotificationLevel level) =>
        level switch
        {
            NotificationLevel.Info => Icons.Material.Outlined.Info,
            NotificationLevel.Success => Icons.Material.Outlined.CheckCircle,
            NotificationLevel.Warning => Icons.Material.Outlined.WarningAmber,
            NotificationLevel.Error => Icons.Material.Outlined.ErrorOutline,
        };

    private void OnChanged() =>
        _ = InvokeAsync(() =>
        {
            Arm();
            StateHasChanged();
        });

    private void Arm()
    {
        foreach (var gone in _timers.Keys.Except(Center.Items.Select(item => item.Id)).ToList())
        {
            Hold(gone);
        }
        foreach (var item in Center.Items)
        {
            Release(item);
        }
    }

    private void Hold(long id)
    {
        if (_timers.Remove(id, out var timer))
        {
            timer.Dispose();
        }
    }

    private void Release(Notification item)
    {
        if (
            item.Level is NotificationLevel.Info or NotificationLevel.Success
            && !_timers.ContainsKey(item.Id)
        )
        {
            _timers[item.Id] = Time.CreateTimer(
                _ => _ = InvokeAsync(() => Center.Dismiss(item.Id)),
                null,
                Lifetime,
                Timeout.InfiniteTimeSpan
            );
        }
    }
}
