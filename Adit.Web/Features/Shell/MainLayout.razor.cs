using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Adit.Web.Features.Shell;

public sealed partial class MainLayout : IDisposable
{
    private bool _navOpen;
    private ErrorBoundary? _boundary;

    [CascadingParameter]
    public ThemeState Theme { get; set; } = new("system", isDark: false);

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private string SkipTarget => new Uri(Navigation.Uri).PathAndQuery + "#main";

    protected override void OnInitialized()
    {
        Theme.Changed += Redraw;
        Navigation.LocationChanged += CloseNav;
    }

    public void Dispose()
    {
        Theme.Changed -= Redraw;
        Navigation.LocationChanged -= CloseNav;
    }

    private void ToggleNav() => _navOpen = !_navOpen;

    private void Recover() => _boundary?.Recover();

    private async Task FocusMainAsync() => await Script.InvokeVoidAsync("adit.focusMain");

    private void Redraw() => _ = InvokeAsync(StateHasChanged);

    private void CloseNav(object? sender, LocationChangedEventArgs e)
    {
        // A page that failed must not keep its fault on the next one.
        _boundary?.Recover();
        _navOpen = false;
        Redraw();
    }
}
