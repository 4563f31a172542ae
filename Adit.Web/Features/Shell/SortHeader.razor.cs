using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.Shell;

/// <summary>A column heading that sorts; the order is part of the address.</summary>
public sealed partial class SortHeader
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public string Key { get; set; } = "";

    /// <summary>The column that is sorted by now.</summary>
    [Parameter]
    public string? Current { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    [Parameter]
    public string? Class { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The direction in an address, which anyone may type; null for whatever is none.</summary>
    public static bool? ReadDescending(string? text) =>
        bool.TryParse(text, out var descending) ? descending : null;

    private bool IsCurrent => Current == Key;

    private string ArrowIcon =>
        Descending ? Icons.Material.Filled.ArrowDownward : Icons.Material.Filled.ArrowUpward;

    private string Href =>
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>
            {
                ["sort"] = Key,
                ["desc"] = IsCurrent && !Descending ? true : null,
                ["page"] = null,
            }
        );
}
