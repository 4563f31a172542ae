using System.Diagnostics;
using System.Globalization;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Routes;

/// <summary>Other people's programs that do one leg of a route alone, each with the seconds that it took.</summary>
internal static class Programs
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(15);

    /// <summary><c>curl</c> of a whole study by WADO-RS, in the stored transfer syntax, thrown away as it comes.</summary>
    public static Task<double> CurlAsync(
        Uri web,
        string studyInstanceUid,
        CancellationToken cancellationToken
    ) =>
        MeasureAsync(
            "curl",
            [
                "--silent",
                "--show-error",
                "--fail",
                "--output",
                "/dev/null",
                "--header",
                "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                $"{web}/studies/{studyInstanceUid}",
            ],
            cancellationToken
        );

    /// <summary><c>movescu</c>: the source sends a whole study to another server.</summary>
    public static Task<double> MoveAsync(
        int sourcePort,
        string sourceAeTitle,
        string destinationAeTitle,
        string studyInstanceUid,
        CancellationToken cancellationToken
    ) =>
        MeasureAsync(
            "movescu",
            [
                "-S",
                "-aec",
                sourceAeTitle,
                "-aem",
                destinationAeTitle,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                $"StudyInstanceUID={studyInstanceUid}",
                "127.0.0.1",
                Text(sourcePort),
            ],
            cancellationToken
        );

    /// <summary><c>findscu</c> at a level, with one further key that has to be answered.</summary>
    public static Task<double> FindAsync(
        int port,
        string aeTitle,
        string level,
        string studyInstanceUid,
        IEnumerable<string> keys,
        CancellationToken cancellationToken
    ) =>
        MeasureAsync(
            "findscu",
            [
                "-q",
                "-S",
                "-aec",
                aeTitle,
                "-k",
                $"QueryRetrieveLevel={level}",
                "-k",
                $"StudyInstanceUID={studyInstanceUid}",
                .. keys.SelectMany(key => new[] { "-k", key }),
                "127.0.0.1",
                Text(port),
            ],
            cancellationToken
        );

    /// <summary><c>getscu +B</c>: fetches a study into files, as they come off the wire.</summary>
    public static Task<double> GetAsync(
        int port,
        string aeTitle,
        string studyInstanceUid,
        DirectoryInfo folder,
        CancellationToken cancellationToken
    ) =>
        MeasureAsync(
            "getscu",
            [
                "+B",
                "-od",
                folder.FullName,
                "-S",
                "-aec",
                aeTitle,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                $"StudyInstanceUID={studyInstanceUid}",
                "127.0.0.1",
                Text(port),
            ],
            cancellationToken
        );

    /// <summary><c>storescu</c>: sends every file of a folder.</summary>
    public static Task<double> StoreAsync(
        int port,
        string path,
        CancellationToken cancellationToken
    ) => MeasureAsync("storescu", ["+sd", "127.0.0.1", Text(port), path], cancellationToken);

    private static async Task<double> MeasureAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        await using var process = PeerProcess.Start(program, arguments);
        var exitCode = await process.WaitForExitAsync(_deadline, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return exitCode == 0
            ? elapsed
            : throw new InvalidOperationException(
                $"{program} ended with exit code {exitCode}. {process.Output}"
            );
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
