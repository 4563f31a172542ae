using System.Globalization;
using Adit.Benchmarks.Chaos;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>
/// Very many small images straight from one Orthanc to another, beside <c>movescu</c> and the same look-ups by <c>findscu</c>: the
/// series and images at the source, and the images at the destination.
/// </summary>
internal static class DirectMoveTimes
{
    private const double LongestRatio = 1.1;

    public static async Task MeasureAsync(
        List<Figure> figures,
        DirectoryInfo root,
        int images,
        int runs,
        CancellationToken cancellationToken
    )
    {
        await using var source = await OrthancServer.StartAsync(
            "SOURCE",
            cancellationToken: cancellationToken
        );
        await using var target = await OrthancServer.StartAsync(
            "TARGET",
            cancellationToken: cancellationToken
        );
        await source.AddModalityAsync(
            "target",
            target.AeTitle,
            target.DicomPort,
            cancellationToken
        );
        var study = new CtStudy(images) { Size = 16 };
        await study.StoreAsync(
            new DicomPeer("127.0.0.1", source.DicomPort, source.AeTitle, "ADIT"),
            cancellationToken
        );
        await using var worker = await RouteWorkers.StartAsync(
            root,
            new RouteEnd(source.AeTitle, source.DicomPort, RouteWorkers.Get | RouteWorkers.Move),
            new RouteEnd(
                target.AeTitle,
                target.DicomPort,
                RouteWorkers.Find | ServerServices.Store
            ),
            Ports.Take(),
            cancellationToken,
            "--direct"
        );
        List<double> adit = [],
            programs = [],
            moves = [];
        for (var run = 1; run <= runs; run++)
        {
            adit.Add(await worker.TransferAsync(study, cancellationToken));
            await EmptyAsync();
            var before = await FindAsync(source, "SERIES") + await FindAsync(source, "IMAGE");
            moves.Add(
                await Programs.MoveAsync(
                    source.DicomPort,
                    source.AeTitle,
                    target.AeTitle,
                    study.StudyInstanceUid,
                    cancellationToken
                )
            );
            programs.Add(before + moves[^1] + await FindAsync(target, "IMAGE"));
            await EmptyAsync();
            await Console.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"direct {run}: adit {adit[^1]:0.00} s, movescu {moves[^1]:0.00} s, with look-ups {programs[^1]:0.00} s"
                )
            );
        }
        var seconds = Figure.Median(adit);
        figures.Add(new Figure("routes.direct_movescu", Figure.Median(moves), "s"));
        figures.Add(new Figure("routes.direct_movescu_findscu", Figure.Median(programs), "s"));
        figures.Add(
            Figure.RatioAtMost(
                "routes.direct_move",
                seconds,
                "s",
                seconds / Figure.Median(programs),
                LongestRatio
            )
        );
        figures.Add(
            Figure.AtMost(
                "routes.direct_move.memory",
                await worker.PeakMegabytesAsync(cancellationToken),
                "MB",
                RoutesBenchmark.LargestMemory
            )
        );

        Task<double> FindAsync(OrthancServer server, string level) =>
            Programs.FindAsync(
                server.DicomPort,
                server.AeTitle,
                level,
                study.StudyInstanceUid,
                level == "SERIES"
                    ? ["SeriesInstanceUID", "Modality", "NumberOfSeriesRelatedInstances"]
                    : [$"SeriesInstanceUID={study.SeriesInstanceUid}", "SOPInstanceUID"],
                cancellationToken
            );

        Task EmptyAsync() =>
            RouteTimes.EmptyAsync(target, study.StudyInstanceUid, cancellationToken);
    }
}
