using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.SelectiveTransfer;

/// <summary>A study that was chosen in the search, with what the search said about it for display.</summary>
public sealed record SelectedStudy(string PatientId, string StudyInstanceUid)
{
    /// <summary>Only these series; empty: all.</summary>
    public IReadOnlyList<string> SeriesInstanceUids { get; init; } = [];
    public DateOnly? StudyDate { get; init; }
    public string? StudyDescription { get; init; }
    public IReadOnlyList<string> Modalities { get; init; } = [];
    public int? ExpectedImages { get; init; }

    /// <summary>Raw DICOM; a pseudonym must not give it away.</summary>
    public string? PatientName { get; init; }

    /// <summary>A pseudonym must not give it away.</summary>
    public DateOnly? PatientBirthDate { get; init; }
}

public sealed record SelectiveTransferInput
{
    public int SourceId { get; init; }
    public int DestinationId { get; init; }
    public IReadOnlyList<SelectedStudy> Studies { get; init; } = [];

    /// <summary>The project whose data it is to become; null: the data is sent as it is.</summary>
    public int? ProjectId { get; init; }

    /// <summary>Null: the project's default.</summary>
    public string? ProfileName { get; init; }

    /// <summary>By patient ID. A patient that the project knows already may be left out.</summary>
    public IReadOnlyDictionary<string, string> Pseudonyms { get; init; } =
        new Dictionary<string, string>();
    public bool IsUrgent { get; init; }
    public bool SendFinishedMail { get; init; }
    public string? TrialProtocolId { get; init; }
    public string? TrialProtocolName { get; init; }

    /// <summary>Every image passes through Adit, also where the source could send it directly.</summary>
    public bool SendThroughAdit { get; init; }

    /// <summary>Only series of these modalities; empty: all. Series that were chosen by hand are taken in any case.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];
}

public sealed class SelectiveTransferInputValidator : AbstractValidator<SelectiveTransferInput>
{
    private const int MaxModalities = 30;

    public SelectiveTransferInputValidator()
    {
        RuleFor(x => x.SourceId).GreaterThan(0).WithMessage("Choose the server to read from.");
        RuleFor(x => x.Studies).NotEmpty().WithMessage("Choose at least one study.");
        RuleFor(x => x.DestinationId)
            .GreaterThan(0)
            .WithMessage("Choose where to send the studies.");
        RuleForEach(x => x.Studies)
            .Must(s => IsUid(s.StudyInstanceUid) && s.SeriesInstanceUids.All(IsUid))
            .WithMessage(
                "A chosen study has no valid UID, so it cannot be asked for. Leave it out."
            )
            .Must(s => s.PatientId.Length is > 0 and <= 64)
            .WithMessage(
                "A chosen study has no patient ID, so it cannot be told whose it is. Leave it out."
            );
        // PS3.5 6.2, VR CS: at most 16 capital letters, digits, blanks and underscores.
        RuleForEach(x => x.OnlyModalities)
            .Must(IsModality)
            .WithMessage(
                "A modality has capital letters and digits, at most 16 of them, such as CT. Correct the list of modalities."
            );
        RuleFor(x => x.OnlyModalities)
            .Must(m => m.Count <= MaxModalities)
            .WithMessage(
                $"At most {MaxModalities} modalities can be listed. Leave the list empty for all."
            );
        RuleFor(x => x.TrialProtocolId)
            .MaximumLength(64)
            .WithMessage("A trial protocol ID has at most 64 characters.");
        RuleFor(x => x.TrialProtocolName)
            .MaximumLength(64)
            .WithMessage("A trial protocol name has at most 64 characters.");
    }

    private static bool IsModality(string modality) =>
        modality.Trim() is { Length: > 0 and <= 16 } code
        && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_');

    private static bool IsUid(string uid) =>
        uid.Length is > 0 and <= 64 && uid.All(c => char.IsAsciiDigit(c) || c == '.');
}

public static class SelectiveTransferErrors
{
    public const int MaxStudies = 10;

    public static DomainError MayNotCreate { get; } =
        DomainError.Forbidden(
            "Your group may not create selective transfers. Ask an administrator for this right."
        );

    public static DomainError TooManyStudies(int count) =>
        new(
            "too-many-studies",
            $"{count} studies are chosen; one job may have {MaxStudies}. Choose fewer, or make several jobs."
        );

    public static DomainError UnpseudonymizedNotAllowed { get; } =
        DomainError.Forbidden(
            "Your group may not transfer data without a pseudonym. Choose a project, or ask an administrator for the right to transfer identified data."
        );

    public static DomainError UrgentNotAllowed { get; } =
        DomainError.Forbidden("Your group may not create urgent jobs. Leave \"urgent\" off.");

    public static DomainError NoProject { get; } =
        DomainError.Invalid(
            "Pseudonymised data belongs to a project. Choose one, or leave pseudonyms and profile empty."
        );

    public static DomainError SameNode { get; } =
        DomainError.Invalid("Source and destination are the same. Choose another destination.");
}
