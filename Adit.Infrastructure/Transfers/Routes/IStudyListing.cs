using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>What a server says about one study: its series, its SOP classes, its images. Made for one attempt.</summary>
internal interface IStudyListing : IAsyncDisposable
{
    /// <summary>The one STUDY-level look-up; null when the server does not know the study.</summary>
    Task<StudyFacts?> FindStudyAsync(CancellationToken cancellationToken);

    /// <summary>The one SERIES-level look-up: all series of the study, also those that are not wanted.</summary>
    Task<IReadOnlyList<ListedSeries>> FindSeriesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The images of one series. With <paramref name="details"/> also SOP class and stored transfer syntaxes: some archives open
    /// every file to answer that, so it is asked for only where it is needed.
    /// </summary>
    Task FindImagesAsync(
        string seriesInstanceUid,
        bool details,
        ImageList list,
        CancellationToken cancellationToken
    );

    /// <summary>Ends the connection in good order; a later question opens another one.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}

/// <summary>One way to look a study up.</summary>
internal interface IListingRoute
{
    ListingMethod Method { get; }

    bool IsOfferedBy(DicomServerNode server);

    IStudyListing Create(DicomServerNode server, JobTask task);
}

/// <summary>Ways to look a study up, the preferred first.</summary>
internal enum ListingMethod
{
    CFind = 0,
    QidoRs = 1,
}

/// <summary>What the STUDY-level answer says.</summary>
/// <param name="PatientId">Whose study it is; null when the server does not say.</param>
/// <param name="SopClasses">SOP Classes in Study (0008,0062); empty when the server does not say.</param>
/// <param name="Availability">Instance Availability (0008,0056).</param>
internal sealed record StudyFacts(
    string? PatientId,
    IReadOnlyList<DicomUid> SopClasses,
    InstanceAvailability Availability
);
