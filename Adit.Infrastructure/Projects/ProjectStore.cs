using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Projects;

internal sealed class ProjectStore(IDbContextFactory<AditDbContext> contexts, WriteGate gate)
    : IProjectStore
{
    // Each value is a parameter of its own on some databases; SQL Server allows 2,100.
    private const int Chunk = 500;

    public async Task<Project?> FindAsync(int projectId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await LoadAsync(db, projectId, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<bool> NameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    )
    {
        var key = Project.KeyOf(name);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Projects.AnyAsync(
                    p => p.NameKey == key && p.Id != (exceptId ?? 0),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<int?> AddAsync(Project project, CancellationToken cancellationToken)
    {
        using (await gate.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                db.Projects.Add(project);
                try
                {
                    await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    return project.Id;
                }
                catch (DbUpdateException fault)
                    when (fault.InnerException is System.Data.Common.DbException)
                {
                    db.ChangeTracker.Clear();
                    // Somebody took the name between the look and the write; anything else is a fault.
                    if (
                        await db
                            .Projects.AnyAsync(p => p.NameKey == project.NameKey, cancellationToken)
                            .ConfigureAwait(false)
                    )
                    {
                        return null;
                    }

                    throw;
                }
            }
        }
    }

    public async Task<bool> ChangeAsync(
        int projectId,
        Action<Project> change,
        CancellationToken cancellationToken
    )
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var project = await LoadAsync(db, projectId, cancellationToken).ConfigureAwait(false);
            if (project is null)
            {
                return false;
            }

            change(project);
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException fault)
                when (fault.InnerException is System.Data.Common.DbException)
            {
                var (key, id) = (project.NameKey, project.Id);
                db.ChangeTracker.Clear();
                // Somebody took the name between the look and the write; anything else is a fault.
                if (
                    await db
                        .Projects.AnyAsync(p => p.NameKey == key && p.Id != id, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    return false;
                }

                throw;
            }

            return true;
        }
    }

    public async Task<IReadOnlyDictionary<string, int>> FindPeopleAsync(
        IReadOnlyCollection<string> userNames,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            foreach (
                var names in userNames.Select(n => n.Normalize().ToUpperInvariant()).Chunk(Chunk)
            )
            {
                var people = await db
                    .Users.AsNoTracking()
                    .Where(u => u.IsActive && names.Contains(u.NormalizedUserName))
                    .Select(u => new { u.UserName, u.Id })
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                foreach (var person in people)
                {
                    found[person.UserName ?? ""] = person.Id;
                }
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<ProjectSubject>> FindSubjectsAsync(
        int projectId,
        IReadOnlyCollection<string> patientHashes,
        IReadOnlyCollection<string> pseudonyms,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await FindSubjectsAsync(
                    db,
                    projectId,
                    patientHashes,
                    pseudonyms,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<string>> PseudonymsAsync(
        int projectId,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var key = ProjectSubject.KeyOf(prefix);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Subjects.AsNoTracking()
                .Where(s => s.ProjectId == projectId && s.PseudonymKey.StartsWith(key))
                .Select(s => s.Pseudonym)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<Page<ProjectSubject>> ListSubjectsAsync(
        int projectId,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var subjects = db.Subjects.AsNoTracking().Where(s => s.ProjectId == projectId);
            return new Page<ProjectSubject>(
                await subjects
                    .OrderBy(s => s.PseudonymKey)
                    .Skip(Math.Max(0, skip))
                    .Take(Math.Clamp(take, 1, Page<ProjectSubject>.MaxTake))
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false),
                await subjects.CountAsync(cancellationToken).ConfigureAwait(false)
            );
        }
    }

    /// <summary>With members and destinations, each by a question of its own: joined they would be multiplied.</summary>
    internal static async Task<Project?> LoadAsync(
        AditDbContext db,
        int projectId,
        CancellationToken cancellationToken
    )
    {
        var project = await db
            .Projects.FirstOrDefaultAsync(p => p.Id == projectId, cancellationToken)
            .ConfigureAwait(false);
        if (project is not null)
        {
            await db.Entry(project)
                .Collection(p => p.Members)
                .LoadAsync(cancellationToken)
                .ConfigureAwait(false);
            await db.Entry(project)
                .Collection(p => p.Destinations)
                .LoadAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        return project;
    }

    /// <summary>The same question within a transaction of somebody else.</summary>
    internal static async Task<IReadOnlyList<ProjectSubject>> FindSubjectsAsync(
        AditDbContext db,
        int projectId,
        IReadOnlyCollection<string> patientHashes,
        IReadOnlyCollection<string> pseudonyms,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<long, ProjectSubject>();
        foreach (var hashes in patientHashes.Chunk(Chunk))
        {
            Keep(
                await db
                    .Subjects.AsNoTracking()
                    .Where(s => s.ProjectId == projectId && hashes.Contains(s.PatientHash))
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false)
            );
        }

        foreach (var keys in pseudonyms.Select(ProjectSubject.KeyOf).Chunk(Chunk))
        {
            Keep(
                await db
                    .Subjects.AsNoTracking()
                    .Where(s => s.ProjectId == projectId && keys.Contains(s.PseudonymKey))
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false)
            );
        }

        return [.. found.Values];

        void Keep(List<ProjectSubject> subjects)
        {
            foreach (var subject in subjects)
            {
                found[subject.Id] = subject;
            }
        }
    }
}
