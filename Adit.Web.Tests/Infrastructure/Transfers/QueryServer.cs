using System.Globalization;
using Adit.Dicom.Tests.Peers;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>DCMTK's archive, which answers only to its own AE title.</summary>
internal sealed class QueryServer : IAsyncDisposable
{
    public const string AeTitle = "QRSCP";

    private readonly PeerProcess _process;
    private readonly DirectoryInfo _folder;

    private QueryServer(PeerProcess process, DirectoryInfo folder, int port) =>
        (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public string Output => _process.Output;

    public static async Task<QueryServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adit-dcmqrscp-");
        var port = PeerProcess.FreePort();
        var storage = folder.CreateSubdirectory("storage");
        var configuration = Path.Combine(folder.FullName, "dcmqrscp.cfg");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            NetworkTCPPort  = {port.ToString(CultureInfo.InvariantCulture)}
            MaxPDUSize      = 16384
            MaxAssociations = 16
            HostTable BEGIN
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            {AeTitle}  {storage.FullName}  RW (200, 1024mb)  ANY
            AETable END

            """,
            cancellationToken
        );
        var process = PeerProcess.Start("dcmqrscp", ["-c", configuration, "-d"]);
        await Listening.WaitAsync(port, process, cancellationToken);
        return new QueryServer(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
