using System.Globalization;
using System.Text.Json.Nodes;
using Adit.Benchmarks.Transfer;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Deidentification;

/// <summary>
/// The same study from Orthanc through Adit to <c>storescp --ignore</c>, in turn as it is and de-identified by the default profile; and
/// what a header costs by itself.
/// </summary>
internal static class DeidBenchmark
{
    private const double LongestRatio = 1.10;
    private const double LongestHeader = 0.5;

    /// <summary>Bytes that sixteen times the pixels may allocate more; they are 7.9 MB.</summary>
    private const double MostForPixels = 64 << 10;

    private const string Project = "Bench";
    private const int WarmUps = 4;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var profile = ShippedProfiles.All[0];
        List<Figure> figures = [];
        // Whoever comes first pays for the compiler.
        await HeaderCost.MedianMillisecondsAsync(profile);
        foreach (var shipped in ShippedProfiles.All)
        {
            var name = shipped.Name.ToLowerInvariant().Replace(' ', '_');
            figures.Add(
                Figure.AtMost(
                    $"deid.header.{name}",
                    await HeaderCost.MedianMillisecondsAsync(shipped),
                    "ms",
                    LongestHeader
                )
            );
        }
        var small = await HeaderCost.AllocatedAsync(profile, 512);
        var large = await HeaderCost.AllocatedAsync(profile, 2048);
        figures.Add(new Figure("deid.allocated_512x512", small / 1e3, "kB"));
        figures.Add(
            Figure.AtMost(
                "deid.allocated_more_for_2048x2048",
                (large - small) / 1e3,
                "kB",
                MostForPixels / 1e3
            )
        );
        if (!arguments.Has("no-transfer"))
        {
            await MeasureTransferAsync(figures, arguments, cancellationToken);
        }
        foreach (var figure in figures)
        {
            Console.WriteLine(figure);
        }
        return figures.All(figure => figure.Holds) ? 0 : 1;
    }

    private static async Task MeasureTransferAsync(
        List<Figure> figures,
        Arguments arguments,
        CancellationToken cancellationToken
    )
    {
        var runs = arguments.Number("runs", 15);
        // In memory, so that no disk of this machine is measured.
        var root = Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/adit-bench-{Environment.ProcessId}")
            : Directory.CreateTempSubdirectory("adit-bench-");
        Environment.SetEnvironmentVariable("TMPDIR", root.FullName);
        try
        {
            await using var orthanc = await OrthancServer.StartAsync(
                "ORTHANC",
                configuration => configuration["Plugins"] = new JsonArray(),
                cancellationToken
            );
            var source = new DicomPeer("127.0.0.1", orthanc.DicomPort, orthanc.AeTitle, "ADIT");
            var study = new CtStudy(arguments.Number("images", 1000))
            {
                AddToHeader = TypicalHeader.AddTo,
            };
            await study.StoreAsync(source, cancellationToken);
            await using var destination = await StoreScp.StartAsync(cancellationToken);
            await using var worker = await WorkerProcess.StartAsync(
                root,
                [
                    "--source",
                    source.Port.ToString(CultureInfo.InvariantCulture),
                    "--destination",
                    destination.Port.ToString(CultureInfo.InvariantCulture),
                    "--set:Seed:Servers:1:Accepts",
                    "Identified, Pseudonymised",
                    "--set:Seed:Projects:0:Name",
                    Project,
                    "--set:Seed:Projects:0:Members:0",
                    Engine.UserName,
                    "--set:Seed:Projects:0:Destinations:0",
                    Engine.DestinationName,
                ],
                cancellationToken
            );
            for (var run = 0; run < WarmUps; run++)
            {
                await worker.TransferAsync(study, cancellationToken);
                await worker.PseudonymiseAsync(study, Project, cancellationToken);
            }
            List<double> asItIs = [],
                deidentified = [],
                work = [],
                moreWork = [];
            for (var run = 1; run <= runs; run++)
            {
                var before = worker.ProcessorTime;
                asItIs.Add(await worker.TransferAsync(study, cancellationToken));
                var between = worker.ProcessorTime;
                deidentified.Add(await worker.PseudonymiseAsync(study, Project, cancellationToken));
                work.Add((between - before).TotalMilliseconds / study.Images);
                moreWork.Add((worker.ProcessorTime - between).TotalMilliseconds / study.Images);
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"run {run}: as it is {asItIs[^1]:0.000} s, de-identified {deidentified[^1]:0.000} s"
                    )
                );
            }
            figures.Add(new Figure("deid.transfer_as_it_is", Figure.Median(asItIs), "s"));
            figures.Add(
                Figure.RatioAtMost(
                    "deid.transfer",
                    Figure.Median(deidentified),
                    "s",
                    // Neighbours in time: whatever else the machine does slows both.
                    Figure.Median(asItIs.Zip(deidentified, (plain, time) => time / plain)),
                    LongestRatio
                )
            );
            figures.Add(new Figure("deid.processor_as_it_is", Figure.Median(work), "ms/image"));
            figures.Add(new Figure("deid.processor", Figure.Median(moreWork), "ms/image"));
            figures.Add(
                new Figure(
                    "deid.memory_after_all_runs",
                    await worker.PeakMegabytesAsync(cancellationToken),
                    "MB"
                )
            );
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
