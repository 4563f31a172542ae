using Adit.Domain.StudySearch;

namespace Adit.Infrastructure.StudySearch;

/// <summary>
/// Drops what a server answered although it was not asked for: many ignore keys that they do not match on. What a server does not
/// return cannot be judged and stays.
/// </summary>
internal sealed class StudyFilter(StudySearchCriteria criteria)
{
    private readonly string? _name = StudyQuery.NamePattern(criteria.PatientName);
    private readonly string? _description = StudyQuery.DescriptionPattern(
        criteria.StudyDescription
    );

    public bool Accepts(StudySearchHit hit) =>
        Text(criteria.PatientId, hit.PatientId)
        && Name(hit.PatientName)
        && (criteria.PatientBirthDate is null || hit.PatientBirthDate == criteria.PatientBirthDate)
        && Text(criteria.AccessionNumber, hit.AccessionNumber ?? "")
        && (
            string.IsNullOrWhiteSpace(criteria.StudyInstanceUid)
            || hit.StudyInstanceUid == criteria.StudyInstanceUid.Trim()
        )
        && (criteria.StudyDateFrom is not { } from || hit.StudyDate >= from)
        && (criteria.StudyDateUntil is not { } until || hit.StudyDate <= until)
        && (_description is null || Wildcard.Matches(_description, hit.StudyDescription ?? ""))
        && (
            criteria.Modalities.Count == 0
            || hit.Modalities.Count == 0
            || hit.Modalities.Intersect(criteria.Modalities, StringComparer.OrdinalIgnoreCase).Any()
        );

    private static bool Text(string? pattern, string value) =>
        string.IsNullOrWhiteSpace(pattern) || Wildcard.Matches(pattern.Trim(), value.Trim());

    // PS3.5 6.2.1: alphabetic, ideographic and phonetic group; any of them may be what was typed.
    private bool Name(string value) =>
        _name is null
        || value
            .Split('=')
            .Any(group => Wildcard.Matches(_name, group) || Wildcard.Matches(_name, group + "^"));
}
