using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Adit.Dicom.Tests.Peers;

/// <summary>A real Orthanc with an empty store of its own, on free ports, driven and read through its REST interface.</summary>
public sealed class OrthancServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private const int Attempts = 3;

    private readonly PeerProcess _process;
    private readonly DirectoryInfo _folder;

    private OrthancServer(
        PeerProcess process,
        DirectoryInfo folder,
        string aeTitle,
        int dicomPort,
        int httpPort
    )
    {
        _process = process;
        _folder = folder;
        AeTitle = aeTitle;
        DicomPort = dicomPort;
        Rest = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{httpPort}/"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public string AeTitle { get; }

    public int DicomPort { get; }

    /// <summary>Port of its REST interface and its web services.</summary>
    public int HttpPort => Rest.BaseAddress!.Port;

    public HttpClient Rest { get; }

    public string Output => _process.Output;

    /// <param name="aeTitle">What it calls itself; it answers to every called title.</param>
    /// <param name="configure">Changes its configuration before it starts.</param>
    /// <param name="cancellationToken">Ends the wait for its start.</param>
    public static async Task<OrthancServer> StartAsync(
        string aeTitle,
        Action<JsonObject>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = Launch(aeTitle, configure);
            try
            {
                await server._process.WaitForOutputAsync(
                    "Orthanc has started",
                    StartDeadline,
                    cancellationToken
                );
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else took one of the ports in the moment between choosing and opening it.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Makes a peer known, so that it can be the destination of a C-MOVE.</summary>
    public async Task AddModalityAsync(
        string name,
        string aeTitle,
        int port,
        CancellationToken cancellationToken
    )
    {
        JsonArray modality = [aeTitle, "127.0.0.1", port];
        using var response = await Rest.PutAsJsonAsync(
            $"modalities/{name}",
            modality,
            cancellationToken
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets a peer.</summary>
    public async Task RemoveModalityAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await Rest.DeleteAsync($"modalities/{name}", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Stores one Part 10 file.</summary>
    public async Task StoreAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(file);
        using var response = await Rest.PostAsync("instances", content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>SOP Instance UIDs of a study with Orthanc's own identifier of each.</summary>
    public async Task<IReadOnlyDictionary<string, string>> InstancesOfStudyAsync(
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        var query = new JsonObject
        {
            ["Level"] = "Instance",
            ["Expand"] = true,
            ["Query"] = new JsonObject { ["StudyInstanceUID"] = studyInstanceUid },
        };
        using var response = await Rest.PostAsJsonAsync("tools/find", query, cancellationToken);
        response.EnsureSuccessStatusCode();
        var found = (await response.Content.ReadFromJsonAsync<JsonArray>(cancellationToken))!;
        return found.ToDictionary(
            instance => instance!["MainDicomTags"]!["SOPInstanceUID"]!.GetValue<string>(),
            instance => instance!["ID"]!.GetValue<string>(),
            StringComparer.Ordinal
        );
    }

    /// <summary>The bytes of one frame as they are stored.</summary>
    public Task<byte[]> FrameAsync(
        string orthancId,
        int frame,
        CancellationToken cancellationToken
    ) => Rest.GetByteArrayAsync($"instances/{orthancId}/frames/{frame}/raw", cancellationToken);

    /// <summary>The whole Part 10 file.</summary>
    public Task<byte[]> FileAsync(string orthancId, CancellationToken cancellationToken) =>
        Rest.GetByteArrayAsync($"instances/{orthancId}/file", cancellationToken);

    /// <summary>Deletes the file of an instance behind its back: it goes on listing what it cannot deliver any more.</summary>
    public async Task LoseFileAsync(string orthancId, CancellationToken cancellationToken)
    {
        var info = await Rest.GetFromJsonAsync<JsonObject>(
            $"instances/{orthancId}/attachments/dicom/info",
            cancellationToken
        );
        var uuid = info!["Uuid"]!.GetValue<string>();
        File.Delete(Path.Combine(_folder.FullName, uuid[..2], uuid[2..4], uuid));
    }

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static OrthancServer Launch(string aeTitle, Action<JsonObject>? configure)
    {
        var folder = Directory.CreateTempSubdirectory("adit-orthanc-");
        var (dicomPort, httpPort) = (PeerProcess.FreePort(), PeerProcess.FreePort());
        var configuration = new JsonObject
        {
            ["Name"] = aeTitle,
            ["StorageDirectory"] = folder.FullName,
            ["IndexDirectory"] = folder.FullName,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            [nameof(HttpPort)] = httpPort,
            ["DicomServerEnabled"] = true,
            ["DicomAet"] = aeTitle,
            [nameof(DicomPort)] = dicomPort,
            ["DicomCheckCalledAet"] = false,
            ["DicomAlwaysAllowEcho"] = true,
            ["DicomAlwaysAllowFind"] = true,
            ["DicomAlwaysAllowGet"] = true,
            ["DicomAlwaysAllowMove"] = true,
            ["DicomAlwaysAllowStore"] = true,
            ["StableAge"] = 1,
            ["Plugins"] = new JsonArray("/usr/share/orthanc/plugins/libOrthancDicomWeb.so"),
            ["DicomWeb"] = new JsonObject { ["Enable"] = true, ["Root"] = "/dicom-web/" },
        };
        configure?.Invoke(configuration);
        var file = Path.Combine(folder.FullName, "orthanc.json");
        File.WriteAllText(file, configuration.ToJsonString());
        return new OrthancServer(
            PeerProcess.Start("Orthanc", [file]),
            folder,
            aeTitle,
            dicomPort,
            httpPort
        );
    }
}
