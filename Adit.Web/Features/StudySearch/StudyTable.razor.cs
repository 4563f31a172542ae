using System.Globalization;
using Adit.Domain.StudySearch;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.StudySearch;

/// <summary>
/// Studies to choose from. A click or the space bar toggles a row, shift extends from the last one, arrows move.
/// </summary>
public sealed partial class StudyTable
{
    private string? _anchor;

    [Parameter, EditorRequired]
    public IReadOnlyList<StudySearchHit> Studies { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlySet<string> Selected { get; set; } = new HashSet<string>();

    [Parameter]
    public bool MultiSelect { get; set; } = true;

    [Parameter]
    public EventCallback<IReadOnlyCollection<string>> SelectedChanged { get; set; }

    private bool AllSelected =>
        Studies.Count > 0 && Studies.All(study => Selected.Contains(study.StudyInstanceUid));

    private static string Iso(DateOnly? date) =>
        date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Label(StudySearchHit study) =>
        $"Select {PatientNameText.Format(study.PatientName)}, {Iso(study.StudyDate)}, {study.StudyDescription}";

    private Task ToggleAllAsync()
    {
        IReadOnlyCollection<string> chosen = AllSelected
            ? []
            : [.. Studies.Select(study => study.StudyInstanceUid)];
        return SelectedChanged.InvokeAsync(chosen);
    }

    private Task ToggleAsync(StudySearchHit study, bool extend)
    {
        var uid = study.StudyInstanceUid;
        var add = !Selected.Contains(uid);
        var chosen = MultiSelect
            ? new HashSet<string>(Selected, StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
        foreach (var one in extend && MultiSelect ? Between(_anchor, uid) : [uid])
        {
            if (add)
            {
                chosen.Add(one);
            }
            else
            {
                chosen.Remove(one);
            }
        }
        _anchor = uid;
        return SelectedChanged.InvokeAsync(chosen);
    }

    private IEnumerable<string> Between(string? anchor, string uid)
    {
        var uids = Studies.Select(study => study.StudyInstanceUid).ToList();
        var from = anchor is null ? -1 : uids.IndexOf(anchor);
        var to = uids.IndexOf(uid);
        return from < 0 ? [uid] : uids.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1);
    }
}
