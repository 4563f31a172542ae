using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Shell;

/// <summary>Opens every page: where am I, what is this and how does it stand (left), what can I do (right).</summary>
public sealed partial class PageHeader
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public IReadOnlyList<Crumb> Crumbs { get; set; } = [];

    [Parameter]
    public RenderFragment? State { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }
}

public sealed record Crumb(string Text, string Href);
