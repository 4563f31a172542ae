using System.Globalization;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>
/// A CT study from Orthanc on every route. The legs alone: <c>curl</c> to nowhere, <c>movescu</c> to <c>storescp --ignore</c>, <c>getscu
/// +B</c> into memory, and <c>storescu</c> of the same files to the same destination that the route has.
/// </summary>
internal static class RouteTimes
{
    private const double LongestRatio = 1.25;
    private const int WarmUps = 2;

    public static async Task MeasureAsync(
        List<Figure> figures,
        DirectoryInfo root,
        int images,
        int runs,
        CancellationToken cancellationToken
    )
    {
        var receiver = Ports.Take();
        await using var orthanc = await OrthancServer.StartAsync(
            "ORTHANC",
            cancellationToken: cancellationToken
        );
        await using var target = await OrthancServer.StartAsync(
            "TARGET",
            cancellationToken: cancellationToken
        );
        await using var store = await StoreScp.StartAsync(cancellationToken);
        await orthanc.AddModalityAsync(
            "adit",
            RouteWorkers.ReceiverAeTitle,
            receiver,
            cancellationToken
        );
        await orthanc.AddModalityAsync("store", StoreScp.AeTitle, store.Port, cancellationToken);
        var study = new CtStudy(images);
        await study.StoreAsync(
            new DicomPeer("127.0.0.1", orthanc.DicomPort, orthanc.AeTitle, "ADIT"),
            cancellationToken
        );
        var files = root.CreateSubdirectory("files");
        await Programs.GetAsync(
            orthanc.DicomPort,
            orthanc.AeTitle,
            study.StudyInstanceUid,
            files,
            cancellationToken
        );
        var folder = root.CreateSubdirectory("folder");
        var web = new Uri(orthanc.Rest.BaseAddress!, "dicom-web");
        var storeEnd = new RouteEnd(StoreScp.AeTitle, store.Port, ServerServices.Store);

        Dictionary<string, Func<Task<double>>> legs = new()
        {
            ["wado"] = () => Programs.CurlAsync(web, study.StudyInstanceUid, cancellationToken),
            ["move"] = () =>
                Programs.MoveAsync(
                    orthanc.DicomPort,
                    orthanc.AeTitle,
                    StoreScp.AeTitle,
                    study.StudyInstanceUid,
                    cancellationToken
                ),
            ["get"] = async () =>
            {
                var fetched = root.CreateSubdirectory("fetched");
                var seconds = await Programs.GetAsync(
                    orthanc.DicomPort,
                    orthanc.AeTitle,
                    study.StudyInstanceUid,
                    fetched,
                    cancellationToken
                );
                fetched.Delete(recursive: true);
                return seconds;
            },
            ["store"] = () => Programs.StoreAsync(store.Port, files.FullName, cancellationToken),
            ["store_to_orthanc"] = async () =>
            {
                var seconds = await Programs.StoreAsync(
                    target.DicomPort,
                    files.FullName,
                    cancellationToken
                );
                await EmptyAsync(target, study.StudyInstanceUid, cancellationToken);
                return seconds;
            },
        };
        MeasuredRoute[] routes =
        [
            new("get_to_store", Source(RouteWorkers.Get), storeEnd, "get", "store", null),
            new(
                "wado_to_store",
                Source(RouteWorkers.Wado),
                storeEnd,
                "wado",
                "store",
                LongestRatio
            ),
            new(
                "wado_to_store_listed_by_find",
                Source(RouteWorkers.FindAndWado),
                storeEnd,
                "wado",
                "store",
                LongestRatio
            ),
            new(
                "move_to_store",
                Source(RouteWorkers.Move),
                storeEnd,
                "move",
                "store",
                LongestRatio
            ),
            new(
                "get_to_folder",
                Source(RouteWorkers.Get),
                new RouteEnd("FOLDER", 1) { Folder = folder.FullName },
                "get",
                "get",
                null
            )
            {
                Clear = () =>
                {
                    folder.Delete(recursive: true);
                    folder.Create();
                    return Task.CompletedTask;
                },
            },
            new(
                "get_to_stow",
                Source(RouteWorkers.Get),
                new RouteEnd("TARGET", target.DicomPort, ServerServices.StowRs)
                {
                    Web = new Uri(target.Rest.BaseAddress!, "dicom-web"),
                },
                "get",
                "store_to_orthanc",
                null
            )
            {
                Clear = () => EmptyAsync(target, study.StudyInstanceUid, cancellationToken),
            },
        ];
        Dictionary<string, List<double>> legTimes = legs.Keys.ToDictionary(
            leg => leg,
            _ => new List<double>()
        );
        foreach (var route in routes)
        {
            await RoutesBenchmark.TryAsync(
                figures,
                $"routes.{route.Name}",
                () => MeasureRouteAsync(route),
                cancellationToken
            );
        }
        foreach (var (leg, times) in legTimes.Where(leg => leg.Value.Count > 0))
        {
            figures.Add(new Figure($"routes.leg_{leg}", Figure.Median(times), "s"));
        }

        async Task MeasureRouteAsync(MeasuredRoute route)
        {
            await using var worker = await RouteWorkers.StartAsync(
                root,
                route.Source,
                route.Destination,
                receiver,
                cancellationToken
            );
            await Console.Error.WriteLineAsync(route.Name);
            for (var run = 0; run < WarmUps; run++)
            {
                await TransferAsync(worker, route);
            }
            List<double> adit = [];
            Dictionary<string, List<double>> beside = new()
            {
                [route.Fetch] = [],
                [route.Send] = [],
            };
            for (var run = 1; run <= runs; run++)
            {
                adit.Add(await TransferAsync(worker, route));
                foreach (var (leg, times) in beside)
                {
                    times.Add(await legs[leg]());
                }
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{route.Name} {run}: adit {adit[^1]:0.000} s, {string.Join(", ", beside.Select(b => $"{b.Key} {b.Value[^1]:0.000} s"))}"
                    )
                );
            }
            foreach (var (leg, times) in beside)
            {
                legTimes[leg].AddRange(times);
            }
            var seconds = Figure.Median(adit);
            var slower = beside.Values.Max(Figure.Median);
            figures.Add(
                route.Bar is { } bar
                    ? Figure.RatioAtMost(
                        $"routes.{route.Name}",
                        seconds,
                        "s",
                        seconds / slower,
                        bar
                    )
                    : new Figure($"routes.{route.Name}", seconds, "s", seconds / slower)
            );
            figures.Add(
                Figure.AtMost(
                    $"routes.{route.Name}.memory",
                    await worker.PeakMegabytesAsync(cancellationToken),
                    "MB",
                    RoutesBenchmark.LargestMemory
                )
            );
        }
        RouteEnd Source(ServerServices services) =>
            new(orthanc.AeTitle, orthanc.DicomPort, services)
            {
                Web = (services & ServerServices.WadoRs) != 0 ? web : null,
            };

        async Task<double> TransferAsync(WorkerProcess worker, MeasuredRoute route)
        {
            var seconds = await worker.TransferAsync(study, cancellationToken);
            await route.Clear();
            return seconds;
        }
    }

    /// <summary>Else the second time would be quicker: Orthanc keeps what it has and throws away what comes.</summary>
    internal static async Task EmptyAsync(
        OrthancServer server,
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        using var found = await server.Rest.PostAsync(
            new Uri("tools/lookup", UriKind.Relative),
            new StringContent(studyInstanceUid),
            cancellationToken
        );
        var answer = System.Text.Json.Nodes.JsonNode.Parse(
            await found.Content.ReadAsStringAsync(cancellationToken)
        )!;
        foreach (var study in answer.AsArray())
        {
            using var deleted = await server.Rest.DeleteAsync(
                new Uri($"studies/{study!["ID"]}", UriKind.Relative),
                cancellationToken
            );
            deleted.EnsureSuccessStatusCode();
        }
    }

    /// <param name="Name">Of the figure.</param>
    /// <param name="Source">Where from.</param>
    /// <param name="Destination">Where to.</param>
    /// <param name="Fetch">The leg that only fetches.</param>
    /// <param name="Send">The leg that only sends.</param>
    /// <param name="Bar">How much longer than the slower one it may take; null: only measured.</param>
    private sealed record MeasuredRoute(
        string Name,
        RouteEnd Source,
        RouteEnd Destination,
        string Fetch,
        string Send,
        double? Bar
    )
    {
        /// <summary>Makes the destination as it was before.</summary>
        public Func<Task> Clear { get; init; } = () => Task.CompletedTask;
    }
}
