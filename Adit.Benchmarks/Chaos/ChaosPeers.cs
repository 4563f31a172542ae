using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Chaos;

/// <summary>The real servers of a run: Orthanc twice, DCMTK's archive and DCMTK's receiver, each with a folder that outlives its crashes.</summary>
internal sealed class ChaosPeers(DirectoryInfo root, int bytesPerSecond) : IAsyncDisposable
{
    private const string Plugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

    private readonly int _archivePort = Ports.Take();
    private readonly int _archiveWebPort = Ports.Take();
    private readonly int _targetPort = Ports.Take();
    private readonly int _targetWebPort = Ports.Take();
    private readonly int _qrPort = Ports.Take();
    private readonly int _storePort = Ports.Take();
    private readonly DirectoryInfo _qrGet = root.CreateSubdirectory(QueryRetrieveGet);
    private readonly DirectoryInfo _qrMove = root.CreateSubdirectory(QueryRetrieveMove);
    private readonly DirectoryInfo _qrDirect = root.CreateSubdirectory(QueryRetrieveDirect);
    private readonly DirectoryInfo _store = root.CreateSubdirectory("storescp");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly List<ChaosPeer> _peers = [];
    private readonly List<FaultyLine> _lines = [];

    public const string Archive = "ORTHANC1";
    public const string Target = "ORTHANC2";

    /// <summary>Archives of dcmqrscp, one per route from it: it answers to no other name.</summary>
    public const string QueryRetrieveGet = "QR_GET";
    public const string QueryRetrieveMove = "QR_MOVE";
    public const string QueryRetrieveDirect = "QR_DIRECT";

    public const string Store = "STORESCP";
    public const string Receiver = "ADIT";

    public IReadOnlyList<ChaosPeer> All => _peers;

    /// <summary>Every line, those to Adit included.</summary>
    public IReadOnlyList<FaultyLine> Lines => _lines;

    /// <summary>Where Adit's own receiver listens; the peers know the line in front of it.</summary>
    public int ReceiverPort { get; } = Ports.Take();

