using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Look-ups by QIDO-RS, with the same answers as by C-FIND.</summary>
internal sealed class QidoListing(DicomWebConnector connector, DicomServerNode server, JobTask task)
    : IStudyListing
{
    /// <summary>Some archives answer slowly to each question, however little it is about.</summary>
    private const int PageSize = 5000;
    private static readonly DicomTag AvailableTransferSyntaxUid = new(0x0008, 0x3002);

    private readonly DicomUid _study = new(task.StudyInstanceUid);
    private DicomWebClient? _client;

    public async Task<StudyFacts?> FindStudyAsync(CancellationToken cancellationToken)
    {
        var answers = await AskAsync(
                new DicomWebQuery(DicomWebQueryLevel.Studies)
                {
                    IncludeFields =
                    [
                        DicomTag.PatientId,
                        DicomTag.SopClassesInStudy,
                        DicomTag.InstanceAvailability,
                    ],
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (answers.Count == 0)
        {
            return null;
        }
        return new StudyFacts(
            answers.Select(StudyAnswers.PatientId).FirstOrDefault(id => id is not null),
            [
                .. answers
                    .SelectMany(a => StudyAnswers.Uids(a, DicomTag.SopClassesInStudy))
                    .Distinct(),
            ],
            StudyAnswers.Availability(answers[0])
        );
    }

    public async Task<IReadOnlyList<ListedSeries>> FindSeriesAsync(
        CancellationToken cancellationToken
    )
    {
        var answers = await AskAsync(
                new DicomWebQuery(DicomWebQueryLevel.Series)
                {
                    IncludeFields =
                    [
                        DicomTag.Modality,
                        DicomTag.SeriesNumber,
                        DicomTag.SeriesDescription,
                        DicomTag.BodyPartExamined,
                        DicomTag.NumberOfSeriesRelatedInstances,
                        DicomTag.InstanceAvailability,
                    ],
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        Dictionary<string, ListedSeries> found = new(StringComparer.Ordinal);
        foreach (var series in answers.Select(StudyAnswers.Series).OfType<ListedSeries>())
        {
            found[series.SeriesInstanceUid] = series;
        }
        return [.. found.Values];
    }

    public async Task FindImagesAsync(
        string seriesInstanceUid,
        bool details,
        ImageList list,
        CancellationToken cancellationToken
    )
    {
        var answers = await AskAsync(
                new DicomWebQuery(DicomWebQueryLevel.Instances)
                {
                    SeriesInstanceUid = new DicomUid(seriesInstanceUid),
                    IncludeFields = details
                        ? [DicomTag.SopClassUid, AvailableTransferSyntaxUid]
                        : [],
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var answer in answers)
        {
            if (StudyAnswers.Uid(answer, DicomTag.SopInstanceUid) is { } uid)
            {
                list.Add(
                    new ListedImage(
                        uid,
                        seriesInstanceUid,
                        StudyAnswers.Uid(answer, DicomTag.SopClassUid) ?? ""
                    ),
                    details ? [.. StudyAnswers.Uids(answer, AvailableTransferSyntaxUid)] : []
                );
            }
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken) =>
        await DisposeAsync().ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _client = null;
        return ValueTask.CompletedTask;
    }

    private async Task<List<DicomDataset>> AskAsync(
        DicomWebQuery query,
        CancellationToken cancellationToken
    )
    {
        query = query with { StudyInstanceUid = _study, PageSize = PageSize };
        try
        {
            return await ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (DicomWebException refused)
            when (refused.StatusCode == HttpStatusCode.BadRequest && query.IncludeFields.Count > 0)
        {
            // A server that knows one of the wanted attributes not at all; what it returns by itself may do.
            return await ReadAsync(query with { IncludeFields = [] }, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<List<DicomDataset>> ReadAsync(
        DicomWebQuery query,
        CancellationToken cancellationToken
    )
    {
        _client ??= connector.Open(server, ServerConnector.QueryTimeouts(server));
        List<DicomDataset> answers = [];
        try
        {
            await foreach (
                var answer in _client.QueryAsync(query, cancellationToken).ConfigureAwait(false)
            )
            {
                if (StudyAnswers.IsOf(answer, task.StudyInstanceUid))
                {
                    answers.Add(answer);
                }
            }
        }
        catch (DicomWebException gone)
            when (gone.StatusCode == HttpStatusCode.NotFound
                && answers.Count == 0
                && query.Level != DicomWebQueryLevel.Studies
            )
        {
            // Some servers answer so for a study that they do not have; others are no DICOMweb servers, and say so for studies too.
            return answers;
        }
        return answers;
    }
}

/// <summary>For servers without C-FIND.</summary>
internal sealed class QidoListingRoute(DicomWebConnector connector) : IListingRoute
{
    public ListingMethod Method => ListingMethod.QidoRs;

    public bool IsOfferedBy(DicomServerNode server) =>
        DicomWebConnector.IsOffered(server, ServerServices.QidoRs);

    public IStudyListing Create(DicomServerNode server, JobTask task) =>
        new QidoListing(connector, server, task);
}
