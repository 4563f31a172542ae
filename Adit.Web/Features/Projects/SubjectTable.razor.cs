using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>The subjects of a project by pseudonym, those with a problem first. Never the patients.</summary>
public sealed partial class SubjectTable
{
    private const int MostMissing = 3;
    private string? _find;
    private string? _asked;

    [Parameter, EditorRequired]
    public Page<SubjectRow> Subjects { get; set; } = default!;

    /// <summary>Subjects of the project, whatever the filter.</summary>
    [Parameter, EditorRequired]
    public int Total { get; set; }

    [Parameter]
    public int Page { get; set; } = 1;

    [Parameter]
    public string? Pseudonym { get; set; }

    [Parameter]
    public bool OnlyMissing { get; set; }

    /// <summary>Rows that would push others wait to be asked for.</summary>
    [Parameter]
    public bool HasNews { get; set; }

    [Parameter]
    public EventCallback OnShowNews { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    // What is being typed survives a reading in between.
    protected override void OnParametersSet()
    {
        if (_asked != Pseudonym)
        {
            (_find, _asked) = (Pseudonym, Pseudonym);
        }
    }

    private static string Studies(SubjectRow subject) =>
        subject.DeliveredStudies == subject.Studies
            ? Units.Count(subject.Studies)
            : $"{Units.Count(subject.DeliveredStudies)} of {Units.Count(subject.Studies)}";

    private static string Refused(SubjectRow subject)
    {
        var images = subject.Missing.Sum(study => study.ExcludedImages);
        return images == 0 ? "–" : Units.Count(images);
    }

    // Date and description at the source are shown to the owner of the job alone.
    private static string Name(MissingStudy study) =>
        (study.StudyDate, string.IsNullOrWhiteSpace(study.StudyDescription)) switch
        {
            ({ } day, false) => $"{ProjectWords.Day(day)} {study.StudyDescription}",
            ({ } day, true) => ProjectWords.Day(day),
            (null, false) => study.StudyDescription!,
            (null, true) => $"Task {study.TaskId}",
        };

    private string Link(string? pseudonym, bool onlyMissing) =>
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>
            {
                ["subject"] = string.IsNullOrWhiteSpace(pseudonym) ? null : pseudonym.Trim(),
                ["only"] = onlyMissing ? "missing" : null,
                ["page"] = null,
            }
        );

    private void Find() => Navigation.NavigateTo(Link(_find, OnlyMissing));
}
