using System.Diagnostics;

namespace Adit.Benchmarks;

/// <summary>How much of one core a process uses over a while, from the times that the kernel keeps of it.</summary>
internal static class ProcessorShare
{
    public static async Task<double> PercentOfCoreAsync(
        int processId,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        using var process = Process.GetProcessById(processId);
        var before = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(duration, cancellationToken);
        process.Refresh();
        var used = process.TotalProcessorTime - before;
        return 100 * (used / Stopwatch.GetElapsedTime(started));
    }
}
