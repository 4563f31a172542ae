using System.Globalization;
using Adit.Dicom.Tests.Peers;
using TextEncoding = System.Text.Encoding;

namespace Adit.Benchmarks.Chaos;

/// <summary>Processes as the kernel of Linux lists them.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    /// <summary>Sends a signal (TERM, STOP, CONT) to a process and to everything that it has started.</summary>
    public static async Task SignalAsync(
        int processId,
        string signal,
        CancellationToken cancellationToken
    )
    {
        var processes = string.Join(' ', [processId, .. DescendantsOf(processId)]);
        await using var shell = PeerProcess.Start("sh", ["-c", $"kill -{signal} {processes}"]);
        // Not its exit code: one of the children may have ended in the meantime.
        await shell.WaitForExitAsync(_deadline, cancellationToken);
    }

    public static IReadOnlyList<int> DescendantsOf(int processId)
    {
        var parents = All().ToDictionary(id => id, ParentOf);
        List<int> found = [processId];
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(parents.Where(p => p.Value == found[index]).Select(p => p.Key));
        }
        return found[1..];
    }

    /// <summary>Processes that were started, over however many generations, with this in their environment.</summary>
    public static IReadOnlyList<int> WithEnvironment(string entry)
    {
        var wanted = TextEncoding.UTF8.GetBytes(entry + '\0');
        return
        [
            .. All()
                .Where(id =>
                    Read($"/proc/{id}/environ") is { } environment
                    && environment.AsSpan().IndexOf(wanted) >= 0
                ),
        ];
    }

    private static IEnumerable<int> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static int ParentOf(int processId)
    {
        if (Read($"/proc/{processId}/stat") is not { } stat)
        {
            return 0;
        }
        // pid (name, which may hold anything) state parent …
        var text = TextEncoding.UTF8.GetString(stat);
        return int.Parse(
            text[(text.LastIndexOf(')') + 2)..].Split(' ')[1],
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>Null when the process has gone or belongs to somebody else.</summary>
    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
