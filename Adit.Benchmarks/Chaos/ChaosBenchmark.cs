using System.Globalization;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// Transfers on every route while the program is killed and its peers fail, by a plan that its seed gives again. At the end every
/// image has to be accounted for.
/// </summary>
internal static class ChaosBenchmark
{
    private const int ShownLines = 40;

    /// <param name="arguments">MINUTES, and <c>--seed N</c> to repeat a plan, <c>--keep</c> to keep the folder of the run.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (
            arguments.Length == 0
            || !double.TryParse(arguments[0], CultureInfo.InvariantCulture, out var minutes)
            || minutes is < 0.2 or > 1440
        )
        {
            await Console.Error.WriteLineAsync(
                "Give the minutes that it shall last: ./dev chaos 2 [--seed N] [--keep]"
            );
            return 2;
        }
        var options = new Arguments(arguments);
        var seed = options.Number("seed", Environment.TickCount & 0xFFFFFF);
        var root = Directory.CreateTempSubdirectory("adit-chaos-");
        await Console.Error.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}: ./dev chaos {minutes} --seed {seed} makes the same plan"
            )
        );
        try
        {
            await using var run = new ChaosRun(seed, TimeSpan.FromMinutes(minutes), root);
            await run.ExecuteAsync(cancellationToken);
            await ReportAsync(run, seed, cancellationToken);
            return run.Account.Unaccounted == 0 ? 0 : 1;
        }
        finally
        {
            if (!options.Has("keep"))
            {
                root.Delete(recursive: true);
            }
        }
    }

    private static async Task ReportAsync(
        ChaosRun run,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var account = run.Account;
        foreach (var violation in account.Violations.Take(ShownLines))
        {
            Console.WriteLine($"VIOLATION {violation}");
        }
        foreach (var task in account.Suspicious.Take(3))
        {
            Console.WriteLine($"log of task {task}:");
            foreach (var line in (await run.Office.LogAsync(task, cancellationToken)).TakeLast(60))
            {
                Console.WriteLine($"  {line.At:HH:mm:ss.fff} {line.Level} {line.Text}");
            }
        }
        foreach (var (reason, count) in account.Reasons.OrderByDescending(r => r.Value))
        {
            Console.WriteLine($"reason {count} × {reason}");
        }
        foreach (var image in account.Unconfirmed.Take(ShownLines))
        {
            Console.WriteLine($"unconfirmed {image}");
        }
        foreach (var (route, images) in account.RoutesTaken.OrderBy(r => r.Key))
        {
            Console.WriteLine($"route {route}: {images} images stored");
        }
        var jobs = await run.Office.JobsAsync(cancellationToken);
        foreach (var group in jobs.GroupBy(job => job.Status).OrderBy(group => group.Key))
        {
            Console.WriteLine($"jobs_{group.Key} {group.Count()}".ToLowerInvariant());
        }
        (string Name, int Value)[] counts =
        [
            ("seed", seed),
            ("kills", run.Adit.Kills),
            ("restarts", run.Adit.Restarts),
            ("peer_faults", run.PeerFaults),
            ("jobs", jobs.Count),
            ("images", account.Images),
            ("stored", account.Stored),
            ("failed_with_reason", account.FailedWithReason),
            ("never_listed", account.NeverListed),
            ("unconfirmed", account.Unconfirmed.Count),
            ("unaccounted", account.Unaccounted),
        ];
        foreach (var (name, value) in counts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
        }
    }
}
