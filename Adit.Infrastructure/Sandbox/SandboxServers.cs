using System.Globalization;
using System.Net;
using Adit.Dicom.Network;
using Adit.Infrastructure.Sandbox.Synthesis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Sandbox;

/// <summary>The two archives of the sandbox on the loopback interface: one with synthetic patients, one empty.</summary>
internal sealed partial class SandboxServers(
    IOptions<SandboxOptions> options,
    Func<string, int?> ownReceiver,
    ILoggerFactory loggers
) : IAsyncDisposable
{
    public const string FilledAeTitle = "SANDBOX1";
    public const string EmptyAeTitle = "SANDBOX2";
    public const string Host = "127.0.0.1";

    private readonly ILogger logger = loggers.CreateLogger<SandboxServers>();
    private readonly Dictionary<string, (SandboxPacs Pacs, DicomServer Server)> running = new(
        StringComparer.Ordinal
    );

    /// <summary>Ports by AE title, while the servers run.</summary>
    public IReadOnlyDictionary<string, int> Ports =>
        running.ToDictionary(pair => pair.Key, pair => pair.Value.Server.Port);

    /// <exception cref="DicomConnectionException">A configured port is taken.</exception>
    public void Start()
    {
        var filled = Start(FilledAeTitle, options.Value.Port1);
        filled.Fill(SyntheticHospital.Studies.SelectMany(study => study.Instances()));
        Start(EmptyAeTitle, options.Value.Port2);
        LogStarted(Ports[FilledAeTitle], filled.Count, Ports[EmptyAeTitle]);
    }

    /// <summary>The archive with the AE title, which must be running.</summary>
    public SandboxPacs Pacs(string aeTitle) => running[aeTitle].Pacs;

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, server) in running.Values)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
        running.Clear();
    }

    private SandboxPacs Start(string aeTitle, int port)
    {
        var capacity = options.Value.CapacityMegabytes * 1024L * 1024;
        var pacs = new SandboxPacs(aeTitle, capacity, called => Resolve(called, aeTitle), logger);
        var server = DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = aeTitle,
                Address = IPAddress.Loopback,
                Port = port,
                Timeouts = new DicomTimeouts { Idle = TimeSpan.FromMinutes(10) },
            },
            pacs,
            logger
        );
        running.Add(aeTitle, (pacs, server));
        return pacs;
    }

    /// <summary>The other archive, a receiver from the configuration, or Adit's own.</summary>
    private DicomPeer? Resolve(string called, string calling)
    {
        if (running.TryGetValue(called, out var archive))
        {
            return new DicomPeer(Host, archive.Server.Port, called, calling);
        }
        if (!options.Value.MoveDestinations.TryGetValue(called, out var address))
        {
            return ownReceiver(called) is { } own
                ? new DicomPeer(Host, own, called, calling)
                : null;
        }
        var colon = address.LastIndexOf(':');
        if (
            colon > 0
            && int.TryParse(
                address.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var port
            )
        )
        {
            return new DicomPeer(address[..colon], port, called, calling);
        }
        LogUnreadableDestination(called);
        return null;
    }

    [LoggerMessage(
        LogLevel.Information,
        "The sandbox runs: SANDBOX1 on port {FilledPort} with {Count} synthetic images, SANDBOX2 on port {EmptyPort}, empty"
    )]
    private partial void LogStarted(int filledPort, int count, int emptyPort);

    [LoggerMessage(
        LogLevel.Warning,
        "Sandbox:MoveDestinations:{AeTitle} is not of the form host:port"
    )]
    private partial void LogUnreadableDestination(string aeTitle);
}
