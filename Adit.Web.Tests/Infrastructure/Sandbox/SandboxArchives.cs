using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Peers;
using Adit.Infrastructure.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox;

/// <summary>Both archives on free ports, with DCMTK's programs as their callers.</summary>
public sealed class SandboxArchives : IAsyncDisposable
{
    public const string Receiver = "RECEIVER";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly SandboxServers servers;
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("adit-sandbox-");

    public SandboxArchives()
        : this(capacityMegabytes: 512) { }

    internal SandboxArchives(int capacityMegabytes)
    {
        ReceiverPort = PeerProcess.FreePort();
        servers = new SandboxServers(
            Options.Create(
                new SandboxOptions
                {
                    CapacityMegabytes = capacityMegabytes,
                    MoveDestinations = new Dictionary<string, string>
                    {
                        [Receiver] = string.Create(
                            CultureInfo.InvariantCulture,
                            $"127.0.0.1:{ReceiverPort}"
                        ),
                    },
                }
            ),
            _ => null,
            NullLoggerFactory.Instance
        );
        servers.Start();
    }

    /// <summary>The port that a C-MOVE to <see cref="Receiver"/> calls.</summary>
    public int ReceiverPort { get; }

    internal SandboxServers Servers => servers;

    public string NewFolder() => root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>Runs one of DCMTK's programs against an archive and returns its exit code and output.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string program,
        string aeTitle,
        IEnumerable<string> options,
        IEnumerable<string>? files = null
    )
    {
        await using var process = PeerProcess.Start(
            program,
            [
                "--aetitle",
                "TESTER",
                "--call",
                aeTitle,
                .. options,
                "127.0.0.1",
                servers.Ports[aeTitle].ToString(CultureInfo.InvariantCulture),
                .. files ?? [],
            ]
        );
        var exitCode = await process.WaitForExitAsync(
            Deadline,
            TestContext.Current.CancellationToken
        );
        return (exitCode, process.Output);
    }

    /// <summary>A query by findscu; the model is -S (study root) or -P (patient root), keys are as on its command line.</summary>
    public async Task<IReadOnlyList<DicomDataset>> FindAsync(
        string aeTitle,
        string model,
        params string[] keys
    )
    {
        var folder = NewFolder();
        var (exitCode, output) = await RunAsync(
            "findscu",
            aeTitle,
            [model, "-X", "-od", folder, .. keys.SelectMany(key => (string[])["-k", key])]
        );
        exitCode.ShouldBe(0, output);
        output.ShouldNotContain("E: ");
        return await ReadAsync(folder, "rsp*.dcm");
    }

    /// <summary>Gets what the keys name by getscu into a folder.</summary>
    public async Task<string> GetAsync(string aeTitle, string model, params string[] keys)
    {
        var folder = NewFolder();
        var (exitCode, output) = await RunAsync(
            "getscu",
            aeTitle,
            [model, "+B", "-od", folder, .. keys.SelectMany(key => (string[])["-k", key])]
        );
        exitCode.ShouldBe(0, output);
        return folder;
    }

    public static async Task<IReadOnlyList<DicomDataset>> ReadAsync(
        string folder,
        string pattern = "*"
    )
    {
        var datasets = new List<DicomDataset>();
        foreach (
            var path in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)
        )
        {
            var file = await DicomFile.ReadAllAsync(
                path,
                cancellationToken: TestContext.Current.CancellationToken
            );
            datasets.Add(file.Dataset);
        }
        return datasets;
    }

    public async ValueTask DisposeAsync()
    {
        await servers.DisposeAsync();
        root.Delete(recursive: true);
    }
}
