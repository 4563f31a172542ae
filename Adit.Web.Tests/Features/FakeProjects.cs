using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Web.Tests.Features;

/// <summary>Projects, profiles and link tables in memory. The ID of a project is its place in <see cref="Projects"/>, from 1 on.</summary>
internal sealed class FakeProjects
    : IProjectStore,
        IProfileStore,
        IProjectSecrets,
        IPatientProtector,
        IDeliveryHistory
{
    private readonly DeidentificationKey _key = new(new byte[DeidentificationKey.MinLength]);

    public FakeProjects()
    {
        foreach (var profile in ShippedProfiles.All)
        {
            Profiles.Add(
                WithId(
                    new ProfileVersion(
                        profile.Name,
                        profile.Version,
                        ProfileSettings.Write(profile),
                        isShipped: true,
                        DateTime.UnixEpoch,
                        null
                    ),
                    Profiles.Count + 1
                )
            );
        }
    }

    public List<Project> Projects { get; } = [];

    public List<ProfileVersion> Profiles { get; } = [];

    public List<ProjectSubject> Subjects { get; } = [];

    public Dictionary<string, int> People { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, IReadOnlyList<EarlierDelivery>> Earlier { get; } = [];

    public int Add(Project project)
    {
        Projects.Add(WithId(project, Projects.Count + 1));
        return Projects.Count;
    }

    public string Create() => "secret";

    public Result<DeidentificationKey> Open(Project project) => _key;

    public string Protect(SubjectPatient patient) =>
        $"{patient.IdDomain}\n{patient.PatientId}\n{patient.Name}";

    public SubjectPatient? Unprotect(string protectedPatient) =>
        protectedPatient.Split('\n') is [var domain, var id, var name]
            ? new SubjectPatient(domain, id, name)
            : null;

    Task<Project?> IProjectStore.FindAsync(int projectId, CancellationToken cancellationToken) =>
        Task.FromResult(Projects.Find(p => p.Id == projectId));

    public Task<bool> NameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(Projects.Exists(p => p.NameKey == Project.KeyOf(name) && p.Id != exceptId));

    public Task<int?> AddAsync(Project project, CancellationToken cancellationToken) =>
        Task.FromResult<int?>(Add(project));

    public Task<bool> ChangeAsync(
        int projectId,
        Action<Project> change,
        CancellationToken cancellationToken
    )
    {
        var project = Projects.Find(p => p.Id == projectId);
        if (project is not null)
        {
            change(project);
        }

        return Task.FromResult(project is not null);
    }

    public Task<IReadOnlyDictionary<string, int>> FindPeopleAsync(
        IReadOnlyCollection<string> userNames,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            People
                .Where(p => userNames.Contains(p.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(StringComparer.OrdinalIgnoreCase)
        );

    public Task<IReadOnlyList<ProjectSubject>> FindSubjectsAsync(
        int projectId,
        IReadOnlyCollection<string> patientHashes,
        IReadOnlyCollection<string> pseudonyms,
        CancellationToken cancellationToken
    )
    {
        var keys = pseudonyms.Select(ProjectSubject.KeyOf).ToHashSet();
        return Task.FromResult<IReadOnlyList<ProjectSubject>>(
            Subjects.FindAll(s =>
                s.ProjectId == projectId
                && (patientHashes.Contains(s.PatientHash) || keys.Contains(s.PseudonymKey))
            )
        );
    }

    public Task<IReadOnlyList<string>> PseudonymsAsync(
        int projectId,
        string prefix,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<string>>(
            Subjects
                .FindAll(s =>
                    s.ProjectId == projectId
                    && s.PseudonymKey.StartsWith(
                        ProjectSubject.KeyOf(prefix),
                        StringComparison.Ordinal
                    )
                )
                .ConvertAll(s => s.Pseudonym)
        );

    public Task<Page<ProjectSubject>> ListSubjectsAsync(
        int projectId,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var all = Subjects.FindAll(s => s.ProjectId == projectId);
        return Task.FromResult(new Page<ProjectSubject>([.. all.Skip(skip).Take(take)], all.Count));
    }

    public Task<ProfileVersion?> FindNewestAsync(
        string name,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            Profiles.Where(p => p.NameKey == ProfileVersion.KeyOf(name)).MaxBy(p => p.Version)
        );

    Task<ProfileVersion?> IProfileStore.FindAsync(
        int profileVersionId,
        CancellationToken cancellationToken
    ) => Task.FromResult(Profiles.Find(p => p.Id == profileVersionId));

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. Profiles.Where(p => !p.IsArchived).Select(p => p.Name).Distinct(),
        ]);

    public Task<int?> AddAsync(ProfileVersion version, CancellationToken cancellationToken)
    {
        Profiles.Add(WithId(version, Profiles.Count + 1));
        return Task.FromResult<int?>(version.Id);
    }

    public Task<bool> SetArchivedAsync(
        string name,
        bool archived,
        CancellationToken cancellationToken
    )
    {
        var of = Profiles.FindAll(p => p.NameKey == ProfileVersion.KeyOf(name));
        of.ForEach(p =>
        {
            if (archived)
            {
                p.Archive();
            }
            else
            {
                p.Restore();
            }
        });
        return Task.FromResult(of.Count > 0);
    }

    Task<IReadOnlyDictionary<string, IReadOnlyList<EarlierDelivery>>> IDeliveryHistory.FindAsync(
        Actor actor,
        DeliveryQuestion question,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<EarlierDelivery>>>(Earlier);

    /// <summary>The database gives out IDs, and nobody else may.</summary>
    private static T WithId<T>(T entity, int id)
        where T : class
    {
        typeof(T).GetProperty("Id")!.SetValue(entity, id);
        return entity;
    }
}
