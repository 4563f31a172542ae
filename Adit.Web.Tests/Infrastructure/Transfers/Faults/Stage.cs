using System.Globalization;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The parts that cells are set up from.</summary>
internal sealed class Stage(FaultBench bench, CancellationToken cancellationToken)
{
    public const int Images = 6;

    private static int _names;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>For cells in which a server says nothing: the time after which the transfer must have noticed.</summary>
    public static ServerTimeouts Short { get; } =
        new()
        {
            ConnectSeconds = 1,
            ResponseSeconds = 1,
            FirstImageSeconds = 1,
            IdleSeconds = 1,
        };

    private static ServerTimeouts Usual { get; } =
        new()
        {
            ConnectSeconds = 10,
            ResponseSeconds = 20,
            FirstImageSeconds = 20,
            IdleSeconds = 20,
        };

    /// <summary>A study of two series, four images and two; nobody has it yet.</summary>
    public static Scene NewScene(int pixelBytes = 2048)
    {
        var number = Next();
        var study = new TestStudy(Named("FM-", number))
        {
            PatientName = Named("Fault^", number),
            PixelBytes = pixelBytes,
        };
        var (first, second) = (TestStudy.NewSeries(), TestStudy.NewSeries());
        return new Scene(
            study,
            [.. Enumerable.Range(1, Images).Select(i => NewFile(study, i <= 4 ? first : second, i))]
        );
    }

    public static StudyFile NewFile(TestStudy study, string series, int number)
    {
        var (uid, file) = study.NewInstance(series, number);
        return new StudyFile(uid, series, file);
    }

    /// <summary>Two healthy Orthancs with a study in the first; a column makes one of them faulty.</summary>
    public async Task<Scene> HealthyAsync(int pixelBytes = 2048)
    {
        var scene = NewScene(pixelBytes);
        foreach (var file in scene.Files)
        {
            await bench.Source.StoreAsync(file.Bytes, cancellationToken);
        }
        scene.Source = Source(bench.Source.DicomPort);
        ToOrthanc(scene, bench.Destination.DicomPort);
        return scene;
    }

    /// <summary>A scene whose source is an archive of ours, which can be told what no real server can be told.</summary>
    public async Task<(Scene Scene, MisbehavingPacs Pacs)> FromMisbehavingAsync()
    {
        var scene = NewScene();
        return (scene, await FromMisbehavingAsync(scene));
    }

    public async Task<MisbehavingPacs> FromMisbehavingAsync(Scene scene)
    {
        var pacs = scene.Own(new MisbehavingPacs());
        foreach (var file in scene.Files)
        {
            await pacs.PutRawAsync(
                file.Uid,
                Part10.Dataset(file.Bytes).ToArray(),
                scene.Study,
                cancellationToken
            );
        }
        scene.Source = Source(pacs.Port);
        ToOrthanc(scene, bench.Destination.DicomPort);
        return pacs;
    }

    /// <summary>The destination is the healthy Orthanc, at its own port or at that of a line to it.</summary>
    public void ToOrthanc(Scene scene, int port, ServerTimeouts? timeouts = null)
    {
        scene.Destination = Destination(port, timeouts);
        scene.AskDestination = async token =>
            (
                await bench.Destination.InstancesOfStudyAsync(scene.Study.StudyInstanceUid, token)
            ).Keys;
    }

    /// <summary>The destination is the web service of the healthy Orthanc, at a line to it.</summary>
    public void ToWebOrthanc(Scene scene, int port, ServerTimeouts? timeouts = null)
    {
        ToOrthanc(scene, bench.Destination.DicomPort);
        scene.Destination = WebDestination(port, timeouts);
    }

    /// <summary>The destination is an archive of ours.</summary>
    public static MisbehavingPacs ToMisbehaving(Scene scene)
    {
        var pacs = scene.Own(new MisbehavingPacs());
        scene.Destination = Destination(pacs.Port);
        scene.AskDestination = _ => Task.FromResult<IEnumerable<string>>(pacs.Stored);
        return pacs;
    }

    /// <summary>The destination is DCMTK's storescp.</summary>
    public static void ToStoreScp(Scene scene, StoreScp server, ServerTimeouts? timeouts = null)
    {
        scene.Own(server);
        scene.Destination = Destination(server.Port, timeouts);
        // Its files are named by modality and SOP Instance UID.
        scene.AskDestination = _ =>
            Task.FromResult(
                server
                    .Folder.EnumerateFiles()
                    .Select(f => f.Name[(f.Name.IndexOf('.', StringComparison.Ordinal) + 1)..])
            );
    }

    public async Task LoseFilesAsync(Scene scene, IEnumerable<string> sopInstanceUids)
    {
        var ids = await bench.Source.InstancesOfStudyAsync(
            scene.Study.StudyInstanceUid,
            cancellationToken
        );
        foreach (var uid in sopInstanceUids)
        {
            await bench.Source.LoseFileAsync(ids[uid], cancellationToken);
        }
    }

    public static FaultyLine Line(
        Scene scene,
        int port,
        Func<LinePiece, LineFault> decide,
        bool pdus = true
    )
    {
        var line = scene.Own(new FaultyLine(port, decide, pdus));
        scene.Lines.Add(line);
        return line;
    }

    public static DicomServerNode Source(
        int port,
        ServerTimeouts? timeouts = null,
        ServerServices services = ServerServices.StudyRootFind | ServerServices.StudyRootGet,
        string? aeTitle = null
    ) => Server("Source", port, timeouts, services, aeTitle);

    public static DicomServerNode Destination(
        int port,
        ServerTimeouts? timeouts = null,
        ServerServices services = ServerServices.Store
    ) => Server("Dest", port, timeouts, services);

    /// <summary>A source that is asked and read by DICOMweb only.</summary>
    public static DicomServerNode WebSource(int port, ServerTimeouts? timeouts = null) =>
        Web(Source(port, timeouts, ServerServices.QidoRs | ServerServices.WadoRs));

    public static DicomServerNode WebDestination(int port, ServerTimeouts? timeouts = null) =>
        Web(Destination(port, timeouts, ServerServices.StowRs));

    private static DicomServerNode Web(DicomServerNode server)
    {
        server.ConfigureDicomWeb(
            string.Create(
                CultureInfo.InvariantCulture,
                $"http://127.0.0.1:{server.Port}/dicom-web"
            ),
            null,
            null,
            null
        );
        return server;
    }

    /// <summary>Marks the second image of each series.</summary>
    public static IReadOnlySet<string> Two(Scene scene) =>
        new HashSet<string>([scene.Images[1], scene.Images[5]]);

    public static IReadOnlySet<string> All(Scene scene) => scene.Images.ToHashSet();

    private static DicomServerNode Server(
        string name,
        int port,
        ServerTimeouts? timeouts,
        ServerServices services,
        string? aeTitle = null
    )
    {
        var number = Next();
        var server = new DicomServerNode(
            Named(name + " ", number),
            aeTitle ?? Named(name.ToUpperInvariant(), number),
            "127.0.0.1",
            port
        );
        server.Configure(
            services,
            ExpectedSet.ImageList,
            DicomServerNode.DefaultMaxSearchResults,
            DicomServerNode.DefaultMaxAssociations,
            timeouts ?? Usual,
            null
        );
        return server;
    }

    private static int Next() => Interlocked.Increment(ref _names);

    private static string Named(string name, int number) =>
        name + number.ToString(CultureInfo.InvariantCulture);
}
