using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Shell;

/// <summary>Pages of a list as links: the page is part of the address.</summary>
public sealed partial class Pager
{
    // Far beyond any list, and no page times its size overflows.
    private const int MaxPage = 1_000_000;

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

    /// <summary>
    /// The page in an address, which anyone may type: the first one for whatever is no page. Read from text, because the
    /// framework fails the whole page over a number that it cannot read.
    /// </summary>
    public static int Read(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
        && page is >= 1 and <= MaxPage
            ? page
            : 1;

    private string Link(int page) =>
        Navigation.GetUriWithQueryParameter("page", page == 1 ? null : page);
}
