using Adit.Dicom.Deidentification;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Jobs;

/// <summary>Rules and how often each was followed; closed until somebody wants to know, and then narrowed by typing.</summary>
public sealed partial class DeidentificationCounts
{
    private bool _open;
    private string _filter = "";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<DeidentificationCount> Counts { get; set; } = [];

    [Parameter]
    public string? Help { get; set; }

    [Parameter, EditorRequired]
    public string TestId { get; set; } = "";

    private string FilterId => $"{TestId}-filter";

    private List<DeidentificationCount> Shown
    {
        get
        {
            var wanted = _filter.Trim();
            return wanted.Length == 0
                ? [.. Counts]
                : [.. Counts.Where(one => Texts(one).Any(text => Has(text, wanted)))];
        }
    }

    private static bool Has(string text, string wanted) =>
        text.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Texts(DeidentificationCount one) =>
        [one.Attribute, one.Name, one.Rule, DeidentificationWords.Of(one.Action)];
}
