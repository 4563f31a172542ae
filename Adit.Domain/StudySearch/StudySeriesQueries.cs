using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.StudySearch;

/// <summary>Asks a server for the series of one study, with the rights of a search, and says so in the trail.</summary>
public sealed class StudySeriesQueries(
    INodeStore nodes,
    IStudySeriesSearcher searcher,
    IDicomFaultMessages faults,
    IAuditTrail audit
) : IStudySeriesQueries
{
    public async Task<Result<IReadOnlyList<StudySeries>>> FindSeriesAsync(
        Actor actor,
        int sourceId,
        string patientId,
        string studyInstanceUid,
        CancellationToken cancellationToken = default
    )
    {
        if (!IsUid(studyInstanceUid) || patientId.Length > 64)
        {
            return StudySearchErrors.NoStudy;
        }

        var admitted = await SearchRights
            .CheckAsync(nodes, actor, sourceId, cancellationToken)
            .ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "study.series",
                    "node",
                    sourceId,
                    $"patient ID {patientId}, study {studyInstanceUid}",
                    admitted.IsSuccess ? AuditOutcome.Success : AuditOutcome.Refused
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (admitted.Error is { } refused)
        {
            return refused;
        }

        try
        {
            var found = await searcher
                .FindAsync(admitted.Value, patientId, studyInstanceUid, cancellationToken)
                .ConfigureAwait(false);
            return found
                .OrderBy(s => s.SeriesNumber ?? int.MaxValue)
                .ThenBy(s => s.SeriesInstanceUid, StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return faults.Describe(fault, admitted.Value);
        }
    }

    private static bool IsUid(string uid) =>
        uid.Length is > 0 and <= 64 && uid.All(c => char.IsAsciiDigit(c) || c == '.');
}
