using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Projects;
using Adit.Domain.StudySearch;
using Adit.Web.Features.StudySearch;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>
/// What the page knows about a pseudonymised transfer: the projects of this person, their profiles, who has a pseudonym
/// already, and what is wrong with those that were entered.
/// </summary>
public sealed class PseudonymDesk(
    IProjectQueries projectQueries,
    IProfileQueries profileQueries,
    GeneratePseudonyms generate,
    CheckPseudonyms check
)
{
    private static readonly Dictionary<string, string> Nothing = [];

    private IReadOnlyList<ProfileRow> _profiles = [];
    private int _sourceId;

    public TransferForm Form { get; private set; } = new();

    /// <summary>May also send data as it is.</summary>
    public bool MayIdentified { get; private set; }

    public IReadOnlyList<ProjectChoice> Projects { get; private set; } = [];

    public IReadOnlyList<ChosenPatient> Patients { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Linked { get; private set; } = Nothing;

    public IReadOnlyDictionary<string, string> Faults { get; private set; } = Nothing;

    public string? GenerateFault { get; private set; }

    /// <summary>Why the pseudonyms could not be looked at.</summary>
    public string? CheckFault { get; private set; }

    public bool IsGenerating { get; private set; }

    /// <summary>Who may do both and is in a project is offered the safer one.</summary>
    public bool IsOn => !MayIdentified || (Form.IsPseudonymised ?? Projects.Count > 0);

    public ProjectChoice? Project =>
        IsOn ? Projects.FirstOrDefault(one => one.Id == Form.ProjectId) : null;

    /// <summary>Those that the project allows, its own choice first.</summary>
    public IReadOnlyList<ProfileRow> Profiles =>
        Project is not { } project
            ? []
            :
            [
                .. _profiles
                    .Where(one =>
                        project.Profiles.Contains(one.Name, StringComparer.OrdinalIgnoreCase)
                    )
                    .OrderBy(one => !Same(one.Name, project.DefaultProfile)),
            ];

    public ProfileRow? Profile =>
        Profiles.FirstOrDefault(one => Same(one.Name, Form.ProfileName ?? Project?.DefaultProfile))
        ?? (Profiles.Count == 1 ? Profiles[0] : null);

    public async Task LoadAsync(
        Actor actor,
        TransferForm form,
        CancellationToken cancellationToken = default
    )
    {
        Form = form;
        MayIdentified = actor.Has(Permissions.TransferUnpseudonymized);
        Projects = await projectQueries.ChoicesAsync(actor, cancellationToken);
        _profiles =
            Projects.Count == 0
                ? []
                : await profileQueries.ListAsync(actor, false, cancellationToken);
        if (Projects.All(one => one.Id != Form.ProjectId))
        {
            // A person with one project never has to say which.
            Form.UseProject(Projects.Count == 1 ? Projects[0].Id : 0);
        }
    }

    /// <summary>Takes over what is chosen in the search.</summary>
    public void Choose(NodeChoice? source, IReadOnlyList<StudySearchHit> studies)
    {
        if (_sourceId != (source?.Id ?? 0))
        {
            // The same ID at another server may be another patient.
            _sourceId = source?.Id ?? 0;
            if (Form.SourceId != _sourceId)
            {
                Form.SourceId = _sourceId;
                Form.Pseudonyms.Clear();
            }
            (Linked, Faults) = (Nothing, Nothing);
        }
        Patients =
        [
            .. studies
                .GroupBy(study => study.PatientId, StringComparer.Ordinal)
                .Select(same => new ChosenPatient(
                    same.Key,
                    PatientNameText.Format(same.First().PatientName),
                    same.First().PatientBirthDate,
                    same.Count()
                )
                {
                    RawName = same.First().PatientName,
                }),
        ];
    }

    /// <summary>What goes with the patient in the output; empty when it is not decided.</summary>
    public string PseudonymOf(string patientId) =>
        Linked.GetValueOrDefault(patientId)
        ?? Form.Pseudonyms.GetValueOrDefault(patientId, "").Trim();

    /// <summary>Of the chosen patients, by patient ID; without those that are not decided.</summary>
    public Dictionary<string, string> Pseudonyms() =>
        Patients
            .Select(patient => (patient.PatientId, Pseudonym: PseudonymOf(patient.PatientId)))
            .Where(one => one.Pseudonym.Length > 0)
            .ToDictionary(one => one.PatientId, one => one.Pseudonym, StringComparer.Ordinal);

    /// <summary>Why it cannot start like this; null when it can, as far as this page knows.</summary>
    public string? Problem()
    {
        if (!IsOn)
        {
            return null;
        }
        if (Projects.Count == 0)
        {
            return "You are in no open project, and pseudonyms belong to a project. Ask the head of your project to add you.";
        }
        if (Project is null)
        {
            return "Choose the project that the data is for.";
        }
        if (Profile is null)
        {
            return Profiles.Count == 0
                ? $"The project {Project.Name} allows no profile yet. Ask who looks after it to allow one."
                : "Choose the profile by which the data is de-identified.";
        }
        var without = Patients.Where(one => PseudonymOf(one.PatientId).Length == 0).ToList();
        if (without.Count > 0)
        {
            return $"Enter or generate a pseudonym for {Names(without)}.";
        }
        var faulty = Patients.Where(one => Faults.ContainsKey(one.PatientId)).ToList();
        return faulty.Count == 0 ? null : $"Correct the pseudonym of {Names(faulty)}.";
    }

    /// <summary>Looks up who has a pseudonym already, and what is wrong with the others.</summary>
    public async Task CheckAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (Project is not { } project || Patients.Count == 0 || _sourceId == 0)
        {
            (Linked, Faults) = (Nothing, Nothing);
            return;
        }
        var found = await check.ExecuteAsync(
            actor,
            project.Id,
            _sourceId,
            [
                .. Patients.Select(patient => new PatientToLink(
                    patient.PatientId,
                    Form.Pseudonyms.GetValueOrDefault(patient.PatientId)?.Trim(),
                    patient.Name
                )
                {
                    Name = patient.RawName,
                    BirthDate = patient.BirthDate,
                }),
            ],
            cancellationToken
        );
        cancellationToken.ThrowIfCancellationRequested();
        CheckFault = found.Error?.Message;
        if (found.IsSuccess)
        {
            Linked = found.Value.Linked;
            // A pseudonym that was typed before the patient was known in the project does not count any more.
            Faults = ByPatient(
                found.Value.Faults.Where(fault => !fault.PatientIds.All(Linked.ContainsKey))
            );
        }
    }

    public async Task GenerateAsync(
        Actor actor,
        IReadOnlyList<ChosenPatient> patients,
        CancellationToken cancellationToken
    )
    {
        if (Project is not { } project || IsGenerating)
        {
            return;
        }
        (IsGenerating, GenerateFault) = (true, null);
        try
        {
            var made = await generate.ExecuteAsync(
                actor,
                new PseudonymRequest
                {
                    ProjectId = project.Id,
                    SourceId = _sourceId,
                    Patients =
                    [
                        .. patients.Select(one => new PseudonymPatient(one.PatientId)
                        {
                            Name = one.RawName,
                            BirthDate = one.BirthDate,
                        }),
                    ],
                    Style = Form.Style,
                    Prefix = Form.Style == PseudonymStyle.Number ? Form.Prefix : "",
                    Taken = [.. Pseudonyms().Values],
                },
                cancellationToken
            );
            if (made.Error is { } error)
            {
                GenerateFault = error.Message;
                return;
            }
            foreach (var (patientId, pseudonym) in made.Value)
            {
                Form.Pseudonyms[patientId] = pseudonym;
            }
        }
        finally
        {
            IsGenerating = false;
        }
        await CheckAsync(actor, cancellationToken);
    }

    private static Dictionary<string, string> ByPatient(IEnumerable<PseudonymFault> faults) =>
        faults
            .SelectMany(fault => fault.PatientIds.Select(id => (Id: id, fault.Message)))
            .GroupBy(one => one.Id, StringComparer.Ordinal)
            .ToDictionary(
                same => same.Key,
                same => string.Join(' ', same.Select(one => one.Message).Distinct()),
                StringComparer.Ordinal
            );

    private static bool Same(string one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Names(List<ChosenPatient> patients) =>
        string.Join(" and ", patients.Take(3).Select(one => one.Name))
        + (patients.Count > 3 ? $" and {patients.Count - 3} more" : "");
}
