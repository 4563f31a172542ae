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

    [Parameter]
    public EventCallback OnSearch { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnSourceChanged { get; set; }

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
