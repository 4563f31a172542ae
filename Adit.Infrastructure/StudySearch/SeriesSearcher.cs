using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Transfers.Routes;

namespace Adit.Infrastructure.StudySearch;

/// <summary>The series of one study, asked in the same way as a transfer asks for them: by C-FIND or QIDO-RS.</summary>
internal sealed class SeriesSearcher(
    ServerConnector connector,
    TransferRoutes routes,
    TimeProvider time
) : IStudySeriesSearcher
{
    public async Task<IReadOnlyList<StudySeries>> FindAsync(
        DicomServerNode server,
        string patientId,
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        var place = await connector
            .ReserveAsync(server, LimiterLane.Interactive, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = place.ConfigureAwait(false);
        var study = new JobTask(
            server.Id,
            null,
            patientId,
            studyInstanceUid,
            time.GetUtcNow().UtcDateTime
        );
        var listing = routes.Listing(server).Create(server, study);
        await using var __ = listing.ConfigureAwait(false);
        var found = await listing.FindSeriesAsync(cancellationToken).ConfigureAwait(false);
        await listing.CloseAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. found.Select(s => new StudySeries(s.SeriesInstanceUid)
            {
                SeriesNumber = s.Number,
                Description = string.IsNullOrWhiteSpace(s.Description) ? null : s.Description,
                BodyPart = string.IsNullOrWhiteSpace(s.BodyPart) ? null : s.BodyPart,
                Modality = string.IsNullOrWhiteSpace(s.Modality) ? null : s.Modality,
                ImageCount = s.Images,
                Availability = s.Availability,
            }),
        ];
    }
}
