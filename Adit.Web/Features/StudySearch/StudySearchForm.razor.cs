using Adit.Domain.DicomNodes;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.StudySearch;

/// <summary>The fields of a search, each with its help and its fault.</summary>
public sealed partial class StudySearchForm
{
    private static readonly string[] CommonModalities =
    [
        "CT",
        "MR",
        "CR",
        "DX",
        "US",
        "XA",
        "PT",
        "NM",
        "MG",
        "RF",
        "SR",
    ];

    private ElementReference _unfold;
    private ElementReference _first;
    private bool _wasFolded;

    [Parameter, EditorRequired]
    public StudySearchFields Fields { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<NodeChoice> Sources { get; set; } = [];

    /// <summary>What is wrong, by the name of the field; "Criteria" stands for all of them together.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string> Faults { get; set; } =
        new Dictionary<string, string>();

    [Parameter]
    public bool IsSearching { get; set; }

    /// <summary>The form may give its room to the results; a line says what was asked for.</summary>
    [Parameter]
    public bool Folded { get; set; }

    [Parameter]
    public EventCallback OnUnfold { get; set; }

    [Parameter]
    public EventCallback OnSearch { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnSourceChanged { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Folded != _wasFolded)
        {
            _wasFolded = Folded;
            // What had the focus has left the screen. Where the screen is large, nothing has, and this does nothing.
            await (Folded ? _unfold : _first).FocusAsync(preventScroll: true);
        }
    }

    private Task AnnounceSourceAsync() => OnSourceChanged.InvokeAsync();

    private void SameDay()
    {
        if (Fields.StudyDateFrom is { } day)
        {
            Fields.StudyDateUntil = day;
        }
        else
        {
            Fields.StudyDateFrom = Fields.StudyDateUntil;
        }
    }
}
