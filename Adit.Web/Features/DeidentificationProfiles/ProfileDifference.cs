using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>One thing in which two versions of a profile differ; null: it is not there.</summary>
public sealed record ProfileDifference(string What, string? Before, string? After)
{
    /// <summary>What differs, in the order of the page. Names and version numbers are no difference.</summary>
    public static IReadOnlyList<ProfileDifference> Between(
        DeidentificationProfile before,
        DeidentificationProfile after
    ) =>
        [
            .. OptionWords
                .All.Select(option => new ProfileDifference(
                    option.Title,
                    ProfileWords.OnOff(option.IsOn(before.Options)),
                    ProfileWords.OnOff(option.IsOn(after.Options))
                ))
                .Append(
                    new ProfileDifference(
                        "Dates and times",
                        ProfileWords.Of(before.Options.Dates),
                        ProfileWords.Of(after.Options.Dates)
                    )
                )
                .Append(
                    new ProfileDifference(
                        "Highest age",
                        ProfileWords.MaxAge(before.Options.MaxAge),
                        ProfileWords.MaxAge(after.Options.MaxAge)
                    )
                )
                .Concat(
                    AdmissionWords.All.Select(rule => new ProfileDifference(
                        $"Refuse: {rule.Title}",
                        ProfileWords.OnOff(rule.IsOn(before.Admission)),
                        ProfileWords.OnOff(rule.IsOn(after.Admission))
                    ))
                )
                .Append(
                    new ProfileDifference(
                        "Modalities left out",
                        ProfileWords.List(before.Admission.ExcludedModalities),
                        ProfileWords.List(after.Admission.ExcludedModalities)
                    )
                )
                .Append(
                    new ProfileDifference(
                        "Allowed SOP classes",
                        ProfileWords.List(before.Admission.AllowedSopClasses),
                        ProfileWords.List(after.Admission.AllowedSopClasses)
                    )
                )
                .Concat(
                    Listed(
                        before.PixelRegions,
                        after.PixelRegions,
                        rule => $"Region rule: {rule.Name}",
                        rule => $"{ProfileWords.Matches(rule)} → {ProfileWords.Regions(rule)}"
                    )
                )
                .Concat(
                    Listed(
                        before.SafePrivate,
                        after.SafePrivate,
                        attribute => $"Safe private: {ProfileWords.SafePrivate(attribute)}",
                        _ => "kept"
                    )
                )
                .Where(difference => difference.Before != difference.After),
        ];

    // Rules of one name are compared in their order; the order of the list itself decides nothing.
    private static IEnumerable<ProfileDifference> Listed<T>(
        IReadOnlyList<T> before,
        IReadOnlyList<T> after,
        Func<T, string> what,
        Func<T, string> words
    )
    {
        var left = before.ToLookup(what, words);
        var right = after.ToLookup(what, words);
        return left.Select(group => group.Key)
            .Union(right.Select(group => group.Key))
            .Select(key => new ProfileDifference(
                key,
                left.Contains(key) ? string.Join(" | ", left[key]) : null,
                right.Contains(key) ? string.Join(" | ", right[key]) : null
            ));
    }
}
