using System.Diagnostics;
using Adit.E2E.Application;
using Adit.Infrastructure.Jobs;

namespace Adit.Benchmarks.Dispatch;

/// <summary>How soon tasks start, what it costs to pick the next one, and what a system costs that has nothing to do.</summary>
internal static class DispatchBenchmark
{
    private const double IdleStartBar = 1000;
    private const double UrgentStartBar = 2000;
    private const double PickBar = 1.5;
    private const double IdleBar = 1;
    private const int Starts = 15;
    private const int Picks = 200;
    private const int NothingTasks = 1000;

    // What ran at the start is compiled again in the background for a while.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var holds = true;
        void Tell(Figure figure)
        {
            Console.WriteLine(figure);
            holds &= figure.Holds;
        }

        await StartsAsync(arguments.Number("waiting", 10_000), Tell, cancellationToken);
        await ThroughputAsync(Tell, cancellationToken);
        await IdleAsync(
            TimeSpan.FromSeconds(arguments.Number("seconds", 30)),
            Tell,
            cancellationToken
        );
        return holds ? 0 : 1;
    }

    private static async Task StartsAsync(
        int waiting,
        Action<Figure> tell,
        CancellationToken cancellationToken
    )
    {
        await using var engine = await EngineUnderTest.StartAsync(cancellationToken);
        engine.Executor.Holds = true;

        // The first one compiles what the others use.
        await StartAsync(engine, urgent: false, cancellationToken);
        var idle = await RepeatAsync(engine, urgent: false, cancellationToken);
        tell(new Figure("dispatch.idle.start.median", Figure.Median(idle), "ms"));
        tell(Figure.AtMost("dispatch.idle.start.slowest", idle.Max(), "ms", IdleStartBar));

        await engine.CreateAsync(engine.Staff, 100, urgent: false, cancellationToken);
        for (var slot = 0; slot < EngineUnderTest.Slots - 1; slot++)
        {
            await engine.Executor.NextAsync(cancellationToken);
        }
        await PickAsync(engine, cancellationToken);
        var few = await PickAsync(engine, cancellationToken);

        await engine.CreateAsync(engine.Staff, waiting, urgent: false, cancellationToken);
        var urgent = await RepeatAsync(engine, urgent: true, cancellationToken);
        tell(
            new Figure(
                $"dispatch.urgent.start.{waiting}-waiting.median",
                Figure.Median(urgent),
                "ms"
            )
        );
        tell(
            Figure.AtMost(
                $"dispatch.urgent.start.{waiting}-waiting.slowest",
                urgent.Max(),
                "ms",
                UrgentStartBar
            )
        );
        var many = await PickAsync(engine, cancellationToken);
        tell(new Figure("dispatch.pick.100-waiting", few, "ms"));
        tell(
            Figure.RatioAtMost($"dispatch.pick.{waiting}-waiting", many, "ms", many / few, PickBar)
        );

        // The same number in jobs of one study each: every person of a hospital at once.
        for (var job = 0; job < waiting / 10; job++)
        {
            await engine.CreateAsync(engine.Other, 1, urgent: false, cancellationToken);
        }
        tell(
            new Figure(
                $"dispatch.pick.{waiting / 10}-jobs-waiting",
                await PickAsync(engine, cancellationToken),
                "ms"
            )
        );
    }

    private static async Task<IReadOnlyList<double>> RepeatAsync(
        EngineUnderTest engine,
        bool urgent,
        CancellationToken cancellationToken
    )
    {
        var times = new List<double>();
        for (var run = 0; run < Starts; run++)
        {
            times.Add(await StartAsync(engine, urgent, cancellationToken));
        }
        return times;
    }

    /// <summary>Milliseconds from asking for a job of one study to the start of its task.</summary>
    private static async Task<double> StartAsync(
        EngineUnderTest engine,
        bool urgent,
        CancellationToken cancellationToken
    )
    {
        var asked = Stopwatch.GetTimestamp();
        var job = await engine.CreateAsync(engine.Other, 1, urgent, cancellationToken);
        var start = await engine.Executor.NextAsync(cancellationToken);
        if (start.JobId != job)
        {
            throw new InvalidOperationException("A task of another job has started.");
        }
        engine.Executor.Release(start);
        await engine.WhenFinishedAsync(job, cancellationToken);
        return Stopwatch.GetElapsedTime(asked, start.Timestamp).TotalMilliseconds;
    }

    /// <summary>Milliseconds of one pick, as the dispatcher makes it with every slot free.</summary>
    private static async Task<double> PickAsync(
        EngineUnderTest engine,
        CancellationToken cancellationToken
    )
    {
        var finder = engine.Get<DueTaskFinder>();
        var slots = new SlotBook();
        var none = new HashSet<int>();
        var times = new List<double>();
        for (var run = 0; run < Picks; run++)
        {
            var started = Stopwatch.GetTimestamp();
            var pick = await finder.FindAsync(slots, none, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (pick.Task is null)
            {
                throw new InvalidOperationException("Nothing was found to start.");
            }
        }
        return Figure.Median(times);
    }

    private static async Task ThroughputAsync(
        Action<Figure> tell,
        CancellationToken cancellationToken
    )
    {
        await using var engine = await EngineUnderTest.StartAsync(cancellationToken);
        // Warm, as above.
        var warm = await engine.CreateAsync(engine.Staff, 20, urgent: false, cancellationToken);
        await engine.WhenFinishedAsync(warm, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var job = await engine.CreateAsync(
            engine.Staff,
            NothingTasks,
            urgent: false,
            cancellationToken
        );
        await engine.WhenFinishedAsync(job, cancellationToken);
        tell(
            new Figure(
                "dispatch.throughput",
                NothingTasks / Stopwatch.GetElapsedTime(started).TotalSeconds,
                "tasks/s"
            )
        );
    }

    private static async Task IdleAsync(
        TimeSpan duration,
        Action<Figure> tell,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-bench-");
        try
        {
            await using var application = await AditApplication.StartAsync(
                folder,
                new Dictionary<string, string> { ["Sandbox__Enabled"] = "true" },
                cancellationToken
            );
            await Task.Delay(_warmUp, cancellationToken);
            tell(
                Figure.AtMost(
                    "dispatch.idle.core",
                    await ProcessorShare.PercentOfCoreAsync(
                        application.ProcessId,
                        duration,
                        cancellationToken
                    ),
                    "%",
                    IdleBar
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
