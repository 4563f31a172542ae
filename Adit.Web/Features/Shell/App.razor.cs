using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Adit.Web.Features.Shell;

/// <summary>The root document. Pages are interactive without prerendering, except those that exclude themselves (login, errors).</summary>
public sealed partial class App
{
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    private string _choice = "system";
    private string _scheme = "light";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private InteractiveServerRenderMode? RenderModeForPage =>
        HttpContext.AcceptsInteractiveRouting() ? Interactive : null;

    protected override void OnInitialized()
    {
        // Both cookies are written by theme.js; anything else in them is ignored.
        var choice = HttpContext.Request.Cookies["adit-theme"];
        _choice = choice is "light" or "dark" ? choice : "system";
        _scheme = HttpContext.Request.Cookies["adit-scheme"] == "dark" ? "dark" : "light";
    }
}
