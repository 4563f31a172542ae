using System.Diagnostics;
using System.Globalization;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>
/// The line to the destination falls silent in the middle of a study and flows again later: everything has to be there in the end, and
/// memory must not have grown meanwhile.
/// </summary>
internal static class StalledDestination
{
    private const int Images = 1000;
    private const long StalledAfter = 150_000_000;
    private static readonly TimeSpan _headStart = TimeSpan.FromMinutes(1);

    public static async Task MeasureAsync(
        List<Figure> figures,
        DirectoryInfo root,
        TimeSpan stall,
        CancellationToken cancellationToken
    )
    {
        var receiver = Ports.Take();
        await using var orthanc = await OrthancServer.StartAsync(
            "ORTHANC",
            cancellationToken: cancellationToken
        );
        await orthanc.AddModalityAsync(
            "adit",
            RouteWorkers.ReceiverAeTitle,
            receiver,
            cancellationToken
        );
        var study = new CtStudy(Images);
        await study.StoreAsync(
            new DicomPeer("127.0.0.1", orthanc.DicomPort, orthanc.AeTitle, "ADIT"),
            cancellationToken
        );
        (string Name, ServerServices Services)[] routes =
        [
            ("get_to_store", RouteWorkers.Get),
            ("move_to_store", RouteWorkers.Move),
            ("wado_to_store", RouteWorkers.Wado),
        ];
        foreach (var (name, services) in routes)
        {
            await RoutesBenchmark.TryAsync(
                figures,
                $"routes.stalled_{name}",
                () => MeasureRouteAsync(name, services),
                cancellationToken
            );
        }

        async Task MeasureRouteAsync(string name, ServerServices services)
        {
            await using var store = await StoreScp.StartAsync(cancellationToken);
            await using var line = new FaultyLine("to storescp", store.Port, int.MaxValue);
            line.Restore();
            await using var worker = await RouteWorkers.StartAsync(
                root,
                new RouteEnd(orthanc.AeTitle, orthanc.DicomPort, services)
                {
                    Web =
                        (services & ServerServices.WadoRs) != 0
                            ? new Uri(orthanc.Rest.BaseAddress!, "dicom-web")
                            : null,
                },
                new RouteEnd(StoreScp.AeTitle, line.Port, ServerServices.Store),
                receiver,
                cancellationToken
            );
            var started = Stopwatch.GetTimestamp();
            // Fails when not every image is stored in the end.
            var transfer = worker.TransferAsync(study, cancellationToken);
            await UntilAsync(line, StalledAfter, cancellationToken);
            line.FallSilent();
            await Task.Delay(stall, cancellationToken);
            var early = transfer.IsCompleted;
            line.Restore();
            await transfer;
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var peak = await worker.PeakMegabytesAsync(cancellationToken);
            await Console.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"stall {name}: complete after {seconds:0.0} s, {peak:0} MB"
                )
            );
            if (early)
            {
                throw new InvalidOperationException(
                    $"{name}: the study was through before the destination stood still; take more images."
                );
            }
            figures.Add(new Figure($"routes.stalled_{name}", seconds, "s"));
            figures.Add(
                Figure.AtMost(
                    $"routes.stalled_{name}.memory",
                    peak,
                    "MB",
                    RoutesBenchmark.LargestMemory
                )
            );
        }
    }

    private static async Task UntilAsync(
        FaultyLine line,
        long bytes,
        CancellationToken cancellationToken
    )
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_headStart);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (line.BytesPassed < bytes)
        {
            await ticks.WaitForNextTickAsync(limited.Token);
        }
    }
}
