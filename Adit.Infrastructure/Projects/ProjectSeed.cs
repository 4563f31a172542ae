using Adit.Dicom.Deidentification;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Projects;

/// <summary>Makes the projects that the configuration names, each with a secret of its own. One that exists is left as it is.</summary>
internal sealed class ProjectSeed(
    IDbContextFactory<AditDbContext> contexts,
    IProjectStore projects,
    IProjectSecrets secrets,
    TimeProvider time
)
{
    public async Task SeedAsync(SeedProject seed, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(seed.Name))
        {
            throw new InvalidOperationException("Seed:Projects: a project has no Name.");
        }

        if (
            await projects.NameExistsAsync(seed.Name, null, cancellationToken).ConfigureAwait(false)
        )
        {
            return;
        }

        var people = await projects
            .FindPeopleAsync([.. seed.Members], cancellationToken)
            .ConfigureAwait(false);
        if (seed.Members.FirstOrDefault(m => !people.ContainsKey(m)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"Seed:Projects: \"{seed.Name}\": there is no active person with the user name \"{unknown}\". Add them to Seed:People."
            );
        }

        var project = new Project(seed.Name, secrets.Create(), time.GetUtcNow().UtcDateTime);
        project.Describe(seed.Name, seed.Description);
        project.SetMembers(people.Values);
        project.AllowProfiles(
            seed.Profiles.Count > 0
                ? seed.Profiles
                : [.. ShippedProfiles.All.Select(profile => profile.Name)],
            defaultProfile: null
        );
        project.SetDestinations(
            await DestinationsAsync(seed, cancellationToken).ConfigureAwait(false)
        );
        await projects.AddAsync(project, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<int>> DestinationsAsync(
        SeedProject seed,
        CancellationToken cancellationToken
    )
    {
        string[] names = [.. seed.Destinations];
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var found = await db
                .Nodes.Where(n => names.Contains(n.Name))
                .Select(n => new { n.Id, n.Name })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return Array.Find(names, name => !found.Exists(n => n.Name == name)) is { } unknown
                ? throw new InvalidOperationException(
                    $"Seed:Projects: \"{seed.Name}\": there is no node named \"{unknown}\". Add it to Seed:Servers or Seed:Folders."
                )
                : found.ConvertAll(n => n.Id);
        }
    }
}
