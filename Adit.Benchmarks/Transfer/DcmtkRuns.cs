using System.Diagnostics;
using System.Globalization;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Transfer;

/// <summary>What DCMTK's programs take for the same study.</summary>
internal static class DcmtkRuns
{
    /// <summary><c>getscu +B</c>: only fetches, into files in memory, as they come off the wire.</summary>
    public static async Task<double> GetToFilesAsync(
        DirectoryInfo root,
        DicomPeer source,
        CtStudy study,
        CancellationToken cancellationToken
    )
    {
        var folder = root.CreateSubdirectory("getscu");
        var time = await MeasureAsync(
            "getscu",
            GetArguments(source, study, "+B", "-od", folder.FullName),
            cancellationToken
        );
        var files = folder.GetFiles().Length;
        folder.Delete(recursive: true);
        return files == study.Images
            ? time
            : throw new InvalidOperationException(
                $"getscu wrote {files} of {study.Images} images."
            );
    }

    /// <summary><c>getscu --ignore</c>: only fetches, and throws away.</summary>
    public static Task<double> GetAndIgnoreAsync(
        DicomPeer source,
        CtStudy study,
        CancellationToken cancellationToken
    ) => MeasureAsync("getscu", GetArguments(source, study, "--ignore"), cancellationToken);

    /// <summary>The forerunner's order of work: first everything onto a disk, here in memory, then from there.</summary>
    public static async Task<double> FetchThenSendAsync(
        DirectoryInfo root,
        DicomPeer source,
        int destinationPort,
        CtStudy study,
        CancellationToken cancellationToken
    )
    {
        var folder = root.CreateSubdirectory("in-turn");
        var fetch = await MeasureAsync(
            "getscu",
            GetArguments(source, study, "+B", "-od", folder.FullName),
            cancellationToken
        );
        var send = await MeasureAsync(
            "storescu",
            [
                "+sd",
                "-aec",
                StoreScp.AeTitle,
                "127.0.0.1",
                destinationPort.ToString(CultureInfo.InvariantCulture),
                folder.FullName,
            ],
            cancellationToken
        );
        folder.Delete(recursive: true);
        return fetch + send;
    }

    private static string[] GetArguments(
        DicomPeer source,
        CtStudy study,
        params string[] options
    ) =>
        [
            .. options,
            "-S",
            "-aec",
            source.CalledAeTitle,
            "-k",
            "QueryRetrieveLevel=STUDY",
            "-k",
            $"StudyInstanceUID={study.StudyInstanceUid}",
            source.Host,
            source.Port.ToString(CultureInfo.InvariantCulture),
        ];

    private static async Task<double> MeasureAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        await using var process = PeerProcess.Start(program, arguments);
        var exitCode = await process.WaitForExitAsync(TimeSpan.FromMinutes(10), cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return exitCode == 0
            ? elapsed
            : throw new InvalidOperationException(
                $"{program} ended with exit code {exitCode}. {process.Output}"
            );
    }
}
