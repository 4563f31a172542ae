using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Shell;

/// <summary>Pages of a list as links: the page is part of the address.</summary>
public sealed partial class Pager
{
    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>Counts from 1.</summary>
    [Parameter, EditorRequired]
    public int Page { get; set; } = 1;

    [Parameter, EditorRequired]
    public int PageSize { get; set; } = 25;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private int First => ((Page - 1) * PageSize) + 1;

    private int Last => Math.Min(Page * PageSize, Total);

    private string Link(int page) =>
        Navigation.GetUriWithQueryParameter("page", page == 1 ? null : page);
}
