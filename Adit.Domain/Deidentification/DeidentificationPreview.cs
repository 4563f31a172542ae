using Adit.Dicom.Deidentification;
using Adit.Domain.Results;

namespace Adit.Domain.Deidentification;

/// <summary>A study that is looked at before it is transferred.</summary>
public sealed record PreviewStudy(string PatientId, string StudyInstanceUid)
{
    /// <summary>Only these series; empty: all.</summary>
    public IReadOnlyList<string> SeriesInstanceUids { get; init; } = [];
    public DateOnly? StudyDate { get; init; }
    public string? StudyDescription { get; init; }
}

public sealed record PreviewInput
{
    public int SourceId { get; init; }

    /// <summary>0: not chosen yet; then nobody can say what is there already.</summary>
    public int DestinationId { get; init; }
    public int ProjectId { get; init; }

    /// <summary>Null: the project's default.</summary>
    public string? ProfileName { get; init; }
    public IReadOnlyList<PreviewStudy> Studies { get; init; } = [];

    /// <summary>By patient ID; what is not decided yet is left out.</summary>
    public IReadOnlyDictionary<string, string> Pseudonyms { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Only series of these modalities; empty: all.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];
}

/// <summary>What will become of a series, as far as can be told before its images are seen.</summary>
public enum SeriesFate
{
    /// <summary>Nothing speaks against it.</summary>
    Sent = 0,

    /// <summary>Left out, because the profile excludes its modality.</summary>
    Excluded = 1,

    /// <summary>Its images are refused.</summary>
    Refused = 2,

    /// <summary>Its images are refused unless a region rule fits them or their SOP class is allowed.</summary>
    MayBeRefused = 3,

    /// <summary>Not chosen by the modalities of the form.</summary>
    NotChosen = 4,
}

public sealed record SeriesPreview(string SeriesInstanceUid, SeriesFate Fate)
{
    public int? SeriesNumber { get; init; }
    public string? Description { get; init; }
    public string? Modality { get; init; }

    /// <summary>As the source says; null when it does not.</summary>
    public int? Images { get; init; }
    public DeidentificationRefusal? Reason { get; init; }

    /// <summary>Why, in words; null for series that are sent.</summary>
    public string? Explanation { get; init; }

    /// <summary>A head CT or MR, from which a face can be made again.</summary>
    public bool MayShowFace { get; init; }
}

/// <summary>In what a delivery before differs from what is to be sent now.</summary>
[Flags]
public enum DeliveryDifferences
{
    None = 0,
    Profile = 1,
    Pseudonym = 2,
    Project = 4,

    /// <summary>It was sent without a pseudonym.</summary>
    Identified = 8,
}

/// <summary>The study is at the destination already, and what is sent now will not fit to it.</summary>
public sealed record EarlierDelivery(DateTime At, DeliveryDifferences Differences)
{
    /// <summary>Null when the actor may not see the job.</summary>
    public int? JobId { get; init; }
    public string? ProfileName { get; init; }
    public int? ProfileVersion { get; init; }

    /// <summary>Of the same project only.</summary>
    public string? Pseudonym { get; init; }
    public int Images { get; init; }
}

public sealed record StudyPreview(PreviewStudy Study)
{
    public IReadOnlyList<SeriesPreview> Series { get; init; } = [];

    /// <summary>The series could not be looked up: nothing is known, and the transfer can be started all the same.</summary>
    public DomainError? Error { get; init; }
    public IReadOnlyList<EarlierDelivery> Earlier { get; init; } = [];

    /// <summary>The pseudonym that the patient has in the project already.</summary>
    public string? LinkedPseudonym { get; init; }

    public int ImagesOf(SeriesFate fate) =>
        Series.Where(s => s.Fate == fate).Sum(s => s.Images ?? 0);

    public bool MayShowFace => Series.Any(s => s.MayShowFace && s.Fate == SeriesFate.Sent);
}

public sealed record DeidentificationPreview(
    string ProfileName,
    int ProfileVersion,
    IReadOnlyList<string> ExcludedModalities,
    IReadOnlyList<StudyPreview> Studies
)
{
    public int ImagesOf(SeriesFate fate) => Studies.Sum(s => s.ImagesOf(fate));
}

/// <summary>Reads what was delivered before.</summary>
public interface IDeliveryHistory
{
    /// <summary>
    /// Deliveries of these studies from the source to the destination that differ from what is to be sent, by study. Newest first, at
    /// most 5 of a study.
    /// </summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<EarlierDelivery>>> FindAsync(
        Accounts.Actor actor,
        DeliveryQuestion question,
        CancellationToken cancellationToken
    );
}

public sealed record DeliveryQuestion(
    int SourceId,
    int DestinationId,
    int ProjectId,
    int ProfileVersionId,
    IReadOnlyDictionary<string, string?> PseudonymsByStudy
);
