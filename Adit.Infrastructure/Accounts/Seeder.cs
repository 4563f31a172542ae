using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Deidentification;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Projects;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Infrastructure.Accounts;

public interface ISeeder
{
    /// <summary>Adds what is missing. May be called at every start.</summary>
    Task SeedAsync(SeedOptions seed, CancellationToken cancellationToken);
}

internal sealed class Seeder(
    IDbContextFactory<AditDbContext> contexts,
    INodeStore nodes,
    IAccountStore accounts,
    ShippedProfilesSeed profiles,
    ProjectSeed projects,
    IServiceScopeFactory scopes
) : ISeeder
{
    public async Task SeedAsync(SeedOptions seed, CancellationToken cancellationToken)
    {
        await profiles.SeedAsync(cancellationToken).ConfigureAwait(false);
        foreach (var group in seed.Groups)
        {
            await SeedGroupAsync(group, cancellationToken).ConfigureAwait(false);
        }

        foreach (var server in seed.Servers)
        {
            var id = await SeedServerAsync(server, cancellationToken).ConfigureAwait(false);
            await SeedAccessAsync(id, server.SourceFor, server.DestinationFor, cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var folder in seed.Folders)
        {
            var id = await SeedFolderAsync(folder, cancellationToken).ConfigureAwait(false);
            await SeedAccessAsync(id, [], folder.DestinationFor, cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var person in seed.People)
        {
            await SeedPersonAsync(person, cancellationToken).ConfigureAwait(false);
        }

        foreach (var project in seed.Projects)
        {
            await projects.SeedAsync(project, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SeedGroupAsync(SeedGroup group, CancellationToken cancellationToken)
    {
        Require(group.Name, "Seed:Groups: a group has no Name.");
        var permissions = group.Permissions is ["*"]
            ? Permissions.All.Select(p => p.Name).ToList()
            : group.Permissions.ToList();
        if (permissions.Find(p => !Permissions.Exists(p)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"Seed:Groups: \"{unknown}\" of group \"{group.Name}\" is no permission. There are: {string.Join(", ", Permissions.All.Select(p => p.Name))}."
            );
        }

        if (
            !await accounts
                .GroupNameExistsAsync(group.Name, null, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            await accounts
                .SaveGroupAsync(new GroupInput(null, group.Name, permissions), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<int> SeedServerAsync(SeedServer server, CancellationToken cancellationToken)
    {
        var input = new ServerInput
        {
            Name = server.Name,
            AeTitle = server.AeTitle,
            Host = server.Host,
            Port = server.Port,
            AcceptedData = server.Accepts,
            ExpectedSet = server.ExpectedSet,
            MaxAssociations = server.MaxAssociations,
            MaxSearchResults = server.MaxSearchResults,
        };
        var check = await new ServerInputValidator()
            .ValidateAsync(input, cancellationToken)
            .ConfigureAwait(false);
        if (!check.IsValid)
        {
            throw new InvalidOperationException(
                $"Seed:Servers: \"{server.Name}\": {string.Join(' ', check.Errors.Select(e => e.ErrorMessage))}"
            );
        }

        if (await FindNodeAsync(server.Name, cancellationToken).ConfigureAwait(false) is { } id)
        {
            await nodes
                .ChangeAsync(
                    id,
                    node =>
                        (node as DicomServerNode)?.MoveTo(server.AeTitle, server.Host, server.Port),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return id;
        }

        var added = new DicomServerNode(server.Name, server.AeTitle, server.Host, server.Port);
        SaveServer.Apply(added, input);
        return await nodes.AddAsync(added, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> SeedFolderAsync(SeedFolder folder, CancellationToken cancellationToken)
    {
        Require(folder.Name, "Seed:Folders: a folder has no Name.");
        Require(folder.Path, $"Seed:Folders: \"{folder.Name}\" has no Path.");
        if (await FindNodeAsync(folder.Name, cancellationToken).ConfigureAwait(false) is { } id)
        {
            return id;
        }

        var added = new DicomFolderNode(folder.Name, folder.Path);
        added.Accept(folder.Accepts);
        return await nodes.AddAsync(added, cancellationToken).ConfigureAwait(false);
    }

    private async Task SeedAccessAsync(
        int nodeId,
        IReadOnlyList<string> sourceFor,
        IReadOnlyList<string> destinationFor,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in sourceFor.Union(destinationFor, StringComparer.Ordinal))
        {
            var groupId = await FindGroupAsync(name, cancellationToken).ConfigureAwait(false);
            // What staff has changed since stays changed.
            if (
                await nodes
                    .FindAccessAsync(groupId, nodeId, cancellationToken)
                    .ConfigureAwait(false)
                is null
            )
            {
                await nodes
                    .SetAccessAsync(
                        groupId,
                        nodeId,
                        sourceFor.Contains(name, StringComparer.Ordinal),
                        destinationFor.Contains(name, StringComparer.Ordinal),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
        }
    }

    private async Task SeedPersonAsync(SeedPerson person, CancellationToken cancellationToken)
    {
        Require(person.UserName, "Seed:People: a person has no UserName.");
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AditUser>>();
            if (await users.FindByNameAsync(person.UserName).ConfigureAwait(false) is not null)
            {
                return;
            }

            Require(person.Password, $"Seed:People: \"{person.UserName}\" has no Password.");
            var created = await scope
                .ServiceProvider.GetRequiredService<AccountCreation>()
                .CreateAsync(
                    new NewAccount(person.UserName, person.Password)
                    {
                        DisplayName = person.DisplayName,
                        Email = person.Email,
                        IsStaff = person.IsStaff,
                        IsDemo = person.IsDemo,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (created.Error is { } error)
            {
                throw new InvalidOperationException(
                    $"Seed:People: \"{person.UserName}\": {error.Message}"
                );
            }

            foreach (var (name, index) in person.Groups.Select((name, index) => (name, index)))
            {
                var groupId = await FindGroupAsync(name, cancellationToken).ConfigureAwait(false);
                await accounts
                    .SetMembershipAsync(groupId, created.Value, member: true, cancellationToken)
                    .ConfigureAwait(false);
                if (index == 0)
                {
                    await accounts
                        .SetActiveGroupAsync(created.Value, groupId, cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<int?> FindNodeAsync(string name, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Nodes.Where(n => n.Name == name)
                .Select(n => (int?)n.Id)
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<int> FindGroupAsync(string name, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                    .Groups.Where(g => g.Name == name)
                    .Select(g => (int?)g.Id)
                    .FirstOrDefaultAsync(cancellationToken)
                    .ConfigureAwait(false)
                ?? throw new InvalidOperationException(
                    $"Seed: there is no group named \"{name}\". Add it to Seed:Groups."
                );
        }
    }

    private static void Require(string value, string message)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidOperationException(message);
        }
    }
}
