using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Projects;

internal sealed class ProjectQueries(IDbContextFactory<AditDbContext> contexts, TimeProvider time)
    : IProjectQueries
{
    private const int MaxStudiesOfPage = 5000;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<IReadOnlyList<ProjectRow>> ListAsync(
        Actor actor,
        bool includeArchived = false,
        CancellationToken cancellationToken = default
    )
    {
        var today = Today;
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await Visible(db, actor)
                .Where(p => includeArchived || !p.IsArchived)
                .OrderBy(p => p.NameKey)
                .Select(p => new
                {
                    p.Id,
                    p.Name,
                    p.IsArchived,
                    p.EthicsUntil,
                    p.CreatedAt,
                    IsMember = p.Members.Any(m => m.PersonId == actor.PersonId),
                    Members = p.Members.Count,
                    Subjects = db.Subjects.Count(s => s.ProjectId == p.Id),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var done = await DoneAsync(db, cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(p => new ProjectRow(
                p.Id,
                p.Name,
                p.IsArchived,
                !p.IsArchived && (p.EthicsUntil is not { } until || today <= until),
                p.EthicsUntil,
                p.IsMember,
                p.Members,
                p.Subjects,
                p.CreatedAt
            )
            {
                StudyCount = done.GetValueOrDefault(p.Id).Studies,
                ImageCount = done.GetValueOrDefault(p.Id).Images,
            });
        }
    }

    public async Task<ProjectDetails?> GetAsync(
        Actor actor,
        int projectId,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var project = await ProjectStore
                .LoadAsync(db, projectId, cancellationToken)
                .ConfigureAwait(false);
            if (project is null || !ProjectRights.MaySee(actor, project))
            {
                return null;
            }

            var members = await db.Set<ProjectMember>()
                .Where(m => m.ProjectId == projectId)
                .Join(db.Users, m => m.PersonId, u => u.Id, (_, u) => u)
                .OrderBy(u => u.UserName)
                .Select(u => new ProjectMemberRow(u.Id, u.UserName ?? "", u.DisplayName))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var nodes = await db.Set<ProjectDestination>()
                .Where(d => d.ProjectId == projectId)
                .Join(db.Nodes, d => d.NodeId, n => n.Id, (_, n) => n)
                .OrderBy(n => n.Name)
                .Select(n => new
                {
                    n.Id,
                    n.Name,
                    n.IsArchived,
                    n.AcceptedData,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return new ProjectDetails(
                project.Id,
                project.Name,
                project.Description,
                project.IsArchived,
                project.IsOpenOn(Today),
                project.CreatedAt,
                project.TrialProtocolId,
                project.TrialProtocolName,
                project.EthicsReference,
                project.EthicsUntil,
                project.AllowedProfiles,
                project.DefaultProfile,
                project.AllowedSopClasses,
                members,
                nodes.ConvertAll(n => new ProjectDestinationRow(
                    n.Id,
                    n.Name,
                    n.IsArchived,
                    (n.AcceptedData & AcceptedData.Pseudonymised) != 0
                )),
                await TotalsAsync(db, projectId, cancellationToken).ConfigureAwait(false)
            )
            {
                IsMember = project.HasMember(actor.PersonId),
                MayChange = ProjectRights.MayChange(actor, project),
                MayReadLinkTable = ProjectRights.MayReadLinkTable(actor, project),
            };
        }
    }

    public async Task<Page<SubjectRow>> ListSubjectsAsync(
        Actor actor,
        int projectId,
        SubjectListFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var project = await ProjectStore
                .LoadAsync(db, projectId, cancellationToken)
                .ConfigureAwait(false);
            if (project is null || !ProjectRights.MaySee(actor, project))
            {
                return new Page<SubjectRow>([], 0);
            }

            // The date at the source beside the pseudonym says who it is to whoever can search there: only who made
            // the job, or may see patients, gets it.
            var showsStudies = ProjectRights.MayReadLinkTable(actor, project);
            var subjects = db.Subjects.AsNoTracking().Where(s => s.ProjectId == projectId);
            if (!string.IsNullOrWhiteSpace(filter.Pseudonym))
            {
                var start = ProjectSubject.KeyOf(filter.Pseudonym);
                subjects = subjects.Where(s => s.PseudonymKey.StartsWith(start));
            }

            // The newest task of a study says how it stands.
            var newest = Tasks(db, projectId)
                .GroupBy(t => t.StudyInstanceUid)
                .Select(of => of.Max(t => t.Id));
            var missing = db
                .Tasks.Where(t => newest.Contains(t.Id) && t.Status != JobTaskStatus.Success)
                .Select(t => t.Pseudonym);
            if (filter.OnlyMissing)
            {
                subjects = subjects.Where(s => missing.Contains(s.Pseudonym));
            }

            var total = await subjects.CountAsync(cancellationToken).ConfigureAwait(false);
            var page = await subjects
                .OrderByDescending(s => missing.Contains(s.Pseudonym))
                .ThenBy(s => s.PseudonymKey)
                .Skip(Math.Max(0, filter.Skip))
                .Take(Math.Clamp(filter.Take, 1, Page<SubjectRow>.MaxTake))
                .Select(s => new
                {
                    s.Id,
                    s.Pseudonym,
                    s.CreatedAt,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            string[] pseudonyms = [.. page.Select(s => s.Pseudonym)];
            var tasks = await Tasks(db, projectId)
                .Where(t => pseudonyms.Contains(t.Pseudonym))
                .OrderByDescending(t => t.Id)
                .Take(MaxStudiesOfPage)
                .Join(
                    db.Jobs,
                    t => t.JobId,
                    j => j.Id,
                    (t, j) =>
                        new StudyTask(
                            t.Id,
                            t.JobId,
                            t.Pseudonym!,
                            t.StudyInstanceUid,
                            showsStudies || j.OwnerId == actor.PersonId ? t.StudyDate : null,
                            showsStudies || j.OwnerId == actor.PersonId ? t.StudyDescription : null,
                            t.Status,
                            t.StoredImages,
                            t.FailedImages,
                            t.ExcludedImages,
                            t.EndedAt,
                            t.Message
                        )
                )
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            // The newest attempt of a study says how it stands.
            tasks.Sort((one, other) => other.Id.CompareTo(one.Id));
            var bySubject = tasks.ToLookup(t => t.Pseudonym, StringComparer.Ordinal);
            return new Page<SubjectRow>(
                page.ConvertAll(s => ToRow(s.Id, s.Pseudonym, s.CreatedAt, bySubject[s.Pseudonym])),
                total
            );
        }
    }

    public async Task<IReadOnlyList<ProjectChoice>> ChoicesAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    )
    {
        var today = Today;
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var projects = await db
                .Projects.AsNoTracking()
                .Include(p => p.Destinations)
                .Where(p => !p.IsArchived && p.Members.Any(m => m.PersonId == actor.PersonId))
                .OrderBy(p => p.NameKey)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var archived = await db
                .ProfileVersions.Where(v => v.IsArchived)
                .Select(v => v.Name)
                .Distinct()
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return
            [
                .. projects
                    .Where(p => p.IsOpenOn(today))
                    .Select(p =>
                    {
                        string[] profiles =
                        [
                            .. p.AllowedProfiles.Except(archived, StringComparer.OrdinalIgnoreCase),
                        ];
                        return new ProjectChoice(
                            p.Id,
                            p.Name,
                            profiles,
                            profiles.Contains(p.DefaultProfile, StringComparer.OrdinalIgnoreCase)
                                ? p.DefaultProfile
                                : profiles.FirstOrDefault(),
                            [.. p.Destinations.Select(d => d.NodeId)],
                            p.TrialProtocolId,
                            p.TrialProtocolName
                        );
                    }),
            ];
        }
    }

    private static IQueryable<Project> Visible(AditDbContext db, Actor actor) =>
        actor.IsStaff
            ? db.Projects.AsNoTracking()
            : db
                .Projects.AsNoTracking()
                .Where(p => p.Members.Any(m => m.PersonId == actor.PersonId));

    private static IQueryable<JobTask> Tasks(AditDbContext db, int projectId) =>
        db
            .Tasks.AsNoTracking()
            .Where(t => t.Pseudonym != null)
            .Join(
                db.Jobs.Where(j => j.ProjectId == projectId),
                t => t.JobId,
                j => j.Id,
                (t, _) => t
            );

    private static async Task<Dictionary<int, (int Studies, long Images)>> DoneAsync(
        AditDbContext db,
        CancellationToken cancellationToken
    )
    {
        var done = await db
            .Tasks.Where(t => t.Pseudonym != null)
            .Join(
                db.Jobs.Where(j => j.ProjectId != null),
                t => t.JobId,
                j => j.Id,
                (t, j) =>
                    new
                    {
                        ProjectId = j.ProjectId!.Value,
                        t.StudyInstanceUid,
                        t.StoredImages,
                    }
            )
            .GroupBy(t => new { t.ProjectId, t.StudyInstanceUid })
            .Select(of => new { of.Key.ProjectId, Images = of.Max(t => t.StoredImages) })
            .GroupBy(study => study.ProjectId)
            .Select(of => new
            {
                ProjectId = of.Key,
                Studies = of.Count(),
                Images = of.Sum(study => (long)study.Images),
            })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return done.ToDictionary(of => of.ProjectId, of => (of.Studies, of.Images));
    }

    private static async Task<ProjectTotals> TotalsAsync(
        AditDbContext db,
        int projectId,
        CancellationToken cancellationToken
    )
    {
        var studies = Tasks(db, projectId)
            .GroupBy(t => t.StudyInstanceUid)
            .Select(of => new
            {
                Images = of.Max(t => t.StoredImages),
                Delivered = of.Max(t =>
                    t.Status == JobTaskStatus.Success || t.Status == JobTaskStatus.Warning ? 1 : 0
                ),
            });
        return new ProjectTotals(
            await db
                .Subjects.CountAsync(s => s.ProjectId == projectId, cancellationToken)
                .ConfigureAwait(false),
            await studies.CountAsync(cancellationToken).ConfigureAwait(false),
            await studies.SumAsync(s => s.Delivered, cancellationToken).ConfigureAwait(false),
            await studies.SumAsync(s => (long)s.Images, cancellationToken).ConfigureAwait(false)
        );
    }

    private static SubjectRow ToRow(
        long id,
        string pseudonym,
        DateTime createdAt,
        IEnumerable<StudyTask> tasks
    )
    {
        var studies = tasks
            .GroupBy(t => t.StudyInstanceUid, StringComparer.Ordinal)
            .Select(of => (Newest: of.First(), All: of.ToList()))
            .ToList();
        return new SubjectRow(
            id,
            pseudonym,
            createdAt,
            studies.Count,
            studies.Count(s => s.All.Exists(IsDelivered)),
            studies.Sum(s => (long)s.All.Max(t => t.StoredImages)),
            studies.Max(s => s.All.Max(t => t.EndedAt)),
            [
                .. studies
                    .Where(s => s.Newest.Status != JobTaskStatus.Success)
                    .Select(s => new MissingStudy(
                        s.Newest.JobId,
                        s.Newest.Id,
                        s.Newest.StudyDate,
                        s.Newest.StudyDescription,
                        s.Newest.Status,
                        s.Newest.FailedImages,
                        s.Newest.ExcludedImages,
                        s.Newest.Message
                    )),
            ]
        );
    }

    private static bool IsDelivered(StudyTask task) =>
        task.Status is JobTaskStatus.Success or JobTaskStatus.Warning;

    private sealed record StudyTask(
        long Id,
        int JobId,
        string Pseudonym,
        string StudyInstanceUid,
        DateOnly? StudyDate,
        string? StudyDescription,
        JobTaskStatus Status,
        int StoredImages,
        int FailedImages,
        int ExcludedImages,
        DateTime? EndedAt,
        string Message
    );
}
