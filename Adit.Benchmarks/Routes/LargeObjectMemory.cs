using System.Globalization;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>One object of 2 GB on every route: the memory that it takes must not know how large it is.</summary>
internal static class LargeObjectMemory
{
    public static async Task MeasureAsync(
        List<Figure> figures,
        DirectoryInfo root,
        CancellationToken cancellationToken
    )
    {
        var receiver = Ports.Take();
        await using var store = await StoreScp.StartAsync(cancellationToken);
        await using var archive = await LargeArchive.StartAsync(
            root,
            receiver,
            store.Port,
            cancellationToken
        );
        await using var orthanc = await OrthancServer.StartAsync(
            "ORTHANC",
            cancellationToken: cancellationToken
        );
        await Programs.StoreAsync(orthanc.DicomPort, archive.File, cancellationToken);
        var storeEnd = new RouteEnd(StoreScp.AeTitle, store.Port, ServerServices.Store);
        var folder = root.CreateSubdirectory("large-folder");
        (string Name, RouteEnd Source, RouteEnd Destination)[] routes =
        [
            ("get_to_store", archive.End(RouteWorkers.Get), storeEnd),
            ("move_to_store", archive.End(RouteWorkers.Move), storeEnd),
            (
                "wado_to_store",
                new RouteEnd(orthanc.AeTitle, orthanc.DicomPort, RouteWorkers.Wado)
                {
                    Web = new Uri(orthanc.Rest.BaseAddress!, "dicom-web"),
                },
                storeEnd
            ),
            (
                "get_to_folder",
                archive.End(RouteWorkers.Get),
                new RouteEnd("FOLDER", 1) { Folder = folder.FullName }
            ),
        ];
        foreach (var (name, source, destination) in routes)
        {
            await RoutesBenchmark.TryAsync(
                figures,
                $"routes.large_{name}",
                () => MeasureRouteAsync(name, source, destination),
                cancellationToken
            );
        }
        folder.Delete(recursive: true);

        async Task MeasureRouteAsync(string name, RouteEnd source, RouteEnd destination)
        {
            await using var worker = await RouteWorkers.StartAsync(
                root,
                source,
                destination,
                receiver,
                cancellationToken
            );
            var seconds = await worker.TransferAsync(
                LargeObject.StudyInstanceUid,
                1,
                cancellationToken
            );
            var peak = await worker.PeakMegabytesAsync(cancellationToken);
            await Console.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"2 GB {name}: {seconds:0.0} s, {peak:0} MB"
                )
            );
            figures.Add(new Figure($"routes.large_{name}", seconds, "s"));
            figures.Add(
                Figure.AtMost(
                    $"routes.large_{name}.memory",
                    peak,
                    "MB",
                    RoutesBenchmark.LargestMemory
                )
            );
        }
    }
}
