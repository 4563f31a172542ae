using System.Globalization;
using System.Text.Json.Nodes;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Transfer;

/// <summary>
/// A study from Orthanc through Adit to <c>storescp --ignore</c>, in turn with DCMTK's <c>getscu</c> on the same study. The ratio to
/// <c>getscu +B</c>, which only fetches, is what counts: whoever overlaps fetching and sending comes close to it.
/// </summary>
internal static class TransferBenchmark
{
    private const double LongestRatio = 1.25;
    private const double LargestMemory = 400;
    private const double LargestGrowth = 1.1;
    private const int WarmUps = 3;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var runs = arguments.Number("runs", 7);
        var images = arguments.Number("images", 1000);
        // In memory, so that no disk of this machine is measured.
        var root = Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/adit-bench-{Environment.ProcessId}")
            : Directory.CreateTempSubdirectory("adit-bench-");
        Environment.SetEnvironmentVariable("TMPDIR", root.FullName);
        List<Figure> figures = [];
        try
        {
            await using var orthanc = await OrthancServer.StartAsync(
                "ORTHANC",
                configuration => configuration["Plugins"] = new JsonArray(),
                cancellationToken
            );
            var source = new DicomPeer("127.0.0.1", orthanc.DicomPort, orthanc.AeTitle, "ADIT");
            var study = new CtStudy(images);
            await study.StoreAsync(source, cancellationToken);
            await MeasureTimeAsync(figures, root, source, study, runs, cancellationToken);
            if (!arguments.Has("no-large"))
            {
                await MeasureMemoryAsync(figures, root, source, study, cancellationToken);
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
        foreach (var figure in figures)
        {
            Console.WriteLine(figure);
        }
        return figures.All(figure => figure.Holds) ? 0 : 1;
    }

    private static async Task MeasureTimeAsync(
        List<Figure> figures,
        DirectoryInfo root,
        DicomPeer source,
        CtStudy study,
        int runs,
        CancellationToken cancellationToken
    )
    {
        await using var destination = await StoreScp.StartAsync(cancellationToken);
        await using var worker = await WorkerProcess.StartAsync(
            root,
            source,
            destination.Port,
            cancellationToken
        );
        List<double> adit = [],
            toFiles = [],
            ignoring = [],
            inTurn = [];
        for (var run = 1; run <= runs; run++)
        {
            adit.Add(await worker.TransferAsync(study, cancellationToken));
            toFiles.Add(await DcmtkRuns.GetToFilesAsync(root, source, study, cancellationToken));
            ignoring.Add(await DcmtkRuns.GetAndIgnoreAsync(source, study, cancellationToken));
            inTurn.Add(
                await DcmtkRuns.FetchThenSendAsync(
                    root,
                    source,
                    destination.Port,
                    study,
                    cancellationToken
                )
            );
            await Console.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"run {run}: adit {adit[^1]:0.000} s, getscu +B {toFiles[^1]:0.000} s, getscu --ignore {ignoring[^1]:0.000} s, fetch then send {inTurn[^1]:0.000} s"
                )
            );
        }
        var time = Figure.Median(adit);
        figures.Add(new Figure("transfer.getscu_to_files", Figure.Median(toFiles), "s"));
        figures.Add(new Figure("transfer.getscu_ignore", Figure.Median(ignoring), "s"));
        figures.Add(new Figure("transfer.fetch_then_send", Figure.Median(inTurn), "s"));
        figures.Add(
            Figure.RatioAtMost(
                "transfer.adit_vs_getscu_to_files",
                time,
                "s",
                time / Figure.Median(toFiles),
                LongestRatio
            )
        );
        figures.Add(
            new Figure("transfer.adit_vs_getscu_ignore", time, "s", time / Figure.Median(ignoring))
        );
        figures.Add(
            new Figure("transfer.adit_vs_fetch_then_send", time, "s", time / Figure.Median(inTurn))
        );
        figures.Add(new Figure("transfer.rate", study.Images * 0.525 / time, "MB/s"));
        figures.Add(
            Figure.AtMost(
                "transfer.memory_after_all_runs",
                await worker.PeakMegabytesAsync(cancellationToken),
                "MB",
                LargestMemory
            )
        );
    }

    /// <summary>
    /// Each in a process of its own, since a peak never goes down again. Both are warm: what the compiler takes for code that has
    /// become hot is not what a study takes.
    /// </summary>
    private static async Task MeasureMemoryAsync(
        List<Figure> figures,
        DirectoryInfo root,
        DicomPeer source,
        CtStudy small,
        CancellationToken cancellationToken
    )
    {
        var large = new CtStudy(small.Images * 10);
        await large.StoreAsync(source, cancellationToken);
        var one = await PeakOfAsync(root, source, small, small, cancellationToken);
        var ten = await PeakOfAsync(root, source, small, large, cancellationToken);
        figures.Add(Figure.AtMost("transfer.memory", one, "MB", LargestMemory));
        figures.Add(
            Figure.RatioAtMost(
                "transfer.memory_ten_times_the_images",
                ten,
                "MB",
                ten / one,
                LargestGrowth
            )
        );
    }

    private static async Task<double> PeakOfAsync(
        DirectoryInfo root,
        DicomPeer source,
        CtStudy warmUp,
        CtStudy study,
        CancellationToken cancellationToken
    )
    {
        await using var destination = await StoreScp.StartAsync(cancellationToken);
        await using var worker = await WorkerProcess.StartAsync(
            root,
            source,
            destination.Port,
            cancellationToken
        );
        for (var run = 0; run < WarmUps; run++)
        {
            await worker.TransferAsync(warmUp, cancellationToken);
        }
        await worker.TransferAsync(study, cancellationToken);
        return await worker.PeakMegabytesAsync(cancellationToken);
    }
}
