using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.StudySearch;

/// <summary>
/// Asks at STUDY level, by C-FIND or, where a server has only that, by QIDO-RS; answer by answer. Leaving the loop early ends
/// the query at the server.
/// </summary>
internal sealed class StudySearcher(ServerConnector connector, DicomWebConnector web)
    : IStudySearcher
{
    public async IAsyncEnumerable<StudySearchHit> SearchAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = new StudyFilter(criteria);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var place = await connector
            .ReserveAsync(server, LimiterLane.Interactive, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = place.ConfigureAwait(false);
        await foreach (
            var answer in AskAsync(server, criteria, cancellationToken).ConfigureAwait(false)
        )
        {
            if (
                ToHit(server.Id, answer) is not { } hit
                || !filter.Accepts(hit)
                || !seen.Add(hit.StudyInstanceUid)
            )
            {
                continue;
            }
            yield return hit;
            // One more than asked for, so that the caller sees that there are more; then the server is told to stop.
            if (seen.Count > criteria.Limit)
            {
                yield break;
            }
        }
    }

    private IAsyncEnumerable<DicomDataset> AskAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        CancellationToken cancellationToken
    ) =>
        !server.Offers(ServerServices.StudyRootFind)
        && !server.Offers(ServerServices.PatientRootFind)
        && DicomWebConnector.IsOffered(server, ServerServices.QidoRs)
            ? QueryAsync(server, criteria, cancellationToken)
            : FindAsync(server, criteria, cancellationToken);

    private async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var model = StudyQuery.Model(server);
        var association = await connector
            .OpenAsync(
                server,
                [
                    new(
                        model,
                        [
                            DicomTransferSyntax.ExplicitVrLittleEndian,
                            DicomTransferSyntax.ImplicitVrLittleEndian,
                        ]
                    ),
                ],
                ServerConnector.QueryTimeouts(server),
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var _ = association.ConfigureAwait(false);
        await foreach (
            var answer in association
                .FindAsync(
                    model,
                    StudyQuery.Build(criteria, server.FallbackCharacterSet),
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            yield return answer;
        }
        await association.ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<DicomDataset> QueryAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var client = web.Open(server, ServerConnector.QueryTimeouts(server));
        foreach (var query in WebStudyQuery.Build(criteria))
        {
            await foreach (
                var answer in client.QueryAsync(query, cancellationToken).ConfigureAwait(false)
            )
            {
                yield return answer;
            }
        }
    }

    /// <summary>Null when the answer has no study: there is nothing that could be done with it.</summary>
    internal static StudySearchHit? ToHit(int sourceId, DicomDataset answer) =>
        answer.GetString(DicomTag.StudyInstanceUid)?.Trim() is { Length: > 0 } study
            ? new StudySearchHit(
                sourceId,
                answer.GetString(DicomTag.PatientId)?.Trim() ?? "",
                answer.GetString(DicomTag.PatientName) ?? "",
                Read(() => answer.GetDate(DicomTag.PatientBirthDate)),
                answer.GetString(DicomTag.PatientSex),
                study,
                answer.GetString(DicomTag.AccessionNumber),
                Read(() => answer.GetDate(DicomTag.StudyDate)),
                Read(() => answer.GetTime(DicomTag.StudyTime)),
                answer.GetString(DicomTag.StudyDescription),
                [.. answer.GetStrings(DicomTag.ModalitiesInStudy).Where(m => m.Length > 0)],
                Read(() => answer.GetInt32(DicomTag.NumberOfStudyRelatedSeries)),
                Read(() => answer.GetInt32(DicomTag.NumberOfStudyRelatedInstances)),
                InstanceAvailabilities.Parse(answer.GetString(DicomTag.InstanceAvailability))
            )
            : null;

    // A server that writes nonsense into a date must not hide the study.
    private static T? Read<T>(Func<T?> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}
