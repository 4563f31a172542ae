using Adit.Domain.Deidentification;
using FluentValidation;

namespace Adit.Domain.Projects;

/// <summary>What people enter about a project. The secret is nothing that anybody enters.</summary>
public sealed record ProjectInput
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public string? TrialProtocolId { get; init; }
    public string? TrialProtocolName { get; init; }
    public string? EthicsReference { get; init; }

    /// <summary>The last day on which the project may start something; null: no end.</summary>
    public DateOnly? EthicsUntil { get; init; }
    public IReadOnlyList<string> AllowedProfiles { get; init; } = [];
    public string? DefaultProfile { get; init; }
    public IReadOnlyList<int> DestinationIds { get; init; } = [];

    /// <summary>UIDs; staff alone changes this list.</summary>
    public IReadOnlyList<string> AllowedSopClasses { get; init; } = [];
}

public sealed class ProjectInputValidator : AbstractValidator<ProjectInput>
{
    // PS3.5 6.2, VR LO.
    private const int MaxLo = 64;

    public ProjectInputValidator()
    {
        RuleFor(x => x.Name)
            .Must(n =>
                n.Trim().Length is > 0 and <= Project.MaxNameLength && !n.Any(char.IsControl)
            )
            .WithMessage($"Enter a name of 1 to {Project.MaxNameLength} characters.");
        RuleFor(x => x.Description)
            .MaximumLength(Project.MaxDescriptionLength)
            .WithMessage($"The description has at most {Project.MaxDescriptionLength} characters.");
        RuleFor(x => x.TrialProtocolId)
            .Must(IsLo)
            .WithMessage(
                $"A trial protocol ID has at most {MaxLo} characters, without backslash and control characters."
            );
        RuleFor(x => x.TrialProtocolName)
            .Must(IsLo)
            .WithMessage(
                $"A trial protocol name has at most {MaxLo} characters, without backslash and control characters."
            );
        RuleFor(x => x.EthicsReference)
            .MaximumLength(Project.MaxEthicsReferenceLength)
            .WithMessage(
                $"The ethics reference has at most {Project.MaxEthicsReferenceLength} characters."
            );
        RuleFor(x => x.AllowedProfiles)
            .NotEmpty()
            .WithMessage("Choose at least one de-identification profile.")
            .Must(p => p.Count <= 50)
            .WithMessage("A project allows at most 50 profiles.");
        RuleFor(x => x.DestinationIds)
            .Must(d => d.Count <= 100)
            .WithMessage("A project has at most 100 destinations.");
        RuleFor(x => x.AllowedSopClasses)
            .Must(c => c.Count <= 50 && c.All(SopClassText.IsUid))
            .WithMessage("An allowed SOP class is given by its UID. List at most 50.");
    }

    private static bool IsLo(string? text) =>
        text is null
        || (
            text.Trim().Length <= MaxLo
            && !text.Contains('\\', StringComparison.Ordinal)
            && !text.Any(char.IsControl)
        );
}
