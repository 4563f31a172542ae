using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Shell;

public sealed partial class Routes
{
    private ThemeState? _theme;

    [Parameter]
    public string ThemeChoice { get; set; } = "system";

    [Parameter]
    public bool StartsDark { get; set; }

    protected override void OnInitialized() => _theme = new ThemeState(ThemeChoice, StartsDark);
}
