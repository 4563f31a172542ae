using System.Globalization;
using Adit.Domain.StudySearch;

namespace Adit.Web.Features.SelectiveTransfer;

public enum SeriesMode
{
    All = 0,
    Modalities = 1,
    ByHand = 2,
}

/// <summary>Something that will not be sent: of which study, what, and why.</summary>
public sealed record LeftOutLine(string Study, string What, string Reason);

/// <summary>
/// Which series of the chosen studies are wanted, while a person decides. Series are known only of studies that were
/// opened; of the others, the modalities that the search told are all there is to go by.
/// </summary>
public sealed class SeriesPlan
{
    private readonly Dictionary<string, IReadOnlyList<StudySeries>> _known = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, HashSet<string>> _unticked = new(StringComparer.Ordinal);

    public SeriesMode Mode { get; set; }

    public SortedSet<string> Modalities { get; } = new(StringComparer.Ordinal);

    /// <summary>What the job is told; empty unless modalities are what decides.</summary>
    public IReadOnlyList<string> OnlyModalities =>
        Mode == SeriesMode.Modalities ? [.. Modalities] : [];

    public static string Name(StudySearchHit study)
    {
        var description = string.IsNullOrWhiteSpace(study.StudyDescription)
            ? "Study without description"
            : study.StudyDescription;
        return study.StudyDate is { } date
            ? $"{description}, {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : description;
    }

    public static string Name(StudySeries series)
    {
        string?[] parts =
        [
            series.SeriesNumber is { } number ? $"Series {number}" : "Series",
            series.Description,
            series.Modality,
            series.ImageCount is { } images
                ? $"{images} {(images == 1 ? "image" : "images")}"
                : null,
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    public IReadOnlyList<StudySeries>? Known(string studyInstanceUid) =>
        _known.GetValueOrDefault(studyInstanceUid);

    public void Learn(string studyInstanceUid, IReadOnlyList<StudySeries> series) =>
        _known[studyInstanceUid] = series;

    public bool IsTicked(string studyInstanceUid, StudySeries series) =>
        !_unticked.TryGetValue(studyInstanceUid, out var left)
        || !left.Contains(series.SeriesInstanceUid);

    public void Tick(string studyInstanceUid, StudySeries series, bool ticked)
    {
        if (!_unticked.TryGetValue(studyInstanceUid, out var left))
        {
            _unticked[studyInstanceUid] = left = new HashSet<string>(StringComparer.Ordinal);
        }
        if (ticked)
        {
            left.Remove(series.SeriesInstanceUid);
        }
        else
        {
            left.Add(series.SeriesInstanceUid);
        }
    }

    /// <summary>The series to name in the task; empty: all that the job takes.</summary>
    public IReadOnlyList<string> SeriesOf(StudySearchHit study) =>
        ChoiceFor(study).SeriesInstanceUids;

    public IReadOnlyList<LeftOutLine> LeftOut(IEnumerable<StudySearchHit> studies) =>
        [.. studies.SelectMany(LeftOut)];

    /// <summary>Why it cannot start like this; null when it can.</summary>
    public string? Problem(IReadOnlyCollection<StudySearchHit> studies)
    {
        if (Mode == SeriesMode.Modalities && Modalities.Count == 0)
        {
            return "Choose at least one modality, or send all series.";
        }
        var empty = studies.Where(LeavesNothing).Select(Name).ToList();
        return empty.Count == 0
            ? null
            : $"Nothing would be sent of {string.Join(" and of ", empty.Take(3))}{(empty.Count > 3 ? $" and of {empty.Count - 3} more" : "")}. "
                + "Choose a series of it, or take the study out of your choice.";
    }

    private bool LeavesNothing(StudySearchHit study)
    {
        var series = Known(study.StudyInstanceUid) is { Count: > 0 } known ? known : null;
        return Mode switch
        {
            SeriesMode.All => false,
            SeriesMode.Modalities => series is null
                ? study.Modalities.Count > 0 && !study.Modalities.Any(Modalities.Contains)
                : ChoiceFor(study).LeftOut(series).Count == series.Count,
            SeriesMode.ByHand => series is not null
                && !series.Any(one => IsTicked(study.StudyInstanceUid, one)),
        };
    }

    private IEnumerable<LeftOutLine> LeftOut(StudySearchHit study)
    {
        var name = Name(study);
        var choice = ChoiceFor(study);
        if (Known(study.StudyInstanceUid) is { } series && !LeavesNothing(study))
        {
            return choice
                .LeftOut(series)
                .Select(left => new LeftOutLine(name, Name(left.Series), left.Reason));
        }
        if (LeavesNothing(study))
        {
            return [new LeftOutLine(name, "Everything", "None of its series is chosen.")];
        }
        if (Mode != SeriesMode.Modalities)
        {
            return [];
        }
        return study.Modalities.Count == 0
            ?
            [
                new LeftOutLine(
                    name,
                    "Series of other modalities",
                    "The server does not say which it has."
                ),
            ]
            : study
                .Modalities.Where(modality => !Modalities.Contains(modality))
                .Select(modality => new LeftOutLine(
                    name,
                    $"All {modality} series",
                    choice.WhyLeftOut("", modality) ?? ""
                ));
    }

    private SeriesChoice ChoiceFor(StudySearchHit study) =>
        Mode switch
        {
            SeriesMode.All => SeriesChoice.All,
            SeriesMode.Modalities => new SeriesChoice { OnlyModalities = [.. Modalities] },
            SeriesMode.ByHand => new SeriesChoice { SeriesInstanceUids = TickedOf(study) },
        };

    // A study that nobody opened, or of which all is ticked, is taken whole: also what arrives at the source meanwhile.
    private IReadOnlyList<string> TickedOf(StudySearchHit study) =>
        Known(study.StudyInstanceUid) is { } series
        && series.Any(one => !IsTicked(study.StudyInstanceUid, one))
            ?
            [
                .. series
                    .Where(one => IsTicked(study.StudyInstanceUid, one))
                    .Select(one => one.SeriesInstanceUid),
            ]
            : [];
}
