using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.StudySearch;

/// <summary>One study that a server answered. The patient's name is raw DICOM (PS3.5 6.2.1).</summary>
public sealed record StudySearchHit(
    int SourceId,
    string PatientId,
    string PatientName,
    DateOnly? PatientBirthDate,
    string? PatientSex,
    string StudyInstanceUid,
    string? AccessionNumber,
    DateOnly? StudyDate,
    TimeOnly? StudyTime,
    string? StudyDescription,
    IReadOnlyList<string> Modalities,
    int? SeriesCount,
    int? ImageCount,
    InstanceAvailability Availability
);

/// <summary>What happens in a search, in order; the last one is Failed or Finished.</summary>
public abstract record StudySearchEvent
{
    private StudySearchEvent() { }

    public sealed record Hit(StudySearchHit Study) : StudySearchEvent;

    /// <summary>There are more studies than were asked for; the search was ended.</summary>
    public sealed record LimitReached(int Limit) : StudySearchEvent;

    public sealed record Failed(DomainError Error) : StudySearchEvent;

    public sealed record Finished(int Count, TimeSpan Elapsed) : StudySearchEvent;
}

public interface IStudySearcher
{
    /// <summary>
    /// Streams what the server answers, while it answers. Throws the toolkit's typed exceptions; may give more than
    /// the limit, the caller stops reading.
    /// </summary>
    IAsyncEnumerable<StudySearchHit> SearchAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        CancellationToken cancellationToken
    );
}
