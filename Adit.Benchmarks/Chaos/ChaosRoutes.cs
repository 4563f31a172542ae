using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Chaos;

/// <summary>The routes of a run, one entry each.</summary>
internal static class ChaosRoutes
{
    private const ServerServices Find = ServerServices.StudyRootFind;
    private const ServerServices Get = ServerServices.StudyRootGet;
    private const ServerServices Move = ServerServices.StudyRootMove;
    private const ServerServices Store = ServerServices.Store;
    private const ServerServices Web = ServerServices.QidoRs | ServerServices.WadoRs;

    public static IReadOnlyList<ChaosRoute> All(ChaosPeers peers, DirectoryInfo root)
    {
        // Orthanc answers to every name, so that one server can be several nodes.
        var store = new ChaosNode(ChaosPeers.Store, peers.StoreLine, Store);
        var target = new ChaosNode(ChaosPeers.Target, peers.TargetLine, Find | Store);
        var targetWeb = new ChaosNode("TARGET_WEB", peers.TargetLine, ServerServices.StowRs)
        {
            Web = peers.TargetWeb,
        };
        return
        [
            ToStore("get-store", QueryRetrieve(ChaosPeers.QueryRetrieveGet, Find | Get)),
            ToTarget("get-target", Archive("ARCHIVE_GET", Find | Get)),
            ToTarget("direct-target", Archive("ARCHIVE_DIRECT", Find | Get | Move)) with
            {
                IsDirect = true,
            },
            // The receiver answers no queries: only the counts of the source say what arrived.
            ToStore("move-store", QueryRetrieve(ChaosPeers.QueryRetrieveMove, Find | Move)),
            // Its own name: the receiver takes images only from whom it knows.
            ToTarget("move-target", Archive(ChaosPeers.Archive, Find | Move)),
            ToTarget("wado-target", Archive("ARCHIVE_WEB", Web)),
            ToStow("wado-stow", Archive("ARCHIVE_WEB", Web)),
            ToStow("get-stow", Archive("ARCHIVE_GET", Find | Get)),
            ToFolder("wado-folder", Archive("ARCHIVE_WEB", Web)),
            ToFolder("get-folder", Archive("ARCHIVE_GET", Find | Get)),
            ToFolder("move-folder", Archive(ChaosPeers.Archive, Find | Move)),
            ToStore(
                "direct-store",
                QueryRetrieve(ChaosPeers.QueryRetrieveDirect, Find | Get | Move)
            ) with
            {
                IsDirect = true,
            },
        ];

        ChaosNode Archive(string aeTitle, ServerServices services) =>
            new(aeTitle, peers.ArchiveLine, services) { Web = peers.ArchiveWeb };

        ChaosNode QueryRetrieve(string aeTitle, ServerServices services) =>
            new(aeTitle, peers.QueryRetrieveLine, services);

        ChaosRoute ToStore(string name, ChaosNode source) =>
            new(name, source, store, Put(source), peers.InStoreAsync);

        ChaosRoute ToTarget(string name, ChaosNode source) =>
            new(name, source, target, Put(source), peers.InTargetAsync);

        ChaosRoute ToStow(string name, ChaosNode source) =>
            new(name, source, targetWeb, Put(source), peers.InTargetAsync);

        ChaosRoute ToFolder(string name, ChaosNode source)
        {
            var folder = root.CreateSubdirectory(name);
            return new(name, source, null, Put(source), token => InFolderAsync(folder, token))
            {
                Folder = folder,
            };
        }

        Func<IReadOnlyList<byte[]>, CancellationToken, Task> Put(ChaosNode source) =>
            source.Dicom == peers.ArchiveLine
                ? peers.PutIntoArchiveAsync
                : (files, cancellationToken) =>
                    peers.PutIntoQueryRetrieveAsync(source.AeTitle, files, cancellationToken);
    }

    /// <summary>What lies in a folder under the names that Adit gives.</summary>
    private static async Task<IReadOnlyList<ArrivedImage>> InFolderAsync(
        DirectoryInfo folder,
        CancellationToken cancellationToken
    )
    {
        List<ArrivedImage> found = [];
        foreach (var file in folder.EnumerateFiles("*.dcm", SearchOption.AllDirectories))
        {
            found.Add(
                new ArrivedImage(
                    Path.GetFileNameWithoutExtension(file.Name),
                    await File.ReadAllBytesAsync(file.FullName, cancellationToken)
                )
            );
        }
        return found;
    }
}
