using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Accounts;
using Microsoft.Extensions.Hosting;

namespace Adit.Infrastructure.Sandbox;

/// <summary>
/// Starts the archives with the program and makes them nodes, with the ports that they have since this start, beside the
/// group and the demo people who may use them.
/// </summary>
internal sealed class SandboxHost(SandboxServers servers, ISeeder seeder, DemoAccounts accounts)
    : IHostedService
{
    public const string Group = "Researchers";
    public const string Project = "Demo study";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        servers.Start();
        return seeder.SeedAsync(CreateSeed(), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) =>
        await servers.DisposeAsync().ConfigureAwait(false);

    private SeedOptions CreateSeed() =>
        new()
        {
            Groups = [new SeedGroup { Name = Group, Permissions = ["*"] }],
            Servers = [.. servers.Ports.Select(server => Node(server.Key, server.Value))],
            People = [.. accounts.All.Select(Person)],
            Projects = accounts.All.Count == 0 ? [] : [DemoProject()],
        };

    private SeedProject DemoProject() =>
        new()
        {
            Name = Project,
            Description =
                "Made by the sandbox, to try pseudonymised transfers with. Its patients are synthetic.",
            Members = [.. accounts.All.Select(account => account.UserName)],
            Destinations = [SandboxServers.EmptyAeTitle],
        };

    private static SeedServer Node(string aeTitle, int port) =>
        new()
        {
            Name = aeTitle,
            AeTitle = aeTitle,
            Host = SandboxServers.Host,
            Port = port,
            Accepts = AcceptedData.Identified | AcceptedData.Pseudonymised,
            SourceFor = [Group],
            DestinationFor = [Group],
        };

    private static SeedPerson Person(DemoAccount account) =>
        new()
        {
            UserName = account.UserName,
            DisplayName = account.Title,
            Password = account.Password,
            IsStaff = account.IsStaff,
            IsDemo = true,
            Groups = [Group],
        };
}
