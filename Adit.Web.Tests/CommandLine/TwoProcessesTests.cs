using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.CommandLine;

/// <summary>Two runs of the program, far apart in place, language and time: the same files and the same secret give the same bytes.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-two-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Deid_InTwoProcesses_GivesTheSameFilesAndBytes()
    {
        var number = 0;
        foreach (var original in SyntheticArchive.All.Where(o => o.Patient.Number < 3))
        {
            // The second run meets the files in another order.
            await WriteAsync("here", $"{number:D4}.dcm", original);
            await WriteAsync("there", $"{9999 - number:D4}.dcm", original);
            number++;
        }
        await File.WriteAllBytesAsync(
            At("secret"),
            [.. Enumerable.Range(3, DeidentificationKey.MinLength).Select(i => (byte)i)],
            Cancel
        );

        var here = RunAsync("here", "Pacific/Kiritimati", "de_DE.UTF-8", null);
        // Another day, where a program that pretends it is installed.
        var there = RunAsync("there", "America/Anchorage", "C", "2031-12-31 23:59:50");
        (await here).ShouldBe(await there);

        var first = await FilesAsync("out-here");
        var second = await FilesAsync("out-there");
        first.Count.ShouldBeGreaterThan(30);
        second.Keys.Order().ShouldBe(first.Keys.Order());
        foreach (var (name, bytes) in first)
        {
            second[name].AsSpan().SequenceEqual(bytes).ShouldBeTrue(name);
        }
    }

    private async Task WriteAsync(string folder, string name, SyntheticObject original)
    {
        Directory.CreateDirectory(At(folder));
        await DicomFile.SaveAsync(
            Path.Combine(At(folder), name),
            original.Dataset,
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: Cancel
        );
    }

    private async Task<int> RunAsync(string folder, string zone, string language, string? day)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.FullName;
        string[] command =
        [
            "dotnet",
            Path.Combine(root, "Adit.Web", "bin", output.Parent.Name, output.Name, "adit.dll"),
            "dicom",
            "deid",
            At(folder),
            At($"out-{folder}"),
            "--profile",
            ShippedProfiles.ResearchWithShiftedDates.Name,
            "--secret-file",
            At("secret"),
        ];
        if (day is not null && File.Exists("/usr/bin/faketime"))
        {
            command = ["/usr/bin/faketime", day, .. command];
        }
        await using var process = PeerProcess.Start(
            command[0],
            command[1..],
            new Dictionary<string, string> { ["TZ"] = zone, ["LANG"] = language }
        );
        var exitCode = await process.WaitForExitAsync(Deadline, Cancel);
        // Reports, secondary captures and the like are refused by the profile; nothing else may go wrong.
        process.Output.ShouldContain(", 0 damaged or failed", customMessage: process.Output);
        return exitCode;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync(string folder)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var path in Directory.EnumerateFiles(At(folder), "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(At(folder), path)] = await File.ReadAllBytesAsync(
                path,
                Cancel
            );
        }
        return files;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
