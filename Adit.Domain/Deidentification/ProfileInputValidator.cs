using Adit.Dicom.Deidentification;
using FluentValidation;

namespace Adit.Domain.Deidentification;

public sealed class ProfileInputValidator : AbstractValidator<ProfileInput>
{
    private const int MaxRules = 500;
    private const int MaxRegions = 100;
    private const int MaxText = 64;

    public ProfileInputValidator()
    {
        RuleFor(x => x.Name)
            .Must(n => n.Trim().Length is > 0 and <= ProfileVersion.MaxNameLength)
            .WithMessage($"Enter a name of 1 to {ProfileVersion.MaxNameLength} characters.")
            // It becomes part of DeidentificationMethod, where a backslash begins a second value (PS3.5 6.2, VR LO).
            .Must(n => !n.Contains('\\', StringComparison.Ordinal) && !n.Any(char.IsControl))
            .WithMessage("A profile's name has no backslash and no control characters.");
        RuleFor(x => x.Options.Dates)
            .IsInEnum()
            .WithMessage("Choose what becomes of dates and times.");
        RuleFor(x => x.Options.MaxAge)
            .InclusiveBetween(1, 150)
            .WithMessage(
                "The highest age is a number of years from 1 to 150, or empty for no cap."
            );
        RuleFor(x => x.Admission.ExcludedModalities)
            .Must(m => m.Count <= 30 && m.All(IsModality))
            .WithMessage(
                "A modality has capital letters and digits, at most 16 of them, such as SR. List at most 30."
            );
        RuleFor(x => x.Admission.AllowedSopClasses)
            .Must(c => c.Count <= 100 && c.All(SopClassText.IsUid))
            .WithMessage("An allowed SOP class is given by its UID. List at most 100.");
        RuleFor(x => x.PixelRegions)
            .Must(r => r.Count <= MaxRules)
            .WithMessage($"A profile has at most {MaxRules} region rules.");
        RuleForEach(x => x.PixelRegions)
            .Must(IsRule)
            .WithMessage(
                (_, rule) =>
                    $"The region rule \"{rule.Name}\" is not complete: it needs a name, and rectangles of at least one pixel at positions from 0 on."
            );
        RuleFor(x => x.SafePrivate)
            .Must(a => a.Count <= MaxRules && a.All(IsPrivate))
            .WithMessage(
                $"A private attribute has a creator of at most {MaxText} characters and an odd group. List at most {MaxRules}."
            );
    }

    private static bool IsModality(string modality) =>
        modality.Length is > 0 and <= 16
        && modality.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_');

    private static bool IsRule(PixelRegionRule rule) =>
        rule.Name.Trim().Length is > 0 and <= MaxText
        && rule.Regions.Count <= MaxRegions
        && rule.Rows is null or > 0
        && rule.Columns is null or > 0
        && rule.Regions.All(r => r is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 });

    private static bool IsPrivate(SafePrivateAttribute attribute) =>
        attribute.Creator.Trim().Length is > 0 and <= MaxText
        // Groups 0001 to 0007 and FFFF are not for private attributes (PS3.5 7.8).
        && attribute is { Group: > 0x0008 and < 0xFFFF }
        && attribute.Group % 2 == 1;
}

/// <summary>Lists of SOP classes as people enter them.</summary>
public static class SopClassText
{
    public static bool IsUid(string uid) =>
        uid.Length is > 0 and <= 64
        && uid.All(c => char.IsAsciiDigit(c) || c == '.')
        && !uid.StartsWith('.')
        && !uid.EndsWith('.');
}
