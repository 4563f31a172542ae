using Adit.Dicom.Deidentification;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>A patient on a form or in a workbook, with the rows that it stands in.</summary>
/// <param name="PatientId">As the source gives it.</param>
/// <param name="Pseudonym">What was entered; null: nothing.</param>
/// <param name="Rows">How people call them, such as <c>row 3 (CT Thorax)</c>. Shown to who made them, never logged.</param>
public sealed record PatientToLink(string PatientId, string? Pseudonym, string Rows)
{
    /// <summary>Raw DICOM (PS3.5 6.2.1).</summary>
    public string? Name { get; init; }
    public DateOnly? BirthDate { get; init; }
}

/// <summary>What each patient is called, and the links that are new.</summary>
public sealed record PseudonymAssignment(
    IReadOnlyDictionary<string, string> ByPatientId,
    IReadOnlyList<SubjectLink> NewLinks
);

/// <summary>Something that is wrong with a pseudonym, and whose it is.</summary>
/// <param name="PatientIds">As they were given; two when it is between two patients.</param>
/// <param name="Message">What is wrong and what to do, with the rows.</param>
public sealed record PseudonymFault(IReadOnlyList<string> PatientIds, string Message);

/// <summary>What is known about pseudonyms before they are stored.</summary>
/// <param name="Linked">Pseudonyms that the project has already, by patient ID.</param>
/// <param name="Faults">Everything that is wrong.</param>
public sealed record PseudonymFindings(
    IReadOnlyDictionary<string, string> Linked,
    IReadOnlyList<PseudonymFault> Faults
);

/// <summary>
/// Holds one patient to one pseudonym within a project, and one pseudonym to one patient. Says everything that is wrong at once, by row.
/// </summary>
public sealed class AssignPseudonyms(IProjectStore projects, IPatientProtector protector)
{
    private const int MaxFaults = 20;

