using System.Globalization;
using Adit.Dicom.Tests.Peers;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Two Orthancs for all transfer tests; each test works with patients and studies of its own.</summary>
public sealed class TransferServers : IAsyncLifetime
{
    public OrthancServer Source { get; private set; } = null!;

    public OrthancServer Destination { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var source = OrthancServer.StartAsync(
            "SOURCE",
            Configure,
            TestContext.Current.CancellationToken
        );
        var destination = OrthancServer.StartAsync(
            "DEST",
            Configure,
            TestContext.Current.CancellationToken
        );
        Source = await source;
        Destination = await destination;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
    }

    private static void Configure(System.Text.Json.Nodes.JsonObject configuration)
    {
        configuration["StorageCompression"] = false;
    }
}

[CollectionDefinition(nameof(TransferServers))]
public sealed class TransferServersCollection : ICollectionFixture<TransferServers>;

/// <summary>DCMTK's storage server, which can be told to misbehave.</summary>
internal sealed class StoreScp : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly DirectoryInfo _folder;

    private StoreScp(PeerProcess process, DirectoryInfo folder, int port) =>
        (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public DirectoryInfo Folder => _folder;

    public string Output => _process.Output;

    public static async Task<StoreScp> StartAsync(
        CancellationToken cancellationToken,
        params string[] options
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-storescp-");
        var port = PeerProcess.FreePort();
        var process = PeerProcess.Start(
            "storescp",
            [
                .. options,
                "-v",
                "--output-directory",
                folder.FullName,
                port.ToString(CultureInfo.InvariantCulture),
            ]
        );
        await Listening.WaitAsync(port, process, cancellationToken);
        return new StoreScp(process, folder, port);
    }

    /// <summary>Its files cannot grow beyond a size, and it is told so by the failing write and not by a signal.</summary>
    public static async Task<StoreScp> StartLimitedAsync(
        int kilobytes,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-storescp-");
        var port = PeerProcess.FreePort();
        var process = PeerProcess.Start(
            "bash",
            [
                "-c",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"trap '' XFSZ; ulimit -f {kilobytes}; exec storescp -v --output-directory '{folder.FullName}' {port}"
                ),
            ]
        );
        await Listening.WaitAsync(port, process, cancellationToken);
        return new StoreScp(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

internal static class Listening
{
    /// <summary>DCMTK's servers say nothing when they are ready: ask the kernel whether somebody listens.</summary>
    public static async Task WaitAsync(
        int port,
        PeerProcess process,
        CancellationToken cancellationToken
    )
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 1000 && await ticks.WaitForNextTickAsync(cancellationToken); i++)
        {
            var listeners = System
                .Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
                .GetActiveTcpListeners();
            if (listeners.Any(l => l.Port == port))
            {
                return;
            }
            if (process.HasExited)
            {
                break;
            }
        }
        throw new InvalidOperationException($"Nothing listens on port {port}. {process.Output}");
    }
}
