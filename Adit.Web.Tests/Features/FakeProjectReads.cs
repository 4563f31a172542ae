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
    ) => throw new NotSupportedException();

    public Task<ProjectDetails?> GetAsync(
        Actor actor,
        int projectId,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public Task<Page<SubjectRow>> ListSubjectsAsync(
        Actor actor,
        int projectId,
        SubjectListFilter filter,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    Task<IReadOnlyList<ProfileRow>> IProfileQueries.ListAsync(
        Actor actor,
        bool includeArchived,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<ProfileRow>>([.. stored.Profiles.Select(Row)]);

    public Task<IReadOnlyList<ProfileRow>> VersionsAsync(
        Actor actor,
        string name,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    Task<ProfileRow?> IProfileQueries.GetAsync(
        Actor actor,
        int profileVersionId,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

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
