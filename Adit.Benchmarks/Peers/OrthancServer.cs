using System.Text.Json;

namespace Adit.Benchmarks.Peers;

/// <summary>An Orthanc of its own, on free ports, with its storage in memory.</summary>
internal sealed class OrthancServer : IAsyncDisposable
{
    public const string AeTitle = "ORTHANC";

    private readonly ExternalProcess _process;

    private OrthancServer(ExternalProcess process, int dicomPort)
    {
        _process = process;
        DicomPort = dicomPort;
    }

    public int DicomPort { get; }

    public static async Task<OrthancServer> StartAsync(
        string directory,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(directory);
        var dicomPort = ExternalProcess.FreePort();
        var configuration = new Dictionary<string, object>
        {
            ["Name"] = AeTitle,
            ["StorageDirectory"] = directory,
            ["IndexDirectory"] = directory,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["HttpPort"] = ExternalProcess.FreePort(),
            ["DicomServerEnabled"] = true,
            ["DicomAet"] = AeTitle,
            ["DicomPort"] = dicomPort,
            ["DicomCheckCalledAet"] = false,
            ["DicomAlwaysAllowEcho"] = true,
            ["DicomAlwaysAllowFind"] = true,
            ["DicomAlwaysAllowGet"] = true,
            ["DicomAlwaysAllowStore"] = true,
            ["Plugins"] = Array.Empty<string>(),
        };
        var path = Path.Combine(directory, "orthanc.json");
        await File.WriteAllTextAsync(
            path,
            JsonSerializer.Serialize(configuration),
            cancellationToken
        );
        var process = ExternalProcess.Start("Orthanc", [path]);
        try
        {
            await process.WaitForPortAsync(dicomPort, TimeSpan.FromSeconds(30), cancellationToken);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return new OrthancServer(process, dicomPort);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
