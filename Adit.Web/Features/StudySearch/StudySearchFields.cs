using System.Globalization;
using Adit.Domain.StudySearch;

namespace Adit.Web.Features.StudySearch;

/// <summary>What is typed into the search form, as text; the names are those of the criteria, so that faults find their field.</summary>
public sealed class StudySearchFields
{
    public int SourceId { get; set; }
    public string PatientId { get; set; } = "";
    public string PatientName { get; set; } = "";
    public DateOnly? PatientBirthDate { get; set; }
    public string AccessionNumber { get; set; } = "";
    public DateOnly? StudyDateFrom { get; set; }
    public DateOnly? StudyDateUntil { get; set; }
    public string Modalities { get; set; } = "";
    public string StudyDescription { get; set; } = "";

    public StudySearchCriteria ToCriteria() =>
        new()
        {
            SourceId = SourceId,
            PatientId = Text(PatientId),
            PatientName = Text(PatientName),
            PatientBirthDate = PatientBirthDate,
            AccessionNumber = Text(AccessionNumber),
            StudyDateFrom = StudyDateFrom,
            StudyDateUntil = StudyDateUntil,
            Modalities =
            [
                .. Modalities
                    .ToUpperInvariant()
                    .Split(
                        [',', ';', ' ', '/'],
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    )
                    .Distinct(),
            ],
            StudyDescription = Text(StudyDescription),
        };

    /// <summary>What is filled in, in words; empty when nothing is.</summary>
    public IEnumerable<string> Words()
    {
        var (from, until) = (Iso(StudyDateFrom), Iso(StudyDateUntil));
        (string Name, string Text)[] all =
        [
            ("patient ID", PatientId),
            ("patient", PatientName),
            ("born", Iso(PatientBirthDate)),
            ("accession number", AccessionNumber),
            from == until ? ("on", from) : ("from", from),
            ("until", from == until ? "" : until),
            ("modality", Modalities),
            ("description", StudyDescription),
        ];
        return all.Where(one => !string.IsNullOrWhiteSpace(one.Text))
            .Select(one => $"{one.Name} {one.Text.Trim()}");
    }

    /// <summary>Empties everything but the source.</summary>
    public void Clear()
    {
        PatientId = PatientName = AccessionNumber = Modalities = StudyDescription = "";
        PatientBirthDate = StudyDateFrom = StudyDateUntil = null;
    }

    private static string Iso(DateOnly? date) =>
        date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string? Text(string value) =>
        string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
