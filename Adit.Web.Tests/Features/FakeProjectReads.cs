using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Web.Tests.Features;

/// <summary>What pages read of the projects and profiles in memory, and the report of one task.</summary>
internal sealed class FakeProjectReads(FakeProjects stored)
    : IProjectQueries,
        IProfileQueries,
        IDeidentificationReports
{
    public TaskReport? Report { get; set; }

    /// <summary>Of every project.</summary>
    public List<SubjectRow> Subjects { get; } = [];

    public ProjectTotals Totals { get; set; } = new(0, 0, 0, 0);

    /// <summary>What pages of subjects were asked for.</summary>
    public List<SubjectListFilter> Filters { get; } = [];

    public Task<IReadOnlyList<ProjectChoice>> ChoicesAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<ProjectChoice>>([
            .. stored
                .Projects.Where(project => project.HasMember(actor.PersonId) && !project.IsArchived)
                .Select(project => new ProjectChoice(
                    project.Id,
                    project.Name,
                    project.AllowedProfiles,
                    project.DefaultProfile,
                    [.. project.Destinations.Select(node => node.NodeId)],
                    project.TrialProtocolId,
                    project.TrialProtocolName
                )),
        ]);

    public Task<IReadOnlyList<ProjectRow>> ListAsync(
        Actor actor,
        bool includeArchived = false,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<ProjectRow>>([
            .. stored
                .Projects.Where(project =>
                    (includeArchived || !project.IsArchived) && ProjectRights.MaySee(actor, project)
                )
                .Select(project => new ProjectRow(
                    project.Id,
                    project.Name,
                    project.IsArchived,
                    !project.IsArchived,
                    project.EthicsUntil,
                    project.HasMember(actor.PersonId),
                    project.Members.Count,
                    Subjects.Count,
                    project.CreatedAt
                )
                {
                    StudyCount = Totals.Studies,
                    ImageCount = Totals.Images,
                }),
        ]);

    public Task<ProjectDetails?> GetAsync(
        Actor actor,
        int projectId,
        CancellationToken cancellationToken = default
    )
    {
        var project = stored.Projects.Find(one =>
            one.Id == projectId && ProjectRights.MaySee(actor, one)
        );
        return Task.FromResult(project is null ? null : Details(actor, project));
    }

    public Task<Page<SubjectRow>> ListSubjectsAsync(
        Actor actor,
        int projectId,
        SubjectListFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        Filters.Add(filter);
        return Task.FromResult(
            new Page<SubjectRow>([.. Subjects.Skip(filter.Skip).Take(filter.Take)], Subjects.Count)
        );
    }

    Task<IReadOnlyList<ProfileRow>> IProfileQueries.ListAsync(
        Actor actor,
        bool includeArchived,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<ProfileRow>>([
            .. stored
                .Profiles.Where(version => includeArchived || !version.IsArchived)
                .GroupBy(version => version.NameKey)
                .Select(of => Row(of.MaxBy(version => version.Version)!)),
        ]);

    public Task<IReadOnlyList<ProfileRow>> VersionsAsync(
        Actor actor,
        string name,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<ProfileRow>>([
            .. stored
                .Profiles.Where(version => version.NameKey == ProfileVersion.KeyOf(name))
                .OrderByDescending(version => version.Version)
                .Select(Row),
        ]);

    Task<ProfileRow?> IProfileQueries.GetAsync(
        Actor actor,
        int profileVersionId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            stored
                .Profiles.Where(version => version.Id == profileVersionId)
                .Select(Row)
                .FirstOrDefault()
        );

    Task<TaskReport?> IDeidentificationReports.GetAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken
    ) => Task.FromResult(Report?.TaskId == taskId ? Report : null);

    public Task<bool> SaveAsync(
        long taskId,
        Guid claimId,
        Adit.Dicom.Deidentification.DeidentificationReport report,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<Adit.Dicom.Deidentification.DeidentificationReport?> FindAsync(
        long taskId,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    private ProjectDetails Details(Actor actor, Project project) =>
        new(
            project.Id,
            project.Name,
            project.Description,
            project.IsArchived,
            !project.IsArchived,
            project.CreatedAt,
            project.TrialProtocolId,
            project.TrialProtocolName,
            project.EthicsReference,
            project.EthicsUntil,
            project.AllowedProfiles,
            project.DefaultProfile,
            project.AllowedSopClasses,
            [
                .. stored
                    .People.Where(person => project.HasMember(person.Value))
                    .Select(person => new ProjectMemberRow(person.Value, person.Key, person.Key)),
            ],
            [
                .. project.Destinations.Select(node => new ProjectDestinationRow(
                    node.NodeId,
                    $"Node {node.NodeId}",
                    IsArchived: false,
                    AcceptsPseudonymised: true
                )),
            ],
            Totals
        )
        {
            IsMember = project.HasMember(actor.PersonId),
            MayChange = ProjectRights.MayChange(actor, project),
            MayReadLinkTable = ProjectRights.MayReadLinkTable(actor, project),
        };

    private static ProfileRow Row(ProfileVersion version) =>
        new(
            version.Id,
            version.Name,
            version.Version,
            version.IsShipped,
            version.IsArchived,
            version.CreatedAt,
            null,
            ProfileSettings.Read(version.Settings)
        );
}
