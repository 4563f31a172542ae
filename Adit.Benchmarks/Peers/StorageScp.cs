using System.Globalization;

namespace Adit.Benchmarks.Peers;

/// <summary>DCMTK's <c>storescp --ignore</c>: takes everything and keeps nothing, so that no disk is measured.</summary>
internal sealed class StorageScp : IAsyncDisposable
{
    public const string AeTitle = "STORESCP";

    private readonly ExternalProcess _process;

    private StorageScp(ExternalProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<StorageScp> StartAsync(CancellationToken cancellationToken)
    {
        var port = ExternalProcess.FreePort();
        var process = ExternalProcess.Start(
            "storescp",
            ["--ignore", "--aetitle", AeTitle, port.ToString(CultureInfo.InvariantCulture)]
        );
        try
        {
            await process.WaitForPortAsync(port, TimeSpan.FromSeconds(10), cancellationToken);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return new StorageScp(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
