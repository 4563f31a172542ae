using System.Runtime.CompilerServices;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.StudySearch;

/// <summary>Searches a server for a person, and says in the trail that it was done (with IDs, without names).</summary>
public sealed class SearchStudies(
    INodeStore nodes,
    IStudySearcher searcher,
    IDicomFaultMessages faults,
    IAuditTrail audit,
    IValidator<StudySearchCriteria> validator,
    TimeProvider time
)
{
    public async IAsyncEnumerable<StudySearchEvent> ExecuteAsync(
        Actor actor,
        StudySearchCriteria criteria,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var admission = await AdmitAsync(actor, criteria, cancellationToken).ConfigureAwait(false);
        if (admission.Error is { } refused)
        {
            yield return new StudySearchEvent.Failed(refused);
            yield break;
        }

        var server = admission.Value;
        var limit = Math.Min(criteria.Limit, server.MaxSearchResults);
        var started = time.GetTimestamp();
        var count = 0;
        var hits = searcher.SearchAsync(server, criteria with { Limit = limit }, cancellationToken);
        var reader = hits.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            while (true)
            {
                DomainError? failed = null;
                var more = false;
                try
                {
                    more = await reader.MoveNextAsync().ConfigureAwait(false);
                }
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
                {
                    failed = faults.Describe(fault, server);
                }

                if (failed is not null)
                {
                    yield return new StudySearchEvent.Failed(failed);
                    yield break;
                }

                if (!more)
                {
                    break;
                }

                if (count == limit)
                {
                    yield return new StudySearchEvent.LimitReached(limit);
                    break;
                }

                count++;
                yield return new StudySearchEvent.Hit(reader.Current);
            }
        }

        yield return new StudySearchEvent.Finished(count, time.GetElapsedTime(started));
    }

    private async Task<Result<DicomServerNode>> AdmitAsync(
        Actor actor,
        StudySearchCriteria criteria,
        CancellationToken cancellationToken
    )
    {
        var check = await validator
            .ValidateAsync(criteria, cancellationToken)
            .ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        var server = await SearchRights
            .CheckAsync(nodes, actor, criteria.SourceId, cancellationToken)
            .ConfigureAwait(false);
        await AuditAsync(
                actor,
                criteria,
                server.IsSuccess ? AuditOutcome.Success : AuditOutcome.Refused,
                cancellationToken
            )
            .ConfigureAwait(false);
        return server;
    }

    private Task AuditAsync(
        Actor actor,
        StudySearchCriteria criteria,
        AuditOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        // Which fields were searched, and the IDs: enough to answer who looked for whom, without names and dates of birth.
        List<string> fields = [];
        Add("patient ID", criteria.PatientId);
        Add("accession number", criteria.AccessionNumber);
        Add("study", criteria.StudyInstanceUid);
        AddUnnamed("patient name", criteria.PatientName is not null);
        AddUnnamed("birth date", criteria.PatientBirthDate is not null);
        AddUnnamed(
            "study date",
            criteria.StudyDateFrom is not null || criteria.StudyDateUntil is not null
        );
        AddUnnamed("description", criteria.StudyDescription is not null);
        AddUnnamed("modalities", criteria.Modalities.Count > 0);
        return audit.RecordAsync(
            AuditEntry.By(
                actor,
                "study.search",
                "node",
                criteria.SourceId,
                string.Join(", ", fields),
                outcome
            ),
            cancellationToken
        );

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                fields.Add($"{name} {value}");
            }
        }

        void AddUnnamed(string name, bool used)
        {
            if (used)
            {
                fields.Add(name);
            }
        }
    }
}

public static class StudySearchErrors
{
    public static DomainError MayNotSearch { get; } =
        DomainError.Forbidden(
            "Your group may not search servers. Ask an administrator for the right to explore or transfer."
        );

    public static DomainError NoStudy { get; } =
        DomainError.Invalid("This study has no valid UID, so it cannot be asked for.");
}