    public FaultyLine ArchiveLine { get; private set; } = null!;
    public FaultyLine ArchiveWeb { get; private set; } = null!;
    public FaultyLine TargetLine { get; private set; } = null!;
    public FaultyLine TargetWeb { get; private set; } = null!;
    public FaultyLine QueryRetrieveLine { get; private set; } = null!;
    public FaultyLine StoreLine { get; private set; } = null!;
    public FaultyLine ReceiverLine { get; private set; } = null!;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ArchiveLine = Line("to ORTHANC1", _archivePort);
        ArchiveWeb = Line("to the web of ORTHANC1", _archiveWebPort, isWeb: true);
        TargetLine = Line("to ORTHANC2", _targetPort);
        TargetWeb = Line("to the web of ORTHANC2", _targetWebPort, isWeb: true);
        QueryRetrieveLine = Line("to DCMQRSCP", _qrPort);
        StoreLine = Line("to STORESCP", _storePort);
        ReceiverLine = Line("to Adit's receiver", ReceiverPort);
        _peers.Add(
            new ChaosPeer(
                Archive,
                _archivePort,
                _ => StartOrthanc(Archive, _archivePort, _archiveWebPort),
                ArchiveLine,
                ArchiveWeb
            )
        );
        _peers.Add(
            new ChaosPeer(
                Target,
                _targetPort,
                _ => StartOrthanc(Target, _targetPort, _targetWebPort),
                TargetLine,
                TargetWeb
            )
        );
        WriteQueryRetrieveConfiguration();
        _peers.Add(
            new ChaosPeer(
                "DCMQRSCP",
                _qrPort,
                options =>
                    PeerProcess.Start("dcmqrscp", [.. options, "-c", QueryRetrieveConfiguration]),
                QueryRetrieveLine
            )
            {
                Misbehaviours = ["--refuse"],
            }
        );
        _peers.Add(
            new ChaosPeer(
                Store,
                _storePort,
                options =>
                    PeerProcess.Start(
                        "storescp",
                        [
                            .. options,
                            "--fork",
                            "--aetitle",
                            Store,
                            "-od",
                            _store.FullName,
                            Text(_storePort),
                        ]
                    ),
                StoreLine
            )
            {
                Misbehaviours =
                [
                    "--refuse",
                    "--reject",
                    "--abort-during",
                    "--abort-after",
                    "--sleep-during 1",
                    "--sleep-after 2",
                ],
            }
        );
        foreach (var line in _lines)
        {
            line.Restore();
        }
        await Task.WhenAll(_peers.Select(peer => peer.StartAsync(cancellationToken)));
        await AnswersAsync(_archiveWebPort, cancellationToken);
        await AnswersAsync(_targetWebPort, cancellationToken);
    }

    public async Task PutIntoArchiveAsync(
        IReadOnlyList<byte[]> files,
        CancellationToken cancellationToken
    )
    {
        foreach (var file in files)
        {
            using var content = new ByteArrayContent(file);
            using var response = await _http.PostAsync(
                Rest(_archiveWebPort, "instances"),
                content,
                cancellationToken
            );
            response.EnsureSuccessStatusCode();
        }
    }

    public async Task PutIntoQueryRetrieveAsync(
        string aeTitle,
        IReadOnlyList<byte[]> files,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(root.FullName, aeTitle);
        List<string> paths = [];
        foreach (var file in files)
        {
            paths.Add(Path.Combine(folder, $"{Guid.NewGuid():N}.dcm"));
            await File.WriteAllBytesAsync(paths[^1], file, cancellationToken);
        }
        await using var index = PeerProcess.Start("dcmqridx", [folder, .. paths]);
        if (await index.WaitForExitAsync(TimeSpan.FromMinutes(1), cancellationToken) != 0)
        {
            throw new InvalidOperationException($"dcmqridx failed. {index.Output}");
        }
    }

    /// <summary>What ORTHANC2 has, by its own account.</summary>
    public async Task<IReadOnlyList<ArrivedImage>> InTargetAsync(
        CancellationToken cancellationToken
    )
    {
        var all =
            await _http.GetFromJsonAsync<JsonArray>(
                Rest(_targetWebPort, "instances?expand"),
                cancellationToken
            ) ?? [];
        List<ArrivedImage> found = [];
        foreach (var instance in all)
        {
            var id = instance!["ID"]!.GetValue<string>();
            found.Add(
                new ArrivedImage(
                    instance["MainDicomTags"]!["SOPInstanceUID"]!.GetValue<string>(),
                    await _http.GetByteArrayAsync(
                        Rest(_targetWebPort, $"instances/{id}/file"),
                        cancellationToken
                    )
                )
            );
        }
        return found;
    }

    /// <summary>What STORESCP has written. It names files by modality and SOP Instance UID.</summary>
    public async Task<IReadOnlyList<ArrivedImage>> InStoreAsync(CancellationToken cancellationToken)
    {
        List<ArrivedImage> found = [];
        foreach (var file in _store.EnumerateFiles())
        {
            found.Add(
                new ArrivedImage(
                    file.Name[(file.Name.IndexOf('.', StringComparison.Ordinal) + 1)..],
                    await File.ReadAllBytesAsync(file.FullName, cancellationToken)
                )
            );
        }
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }
        foreach (var line in _lines)
        {
            await line.DisposeAsync();
        }
        _http.Dispose();
    }

    private string QueryRetrieveConfiguration => Path.Combine(root.FullName, "dcmqrscp.cfg");

    private FaultyLine Line(string name, int port, bool isWeb = false)
    {
        var line = new FaultyLine(name, port, bytesPerSecond) { IsWeb = isWeb };
        _lines.Add(line);
        return line;
    }

    private PeerProcess StartOrthanc(string aeTitle, int dicomPort, int webPort)
    {
        var folder = root.CreateSubdirectory(aeTitle.ToUpperInvariant());
        var configuration = new JsonObject
        {
            ["Name"] = aeTitle,
            ["StorageDirectory"] = folder.FullName,
            ["IndexDirectory"] = folder.FullName,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["HttpPort"] = webPort,
            ["DicomServerEnabled"] = true,
            ["DicomAet"] = aeTitle,
            ["DicomPort"] = dicomPort,
            ["DicomCheckCalledAet"] = false,
            ["DicomAlwaysAllowEcho"] = true,
            ["DicomAlwaysAllowFind"] = true,
            ["DicomAlwaysAllowGet"] = true,
            ["DicomAlwaysAllowMove"] = true,
            ["DicomAlwaysAllowStore"] = true,
            // What it has to wait for, it shall not wait for long.
            ["DicomScpTimeout"] = 10,
            ["DicomScuTimeout"] = 10,
            ["DicomAssociationCloseDelay"] = 1,
            ["DicomModalities"] = new JsonObject
            {
                ["adit"] = Modality(Receiver, ReceiverLine.Port),
                ["store"] = Modality(Store, StoreLine.Port),
                ["target"] = Modality(Target, TargetLine.Port),
            },
            ["Plugins"] = new JsonArray(Plugin),
            ["DicomWeb"] = new JsonObject { ["Enable"] = true, ["Root"] = "/dicom-web/" },
        };
        var file = Path.Combine(root.FullName, aeTitle + ".json");
        File.WriteAllText(file, configuration.ToJsonString());
        return PeerProcess.Start("Orthanc", [file]);
    }

    private void WriteQueryRetrieveConfiguration() =>
        File.WriteAllText(
            QueryRetrieveConfiguration,
            $"""
            NetworkTCPPort = {_qrPort}
            MaxPDUSize = 16384
            MaxAssociations = 32
            HostTable BEGIN
            adit = ({Receiver}, 127.0.0.1, {ReceiverLine.Port})
            store = ({Store}, 127.0.0.1, {StoreLine.Port})
            target = ({Target}, 127.0.0.1, {TargetLine.Port})
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            {QueryRetrieveGet} {_qrGet.FullName} RW (500, 1024mb) ANY
            {QueryRetrieveMove} {_qrMove.FullName} RW (500, 1024mb) ANY
            {QueryRetrieveDirect} {_qrDirect.FullName} RW (500, 1024mb) ANY
            AETable END

            """
        );

    private static async Task AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TimeSpan.FromSeconds(30));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Ports.IsListening(port))
        {
            await ticks.WaitForNextTickAsync(limited.Token);
        }
    }

    private static JsonArray Modality(string aeTitle, int port) => [aeTitle, "127.0.0.1", port];

    private static Uri Rest(int port, string path) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