    public async Task<Result<PseudonymAssignment>> CheckAsync(
        Project project,
        DeidentificationKey key,
        string idDomain,
        IReadOnlyList<PatientToLink> patients,
        CancellationToken cancellationToken
    )
    {
        var (asked, byHash, given, faults) = await LookAsync(
                project,
                key,
                idDomain,
                patients,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (faults.Count > 0)
        {
            return new DomainError(
                "pseudonyms",
                string.Join(' ', faults.Take(MaxFaults).Select(f => f.Message))
                    + (
                        faults.Count > MaxFaults
                            ? $" There are {faults.Count - MaxFaults} more."
                            : ""
                    )
            );
        }

        return new PseudonymAssignment(
            asked
                .GroupBy(a => a.Patient.PatientId, StringComparer.Ordinal)
                .ToDictionary(
                    same => same.Key,
                    same => given[same.First().Hash].Pseudonym!,
                    StringComparer.Ordinal
                ),
            [
                .. given
                    .Values.Where(a => !byHash.ContainsKey(a.Hash))
                    .Select(a => new SubjectLink(
                        a.Pseudonym!,
                        a.Hash,
                        protector.Protect(
                            new SubjectPatient(idDomain, a.Patient.PatientId.Trim(), a.Patient.Name)
                        )
                    )),
            ]
        );
    }

    /// <summary>The same while a form is filled in: who has a pseudonym already, and what is wrong with those that were entered.</summary>
    public async Task<PseudonymFindings> FindAsync(
        Project project,
        DeidentificationKey key,
        string idDomain,
        IReadOnlyList<PatientToLink> patients,
        CancellationToken cancellationToken
    )
    {
        var (asked, byHash, _, faults) = await LookAsync(
                project,
                key,
                idDomain,
                patients,
                cancellationToken
            )
            .ConfigureAwait(false);
        var linked = asked
            .Where(a => byHash.ContainsKey(a.Hash))
            .DistinctBy(a => a.Patient.PatientId, StringComparer.Ordinal)
            .ToDictionary(
                a => a.Patient.PatientId,
                a => byHash[a.Hash].Pseudonym,
                StringComparer.Ordinal
            );
        var empty = asked
            .Where(a => a.Pseudonym is null)
            .Select(a => a.Patient.PatientId)
            .ToHashSet(StringComparer.Ordinal);
        // What is not filled in yet is no fault yet.
        return new PseudonymFindings(
            linked,
            [.. faults.Where(f => !f.PatientIds.Any(empty.Contains))]
        );
    }

    private async Task<Looked> LookAsync(
        Project project,
        DeidentificationKey key,
        string idDomain,
        IReadOnlyList<PatientToLink> patients,
        CancellationToken cancellationToken
    )
    {
        var faults = new List<PseudonymFault>();
        var asked = patients
            .Select(p => new Asked(
                p,
                Text(p.Pseudonym),
                SubjectHash.Of(key, idDomain, p.PatientId)
            ))
            .ToList();
        var subjects = await projects
            .FindSubjectsAsync(
                project.Id,
                [.. asked.Select(a => a.Hash).Distinct(StringComparer.Ordinal)],
                [
                    .. asked
                        .Select(a => a.Pseudonym)
                        .OfType<string>()
                        .Distinct(StringComparer.Ordinal),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        var byHash = subjects.ToDictionary(s => s.PatientHash, StringComparer.Ordinal);
        var byKey = subjects.ToDictionary(s => s.PseudonymKey, StringComparer.Ordinal);
        var given = new Dictionary<string, Asked>(StringComparer.Ordinal);
        var owners = new Dictionary<string, Asked>(StringComparer.Ordinal);
        foreach (var one in asked)
        {
            // Blanks around an ID mean nothing: the same patient may stand here twice.
            var settled = Settle(one, byHash.GetValueOrDefault(one.Hash), byKey, faults);
            if (settled is null)
            {
                continue;
            }

            if (given.TryGetValue(one.Hash, out var before))
            {
                if (!Same(before.Pseudonym!, settled.Pseudonym!))
                {
                    faults.Add(
                        new PseudonymFault(
                            [before.Patient.PatientId, one.Patient.PatientId],
                            $"{one.Patient.Rows} and {before.Patient.Rows} are the same patient with two pseudonyms. Enter one for both."
                        )
                    );
                }

                continue;
            }

            given.Add(one.Hash, settled);
            if (
                !owners.TryAdd(ProjectSubject.KeyOf(settled.Pseudonym!), settled)
                && owners[ProjectSubject.KeyOf(settled.Pseudonym!)] is var other
            )
            {
                faults.Add(
                    new PseudonymFault(
                        [other.Patient.PatientId, one.Patient.PatientId],
                        $"{other.Patient.Rows} and {one.Patient.Rows} are two patients with one pseudonym. Enter different ones."
                    )
                );
            }
        }

        return new Looked(asked, byHash, given, faults);
    }

    private static Asked? Settle(
        Asked one,
        ProjectSubject? linked,
        Dictionary<string, ProjectSubject> byKey,
        List<PseudonymFault> faults
    )
    {
        var rows = one.Patient.Rows;
        if (linked is not null)
        {
            if (one.Pseudonym is null || Same(one.Pseudonym, linked.Pseudonym))
            {
                // As it was spelled first, so that the destination sees one patient.
                return one with { Pseudonym = linked.Pseudonym };
            }

            faults.Add(
                new PseudonymFault(
                    [one.Patient.PatientId],
                    $"{rows}: this patient has the pseudonym \"{linked.Pseudonym}\" in the project. Use that one."
                )
            );
            return null;
        }

        if (one.Pseudonym is not { } pseudonym)
        {
            faults.Add(
                new PseudonymFault(
                    [one.Patient.PatientId],
                    $"{rows}: there is no pseudonym. Enter or generate one."
                )
            );
            return null;
        }

        if (
            PseudonymCheck.Check(
                pseudonym,
                one.Patient.PatientId,
                one.Patient.Name,
                one.Patient.BirthDate
            ) is
            { } problem
        )
        {
            faults.Add(
                new PseudonymFault(
                    [one.Patient.PatientId],
                    $"{rows}: {PseudonymCheck.MessageFor(problem)} Enter or generate another one."
                )
            );
            return null;
        }

        if (byKey.ContainsKey(ProjectSubject.KeyOf(pseudonym)))
        {
            faults.Add(
                new PseudonymFault(
                    [one.Patient.PatientId],
                    $"{rows}: the pseudonym \"{pseudonym}\" belongs to another patient of the project. Enter or generate another one."
                )
            );
            return null;
        }

        return one;
    }

    private static bool Same(string one, string other) =>
        string.Equals(
            ProjectSubject.KeyOf(one),
            ProjectSubject.KeyOf(other),
            StringComparison.Ordinal
        );

    private static string? Text(string? pseudonym) =>
        string.IsNullOrWhiteSpace(pseudonym) ? null : pseudonym;

    private sealed record Looked(
        List<Asked> Asked,
        Dictionary<string, ProjectSubject> ByHash,
        Dictionary<string, Asked> Given,
        List<PseudonymFault> Faults
    );

    private sealed record Asked(PatientToLink Patient, string? Pseudonym, string Hash);
}
