using Adit.Domain.Deidentification;
using Adit.Domain.StudySearch;
using Adit.Web.Features.Shell;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>One thing to know before the start: of which study, what, and why.</summary>
public sealed record Finding(string Study, string What, string Why)
{
    /// <summary>The job that it is about, where the person may see it.</summary>
    public int? JobId { get; init; }
}

/// <summary>What was found out about a pseudonymised transfer before it starts, in words.</summary>
public sealed class BeforeStart
{
    private DeidentificationPreview? _preview;

    /// <summary>The studies that are looked at, in the order of the page.</summary>
    public IReadOnlyList<StudySearchHit> Studies { get; private set; } = [];

    public bool IsLooking { get; set; }

    /// <summary>Somebody said that it is enough, or it took too long.</summary>
    public string? Stopped { get; set; }

    public string? Error { get; set; }

    /// <summary>The person has seen what is refused and what was delivered before.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>How many studies the source has told about so far.</summary>
    public int Done { get; set; }

    public bool IsKnown => _preview is not null;

    /// <summary>On the destination already, and not like this.</summary>
    public IReadOnlyList<Finding> Earlier { get; private set; } = [];

    public IReadOnlyList<Finding> Refused { get; private set; } = [];

    public IReadOnlyList<Finding> MayBeRefused { get; private set; } = [];

    public IReadOnlyList<Finding> Excluded { get; private set; } = [];

    public IReadOnlyList<Finding> Faces { get; private set; } = [];

    public IReadOnlyList<Finding> Unknown { get; private set; } = [];

    /// <summary>Studies of which nothing is left to send.</summary>
    public IReadOnlyList<Finding> Nothing { get; private set; } = [];

    /// <summary>Something does not leave, or may not.</summary>
    public bool IsIncomplete => Refused.Count + MayBeRefused.Count + Nothing.Count > 0;

    public bool NeedsAcknowledgement => Earlier.Count > 0 || IsIncomplete;

    public bool IsBlocking => NeedsAcknowledgement && !IsAcknowledged;

    public int SeriesToSend => ToSend.Count();

    /// <summary>As far as the source says how many there are.</summary>
    public int ImagesToSend => ToSend.Sum(series => series.Images ?? 0);

    private IEnumerable<SeriesPreview> ToSend =>
        _preview?.Studies.SelectMany(study => study.Series).Where(WillBeTried) ?? [];

    public void Begin(IReadOnlyList<StudySearchHit> studies)
    {
        Studies = studies;
        (IsLooking, Done, Stopped, Error) = (true, 0, null, null);
        Take(null);
    }

    /// <summary>Nothing is known; what was seen before counts for nothing.</summary>
    public void Forget()
    {
        Studies = [];
        (IsLooking, Stopped, Error) = (false, null, null);
        Take(null);
    }

    public void Take(DeidentificationPreview? preview)
    {
        _preview = preview;
        IsAcknowledged = false;
        Tell();
    }

    private void Tell()
    {
        Earlier = All(EarlierOf);
        Refused = All((study, preview) => SeriesOf(study, preview, SeriesFate.Refused));
        MayBeRefused = All((study, preview) => SeriesOf(study, preview, SeriesFate.MayBeRefused));
        Excluded = All((study, preview) => SeriesOf(study, preview, SeriesFate.Excluded));
        Faces = All(FacesOf);
        Nothing = All(NothingOf);
        Unknown = All(
            (study, preview) =>
                preview.Error is { } error ? [new Finding(study, "Not known", error.Message)] : []
        );
    }

    private static bool WillBeTried(SeriesPreview series) =>
        series.Fate is SeriesFate.Sent or SeriesFate.MayBeRefused;

    private List<Finding> All(Func<string, StudyPreview, IEnumerable<Finding>> find)
    {
        var names = Studies
            .DistinctBy(study => study.StudyInstanceUid, StringComparer.Ordinal)
            .ToDictionary(study => study.StudyInstanceUid, SeriesPlan.Name, StringComparer.Ordinal);
        return
        [
            .. _preview?.Studies.SelectMany(preview =>
                find(names.GetValueOrDefault(preview.Study.StudyInstanceUid, "Study"), preview)
            )
                ?? [],
        ];
    }

    private static IEnumerable<Finding> SeriesOf(
        string study,
        StudyPreview preview,
        SeriesFate fate
    ) =>
        Merged(
            study,
            preview.Series.Where(series => series.Fate == fate),
            series => series.Explanation ?? ""
        );

    private static IEnumerable<Finding> FacesOf(string study, StudyPreview preview) =>
        Merged(
            study,
            preview.Series.Where(series => series.MayShowFace && WillBeTried(series)),
            _ => ""
        );

    private static IEnumerable<Finding> NothingOf(string study, StudyPreview preview) =>
        preview.Series.Count > 0 && !preview.Series.Any(WillBeTried)
            ?
            [
                new Finding(
                    study,
                    "none of its series",
                    "Its task would end as failed. Take it out of your choice, or use another profile."
                ),
            ]
            : [];

    /// <summary>Series of a study with the same reason are one line.</summary>
    private static IEnumerable<Finding> Merged(
        string study,
        IEnumerable<SeriesPreview> series,
        Func<SeriesPreview, string> why
    ) =>
        series
            .GroupBy(why, StringComparer.Ordinal)
            .Select(same => new Finding(study, Names([.. same]), same.Key));

    private static string Names(List<SeriesPreview> series)
    {
        if (series.Count == 1)
        {
            return Name(series[0]);
        }
        var descriptions = series
            .Select(one => one.Description?.Trim() ?? "")
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var images = series.Sum(one => one.Images ?? 0);
        return $"{series.Count} series"
            + (images > 0 ? $", {Units.Count(images)} images" : "")
            + (
                descriptions.Count == 0
                    ? ""
                    : $" ({string.Join("; ", descriptions.Take(4))}{(descriptions.Count > 4 ? " …" : "")})"
            );
    }

    private static IEnumerable<Finding> EarlierOf(string study, StudyPreview preview) =>
        preview.Earlier.Select(delivery => new Finding(
            study,
            delivery.Images == 1 ? "1 image" : $"{Units.Count(delivery.Images)} images",
            BeforeStartWords.Of(delivery)
        )
        {
            JobId = delivery.JobId,
        });

    private static string Name(SeriesPreview series) =>
        SeriesPlan.Name(
            new StudySeries(series.SeriesInstanceUid)
            {
                SeriesNumber = series.SeriesNumber,
                Description = series.Description,
                Modality = series.Modality,
                ImageCount = series.Images,
            }
        );
}
