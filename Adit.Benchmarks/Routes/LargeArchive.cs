using System.Globalization;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>
/// DCMTK's <c>dcmqrscp</c> with the one large object. Its index takes nothing above 1 GB, but it reads the file only when it sends it:
/// so the object is indexed with one frame and grows afterwards.
/// </summary>
internal sealed class LargeArchive : IAsyncDisposable
{
    private const string AeTitle = "QRSCP";

    private readonly PeerProcess _process;
    private readonly int _port;

    private LargeArchive(PeerProcess process, int port, string file) =>
        (_process, _port, File) = (process, port, file);

    /// <summary>The file that it serves.</summary>
    public string File { get; }

    public RouteEnd End(ServerServices services) => new(AeTitle, _port, services);

    public static async Task<LargeArchive> StartAsync(
        DirectoryInfo root,
        int receiverPort,
        int storePort,
        CancellationToken cancellationToken
    )
    {
        var folder = root.CreateSubdirectory("large");
        var file = Path.Combine(folder.FullName, "large.dcm");
        LargeObject.Write(file, frames: 1);
        await using (var index = PeerProcess.Start("dcmqridx", [folder.FullName, file]))
        {
            if (await index.WaitForExitAsync(TimeSpan.FromMinutes(1), cancellationToken) != 0)
            {
                throw new InvalidOperationException($"dcmqridx failed. {index.Output}");
            }
        }
        LargeObject.Write(file, LargeObject.Frames);
        var port = Ports.Take();
        var configuration = Path.Combine(root.FullName, "large.cfg");
        await System.IO.File.WriteAllTextAsync(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                NetworkTCPPort = {port}
                MaxPDUSize = 131072
                MaxAssociations = 16
                HostTable BEGIN
                adit = ({RouteWorkers.ReceiverAeTitle}, 127.0.0.1, {receiverPort})
                store = ({StoreScp.AeTitle}, 127.0.0.1, {storePort})
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                {AeTitle} {folder.FullName} R (10, 1024mb) ANY
                AETable END

                """
            ),
            cancellationToken
        );
        var process = PeerProcess.Start("dcmqrscp", ["-c", configuration]);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!Ports.IsListening(port))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"dcmqrscp ended. {process.Output}");
            }
            await ticks.WaitForNextTickAsync(cancellationToken);
        }
        return new LargeArchive(process, port, file);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.GetParent(File)!.Delete(recursive: true);
    }
}
