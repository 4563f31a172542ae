namespace Adit.Domain.StudySearch;

/// <summary>
/// Which series of a study are wanted: those that were chosen by hand, else those of the chosen modalities, else all.
/// The page before the start and the transfer itself ask the same question here.
/// </summary>
public sealed record SeriesChoice
{
    public static SeriesChoice All { get; } = new();

    /// <summary>Chosen by hand; empty: not chosen by hand.</summary>
    public IReadOnlyList<string> SeriesInstanceUids { get; init; } = [];

    /// <summary>Only these modalities; empty: all.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];

    public bool TakesAll => SeriesInstanceUids.Count == 0 && OnlyModalities.Count == 0;

    /// <summary>Why a series is left out, as a person reads it; null when it is taken.</summary>
    public string? WhyLeftOut(string seriesInstanceUid, string? modality)
    {
        if (SeriesInstanceUids.Count > 0)
        {
            return SeriesInstanceUids.Contains(seriesInstanceUid, StringComparer.Ordinal)
                ? null
                : "Not among the series that were chosen.";
        }

        if (OnlyModalities.Count == 0)
        {
            return null;
        }

        var only = $"Only {string.Join(", ", OnlyModalities)} was asked for";
        return string.IsNullOrWhiteSpace(modality)
                ? $"{only}, and the server does not say the modality of this series."
            : OnlyModalities.Contains(modality.Trim(), StringComparer.OrdinalIgnoreCase) ? null
            : $"{only}; this series is {modality.Trim()}.";
    }

    /// <summary>The series that are left out, each with the reason.</summary>
    public IReadOnlyList<LeftOutSeries> LeftOut(IEnumerable<StudySeries> series) =>
        [
            .. series
                .Select(s => (Series: s, Reason: WhyLeftOut(s.SeriesInstanceUid, s.Modality)))
                .Where(x => x.Reason is not null)
                .Select(x => new LeftOutSeries(x.Series, x.Reason!)),
        ];
}

public sealed record LeftOutSeries(StudySeries Series, string Reason);
