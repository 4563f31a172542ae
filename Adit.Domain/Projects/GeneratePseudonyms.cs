using System.Globalization;
using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

public enum PseudonymStyle
{
    /// <summary>A prefix and the next free number, such as LUNG-007.</summary>
    Number = 0,

    /// <summary>Letters and digits that the project's secret gives for the patient, such as 7K2M9QXA4T.</summary>
    Code = 1,
}

/// <summary>Who needs a pseudonym. It will give away nothing of what is known here.</summary>
public sealed record PseudonymPatient(string PatientId)
{
    /// <summary>Raw DICOM (PS3.5 6.2.1).</summary>
    public string? Name { get; init; }
    public DateOnly? BirthDate { get; init; }
}

public sealed record PseudonymRequest
{
    public int ProjectId { get; init; }

    /// <summary>The server that the patients are at: it says who gave out their IDs.</summary>
    public int SourceId { get; init; }
    public IReadOnlyList<PseudonymPatient> Patients { get; init; } = [];
    public PseudonymStyle Style { get; init; }

    /// <summary>In front of the number or code; may be empty for codes.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Pseudonyms on the form already, which are not given out again.</summary>
    public IReadOnlyList<string> Taken { get; init; } = [];
}

/// <summary>
/// Proposes pseudonyms for patients. Who has one in the project keeps it. Nothing is stored: the pseudonym is the patient's with the
/// first job, and who creates a job with one that was given away meanwhile is told so.
/// </summary>
public sealed class GeneratePseudonyms(
    IProjectStore projects,
    INodeStore nodes,
    IProjectSecrets secrets,
    IAuditTrail audit
)
{
    public const int MaxPatients = 10_000;
    private const int MaxPrefixLength = 32;
    private const int CodeLength = 10;
    private const int MinDigits = 3;

    private static readonly DomainError PrefixReveals = DomainError.Invalid(
        "With this prefix the pseudonym would give a patient away: it contains a part of the name, the ID or the birth date. Enter another prefix."
    );

    /// <summary>By patient ID, as it was given.</summary>
    public async Task<Result<IReadOnlyDictionary<string, string>>> ExecuteAsync(
        Actor actor,
        PseudonymRequest request,
        CancellationToken cancellationToken = default
    )
    {
        var project = await projects
            .FindAsync(request.ProjectId, cancellationToken)
            .ConfigureAwait(false);
        if (project is null || !project.HasMember(actor.PersonId))
        {
            return ProjectErrors.NotFound;
        }

        var prefix = request.Prefix.Trim();
        if (Refuse(request, prefix) is { } refused)
        {
            return refused;
        }

        var source = await nodes
            .FindAsync(request.SourceId, cancellationToken)
            .ConfigureAwait(false);
        if (
            source is null
            || actor.GroupId is not { } groupId
            || await nodes
                .FindAccessAsync(groupId, source.Id, cancellationToken)
                .ConfigureAwait(false)
                is not { IsSource: true }
        )
        {
            return NodeErrors.NotSource;
        }

        var opened = secrets.Open(project);
        if (opened.Error is { } unreadable)
        {
            return unreadable;
        }

        var hashes = request
            .Patients.DistinctBy(p => p.PatientId, StringComparer.Ordinal)
            .Select(p =>
                (Patient: p, Hash: SubjectHash.Of(opened.Value, source.IdDomain, p.PatientId))
            )
            .ToList();
        var linked = await projects
            .FindSubjectsAsync(
                project.Id,
                [.. hashes.Select(h => h.Hash).Distinct(StringComparer.Ordinal)],
                [],
                cancellationToken
            )
            .ConfigureAwait(false);
        var known = linked.ToDictionary(
            s => s.PatientHash,
            s => s.Pseudonym,
            StringComparer.Ordinal
        );
        await PseudonymTrail
            .ToldAsync(audit, actor, project.Id, known.Values, cancellationToken)
            .ConfigureAwait(false);
        var used = await projects
            .PseudonymsAsync(project.Id, prefix, cancellationToken)
            .ConfigureAwait(false);
        var maker = new Maker(opened.Value, request.Style, prefix, used.Concat(request.Taken));
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (patient, hash) in hashes)
        {
            if (!known.TryGetValue(hash, out var pseudonym))
            {
                if (maker.Next(patient, source.IdDomain) is not { } next)
                {
                    return PrefixReveals;
                }

                pseudonym = next;
                // The same patient twice, with blanks around the ID.
                known.Add(hash, pseudonym);
            }

            given.Add(patient.PatientId, pseudonym);
        }

        return given;
    }

    private static DomainError? Refuse(PseudonymRequest request, string prefix) =>
        request.Patients.Count is 0 or > MaxPatients
            ? DomainError.Invalid($"Choose 1 to {MaxPatients} patients.")
        : !Enum.IsDefined(request.Style) ? DomainError.Invalid("Choose how pseudonyms are made.")
        : prefix.Length > MaxPrefixLength
        || (prefix.Length > 0 && PseudonymCheck.Validate(prefix + "1") is not null)
            ? DomainError.Invalid(
                $"A prefix has at most {MaxPrefixLength} characters, without signs that cannot stand in a name or a folder, such as \\ / : * ? ^ =."
            )
        : request.Style == PseudonymStyle.Number && prefix.Length == 0
            ? DomainError.Invalid(
                "Enter a prefix for the numbers, such as LUNG-. A bare number could be taken for a patient ID."
            )
        : null;

    private sealed class Maker
    {
        private const int MaxAttempts = 200;
        private readonly DeidentificationKey _key;
        private readonly PseudonymStyle _style;
        private readonly string _prefix;
        private readonly HashSet<string> _used;
        private long _last;

        public Maker(
            DeidentificationKey key,
            PseudonymStyle style,
            string prefix,
            IEnumerable<string> used
        )
        {
            (_key, _style, _prefix) = (key, style, prefix);
            _used = used.Select(ProjectSubject.KeyOf).ToHashSet(StringComparer.Ordinal);
            var start = ProjectSubject.KeyOf(prefix);
            foreach (var pseudonym in _used)
            {
                if (
                    pseudonym.StartsWith(start, StringComparison.Ordinal)
                    && long.TryParse(
                        pseudonym.AsSpan(start.Length),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number < int.MaxValue
                )
                {
                    _last = Math.Max(_last, number);
                }
            }
        }

        /// <summary>Null when everything that begins like this gives the patient away.</summary>
        public string? Next(PseudonymPatient patient, string idDomain)
        {
            var patientKey = PatientKeys.Of(idDomain, patient.PatientId);
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var pseudonym = _style switch
                {
                    PseudonymStyle.Number => _prefix
                        + (++_last).ToString($"D{MinDigits}", CultureInfo.InvariantCulture),
                    // Another one when two patients have one code, or when it spells a part of the name by chance.
                    PseudonymStyle.Code => _prefix
                        + _key.Code(
                            "pseudonym",
                            attempt == 0 ? patientKey : $"{patientKey} {attempt}",
                            CodeLength
                        ),
                };
                if (
                    PseudonymCheck.Check(
                        pseudonym,
                        patient.PatientId,
                        patient.Name,
                        patient.BirthDate
                    )
                        is null
                    && _used.Add(ProjectSubject.KeyOf(pseudonym))
                )
                {
                    return pseudonym;
                }
            }

            return null;
        }
    }
}

/// <summary>What finds a patient again in the link table.</summary>
public static class SubjectHash
{
    public static string Of(DeidentificationKey key, string idDomain, string patientId) =>
        key.Code("link table", PatientKeys.Of(idDomain, patientId), ProjectSubject.HashLength);
}
