using FluentValidation;

namespace Adit.Domain.StudySearch;

/// <summary>What to search for. Text may hold the wildcards of PS3.4 C.2.2.2.4.</summary>
public sealed record StudySearchCriteria
{
    public const int DefaultLimit = 100;

    public int SourceId { get; init; }
    public string? PatientId { get; init; }
    public string? PatientName { get; init; }
    public DateOnly? PatientBirthDate { get; init; }
    public string? AccessionNumber { get; init; }
    public string? StudyInstanceUid { get; init; }
    public DateOnly? StudyDateFrom { get; init; }
    public DateOnly? StudyDateUntil { get; init; }
    public string? StudyDescription { get; init; }
    public IReadOnlyList<string> Modalities { get; init; } = [];
    public int Limit { get; init; } = DefaultLimit;
}

public sealed class StudySearchCriteriaValidator : AbstractValidator<StudySearchCriteria>
{
    public StudySearchCriteriaValidator()
    {
        RuleFor(x => x.SourceId).GreaterThan(0).WithMessage("Choose the server to search.");
        RuleFor(x => x)
            .Must(HasCriterion)
            .WithName("Criteria")
            .WithMessage(x =>
                HasLoneWildcard(x)
                    ? "A wildcard alone finds everything. Add letters or digits to it, as in Mei* or 10*, or fill in another field."
                    : "Enter at least one of patient ID, patient name, birth date, accession number, study date, modality or description."
            );
        // PS3.5 6.2: LO and PN components 64 characters, SH 16, CS 16; room for wildcards.
        RuleFor(x => x.PatientId)
            .MaximumLength(64)
            .WithMessage("A patient ID has at most 64 characters.");
        RuleFor(x => x.PatientName)
            .MaximumLength(194)
            .WithMessage("A patient name has at most 194 characters.");
        RuleFor(x => x.AccessionNumber)
            .MaximumLength(64)
            .WithMessage("An accession number has at most 16 characters.");
        RuleFor(x => x.StudyDescription)
            .MaximumLength(64)
            .WithMessage("A description has at most 64 characters.");
        RuleFor(x => x.StudyInstanceUid)
            .Matches("^[0-9.]{1,64}$")
            .When(x => x.StudyInstanceUid is not null)
            .WithMessage("A UID has digits and dots, at most 64.");
        RuleForEach(x => x.Modalities)
            .Matches("^[A-Z0-9 _]{1,16}$")
            .WithMessage("A modality is a short code in capitals, such as CT or MR.");
        RuleFor(x => x.Modalities)
            .Must(m => m.Count <= 20)
            .WithMessage("Choose at most 20 modalities.");
        RuleForEach(x =>
                new[] { x.PatientId, x.PatientName, x.AccessionNumber, x.StudyDescription }
            )
            .Must(t => t is null || !t.Any(c => char.IsControl(c) || c == '\\'))
            .WithMessage(
                "Remove backslashes and control characters: DICOM uses them to separate values."
            )
            .OverridePropertyName("Criteria");
        RuleFor(x => x.StudyDateUntil)
            .GreaterThanOrEqualTo(x => x.StudyDateFrom)
            .When(x => x is { StudyDateFrom: not null, StudyDateUntil: not null })
            .WithMessage("The study date ends before it begins. Swap the two dates.");
        RuleFor(x => x.Limit)
            .InclusiveBetween(1, 10_000)
            .WithMessage("The limit is a number from 1 to 10,000.");
    }

    /// <summary>A lone wildcard matches everything: it is no criterion.</summary>
    private static bool HasCriterion(StudySearchCriteria c) =>
        IsCriterion(c.PatientId)
        || IsCriterion(c.PatientName)
        || IsCriterion(c.AccessionNumber)
        || IsCriterion(c.StudyDescription)
        || IsCriterion(c.StudyInstanceUid)
        || c.PatientBirthDate is not null
        || c.StudyDateFrom is not null
        || c.StudyDateUntil is not null
        || c.Modalities.Count > 0;

    private static bool HasLoneWildcard(StudySearchCriteria c) =>
        new[] { c.PatientId, c.PatientName, c.AccessionNumber, c.StudyDescription }.Any(text =>
            text is not null && text.AsSpan().IndexOfAny('*', '?') >= 0
        );

    private static bool IsCriterion(string? text) =>
        text is not null && text.AsSpan().Trim("* ?^").Length > 0;
}
