namespace Adit.Dicom.Tests.Peers;

/// <summary>DCMTK's archive: answers C-ECHO, C-FIND, C-GET, C-MOVE and C-STORE.</summary>
public sealed class DcmQrScp : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly DirectoryInfo _folder;

    private DcmQrScp(PeerProcess process, DirectoryInfo folder, string aeTitle, int port)
    {
        _process = process;
        _folder = folder;
        AeTitle = aeTitle;
        Port = port;
    }

    public string AeTitle { get; }

    public int Port { get; }

    public string Output => _process.Output;

    /// <param name="aeTitle">What it is called.</param>
    /// <param name="files">Part 10 files that it holds from the start.</param>
    /// <param name="destinations">AE titles and ports on this machine that C-MOVE may send to.</param>
    /// <param name="cancellationToken">Ends the wait for its start.</param>
    /// <param name="options">Further options of dcmqrscp.</param>
    public static async Task<DcmQrScp> StartAsync(
        string aeTitle,
        IEnumerable<byte[]> files,
        IReadOnlyDictionary<string, int> destinations,
        CancellationToken cancellationToken,
        params string[] options
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-dcmqrscp-");
        var store = folder.CreateSubdirectory("store");
        var port = PeerProcess.FreePort();
        var paths = new List<string>();
        foreach (var file in files)
        {
            paths.Add(Path.Combine(store.FullName, $"{paths.Count}.dcm"));
            await File.WriteAllBytesAsync(paths[^1], file, cancellationToken);
        }

        if (paths.Count > 0)
        {
            var index = await Dcmtk.RunAsync(
                "dcmqridx",
                [store.FullName, .. paths],
                cancellationToken
            );
            if (index.ExitCode != 0)
            {
                throw new InvalidOperationException($"dcmqridx failed:\n{index.Output}");
            }
        }

        var hosts = string.Join(
            '\n',
            destinations.Select(host => $"host{host.Value} = ({host.Key}, 127.0.0.1, {host.Value})")
        );
        var configuration = Path.Combine(folder.FullName, "dcmqrscp.cfg");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            NetworkTCPPort = {port}
            MaxPDUSize = 16384
            MaxAssociations = 16
            HostTable BEGIN
            {hosts}
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            {aeTitle} {store.FullName} RW (200, 1024mb) ANY
            AETable END

            """,
            cancellationToken
        );
        var scp = new DcmQrScp(
            PeerProcess.Start("dcmqrscp", [.. options, "-c", configuration]),
            folder,
            aeTitle,
            port
        );
        try
        {
            await Dcmtk.WaitForListenerAsync(port, scp._process, cancellationToken);
            return scp;
        }
        catch
        {
            await scp.DisposeAsync();
            throw;
        }
    }

    /// <summary>An archive that refuses every association.</summary>
    public static Task<DcmQrScp> RefusingAsync(CancellationToken cancellationToken) =>
        StartAsync("REFUSING", [], new Dictionary<string, int>(), cancellationToken, "--refuse");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
