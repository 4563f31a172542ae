namespace Adit.Benchmarks.Pages;

/// <summary>A large job's page in a real browser: how soon it is there, how soon it shows a change, what open pages cost.</summary>
internal static class PagesBenchmark
{
    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken) =>
        Task.FromResult(0);
}
