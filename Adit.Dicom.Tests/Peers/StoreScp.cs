namespace Adit.Dicom.Tests.Peers;

/// <summary>DCMTK's storescp with a folder of its own: a destination that can also be told to misbehave.</summary>
public sealed class StoreScp : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly DirectoryInfo _folder;

    private StoreScp(PeerProcess process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Folder => _folder.FullName;

    public string Output => _process.Output;

    /// <summary>Names of the files that it has stored: modality, dot, SOP Instance UID.</summary>
    public IReadOnlyList<string> Files => [.. _folder.GetFiles().Select(file => file.Name)];

    /// <param name="options">Options of storescp, for example --ignore, --refuse, --abort-after.</param>
    /// <param name="cancellationToken">Ends the wait for its start.</param>
    public static async Task<StoreScp> StartAsync(
        IEnumerable<string> options,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-storescp-");
        var port = PeerProcess.FreePort();
        var scp = new StoreScp(
            PeerProcess.Start(
                "storescp",
                [.. options, "-od", folder.FullName, port.ToString(null as IFormatProvider)]
            ),
            folder,
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

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
