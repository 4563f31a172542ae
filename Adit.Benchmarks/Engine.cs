using Adit.Domain.Accounts;
using Adit.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Benchmarks;

/// <summary>Adit's engine on SQLite as the product composes it, with one person, one group and two servers.</summary>
internal sealed class Engine : IAsyncDisposable
{
    public const int SourceId = 1;
    public const int DestinationId = 2;
    public const string DestinationName = "storescp";
    public const string UserName = "bench";

    private readonly IHost _host;

    private Engine(IHost host, Actor actor)
    {
        _host = host;
        Actor = actor;
    }

    public Actor Actor { get; }

    public static async Task<Engine> StartAsync(
        string database,
        int sourcePort,
        int destinationPort,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                EnvironmentName = Environments.Development,
                DisableDefaults = true,
            }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Database:Provider"] = "Sqlite",
                ["Receiver:Port"] = "0",
                ["Database:ConnectionString"] = $"Data Source={database}",
                ["Seed:Groups:0:Name"] = "Bench",
                ["Seed:Groups:0:Permissions:0"] = "*",
                ["Seed:People:0:UserName"] = UserName,
                ["Seed:People:0:Password"] = "A-bench-2026",
                ["Seed:People:0:IsStaff"] = "true",
                ["Seed:People:0:Groups:0"] = "Bench",
                ["Seed:Servers:0:Name"] = "Orthanc",
                ["Seed:Servers:0:AeTitle"] = "ORTHANC",
                ["Seed:Servers:0:Host"] = "127.0.0.1",
                ["Seed:Servers:0:Port"] = FormattableString.Invariant($"{sourcePort}"),
                ["Seed:Servers:0:Accepts"] = "Identified",
                ["Seed:Servers:0:SourceFor:0"] = "Bench",
                ["Seed:Servers:1:Name"] = DestinationName,
                ["Seed:Servers:1:AeTitle"] = "STORESCP",
                ["Seed:Servers:1:Host"] = "127.0.0.1",
                ["Seed:Servers:1:Port"] = FormattableString.Invariant($"{destinationPort}"),
                ["Seed:Servers:1:Accepts"] = "Identified",
                ["Seed:Servers:1:DestinationFor:0"] = "Bench",
            }
        );
        if (settings is not null)
        {
            builder.Configuration.AddInMemoryCollection(settings);
        }
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        // The web host brings it along otherwise; accounts need it.
        builder.Services.AddDataProtection();
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var actor =
            await host.Services.GetRequiredService<IActorProvider>().GetAsync(1, cancellationToken)
            ?? throw new InvalidOperationException("The seeded person is missing.");
        return new Engine(host, actor);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
