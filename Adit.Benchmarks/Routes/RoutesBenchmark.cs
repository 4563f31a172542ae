namespace Adit.Benchmarks.Routes;

/// <summary>
/// Each route of a study beside its two legs done alone by other people's programs, in turns in one run: who fetches and sends at the
/// same time takes as long as the slower leg. And what a route must not do: take memory with the size of an object, or lose one when a
/// destination stands still.
/// </summary>
internal static class RoutesBenchmark
{
    public const double LargestMemory = 400;

    /// <summary>A route that does not get through is a figure that is short; the others are measured all the same.</summary>
    public static async Task TryAsync(
        List<Figure> figures,
        string name,
        Func<Task> measure,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await measure();
        }
        catch (InvalidOperationException fault) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
            figures.Add(new Figure(name, 0, "images", Bar: "complete", Holds: false));
        }
    }

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var only = arguments
            .Text("only", "times,direct,large,stall")
            .Split(',', StringSplitOptions.TrimEntries);
        // In memory, so that no disk of this machine is measured.
        var root = Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/adit-bench-{Environment.ProcessId}")
            : Directory.CreateTempSubdirectory("adit-bench-");
        Environment.SetEnvironmentVariable("TMPDIR", root.FullName);
        List<Figure> figures = [];
        (string Name, Func<Task> Measure)[] sections =
        [
            (
                "times",
                () =>
                    RouteTimes.MeasureAsync(
                        figures,
                        root,
                        arguments.Number("images", 1000),
                        arguments.Number("runs", 5),
                        cancellationToken
                    )
            ),
            (
                "direct",
                () =>
                    DirectMoveTimes.MeasureAsync(
                        figures,
                        root,
                        arguments.Number("direct-images", 10_000),
                        arguments.Number("direct-runs", 3),
                        cancellationToken
                    )
            ),
            ("large", () => LargeObjectMemory.MeasureAsync(figures, root, cancellationToken)),
            (
                "stall",
                () =>
                    StalledDestination.MeasureAsync(
                        figures,
                        root,
                        TimeSpan.FromSeconds(arguments.Number("stall-seconds", 60)),
                        cancellationToken
                    )
            ),
        ];
        try
        {
            foreach (var (name, measure) in sections)
            {
                if (only.Contains(name))
                {
                    await TryAsync(figures, $"routes.{name}", measure, cancellationToken);
                }
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
}
