using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.StudySearch;

/// <summary>One series of a study as its server describes it; what it does not say is null.</summary>
public sealed record StudySeries(string SeriesInstanceUid)
{
    public int? SeriesNumber { get; init; }

    public string? Description { get; init; }

    public string? Modality { get; init; }

    /// <summary>Body Part Examined (0018,0015).</summary>
    public string? BodyPart { get; init; }

    public int? ImageCount { get; init; }

    public InstanceAvailability Availability { get; init; }
}

/// <summary>Lets a person see the series of a study before it is transferred.</summary>
public interface IStudySeriesQueries
{
    /// <summary>The series by number; none when the server does not know the study.</summary>
    Task<Result<IReadOnlyList<StudySeries>>> FindSeriesAsync(
        Actor actor,
        int sourceId,
        string patientId,
        string studyInstanceUid,
        CancellationToken cancellationToken = default
    );
}

public interface IStudySeriesSearcher
{
    /// <summary>One SERIES-level question. Throws the toolkit's typed exceptions.</summary>
    Task<IReadOnlyList<StudySeries>> FindAsync(
        DicomServerNode server,
        string patientId,
        string studyInstanceUid,
        CancellationToken cancellationToken
    );
}
