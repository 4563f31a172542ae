using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Adit.Web.Features.Shell;

public sealed partial class ThemeMenu
{
    [CascadingParameter]
    public ThemeState Theme { get; set; } = new("system", isDark: false);

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Theme.Choice == "system")
        {
            // The cookie may be older than the system's last switch.
            Theme.SystemChanged(await Script.InvokeAsync<bool>("adit.chooseTheme", "system"));
        }
    }

    private string Mark(string choice) => Theme.Choice == choice ? " ✓" : "";

    private async Task ChooseAsync(string choice) =>
        Theme.Choose(choice, await Script.InvokeAsync<bool>("adit.chooseTheme", choice));
}
