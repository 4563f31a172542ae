using Adit.Domain.StudySearch;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>All series, those of some modalities, or those chosen by hand.</summary>
public sealed partial class SeriesPanel
{
    private const int Shown = 20;

    private static readonly (SeriesMode Mode, string Text)[] Modes =
    [
        (SeriesMode.All, "All"),
        (SeriesMode.Modalities, "Only some modalities"),
        (SeriesMode.ByHand, "Chosen by hand"),
    ];

    private IReadOnlyList<LeftOutLine> _leftOut = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<StudySearchHit> Studies { get; set; } = [];

    [Parameter, EditorRequired]
    public SeriesPlan Plan { get; set; } = default!;

    /// <summary>The plan is another now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private List<string> Offered =>
        [
            .. Studies
                .SelectMany(study => study.Modalities)
                .Union(Plan.Modalities)
                .Order(StringComparer.Ordinal),
        ];

    protected override void OnParametersSet() => _leftOut = Plan.LeftOut(Studies);

    private Task UseAsync(SeriesMode mode)
    {
        Plan.Mode = mode;
        return OnChanged.InvokeAsync();
    }

    private Task TakeAsync(string modality, bool take)
    {
        if (take)
        {
            Plan.Modalities.Add(modality);
        }
        else
        {
            Plan.Modalities.Remove(modality);
        }
        return OnChanged.InvokeAsync();
    }

    private Task TypeAsync(ChangeEventArgs typed)
    {
        Plan.Modalities.Clear();
        Plan.Modalities.UnionWith(
            (typed.Value as string ?? "")
                .ToUpperInvariant()
                .Split(
                    [',', ';', ' ', '/'],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
        );
        return OnChanged.InvokeAsync();
    }
}
