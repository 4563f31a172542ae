using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Chaos;

/// <summary>The routes of a run, one entry each.</summary>
internal static class ChaosRoutes
{
    private const ServerServices Find = ServerServices.StudyRootFind;
    private const ServerServices Get = ServerServices.StudyRootGet;

    public static IReadOnlyList<ChaosRoute> All(ChaosPeers peers, DirectoryInfo root)
    {
        // Orthanc answers to every name, so that one server can be several nodes.
        var archiveGet = new ChaosNode("ARCHIVE_GET", peers.ArchiveLine, Find | Get);
        var queryRetrieveGet = new ChaosNode(
            ChaosPeers.QueryRetrieve,
            peers.QueryRetrieveLine,
            Find | Get
        );
        var store = new ChaosNode(ChaosPeers.Store, peers.StoreLine, ServerServices.Store);
        var target = new ChaosNode(ChaosPeers.Target, peers.TargetLine, ServerServices.Store);
        return
        [
            new(
                "get-store",
                queryRetrieveGet,
                store,
                peers.PutIntoQueryRetrieveAsync,
                peers.InStoreAsync
            ),
            new("get-target", archiveGet, target, peers.PutIntoArchiveAsync, peers.InTargetAsync),
        ];
    }
}
