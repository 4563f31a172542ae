using System.Text;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Web.CommandLine;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.CommandLine;

/// <summary>De-identifying files without a server.</summary>
public sealed class DeidCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-deid-");
    private readonly TestStudy _study = new("ZZPAT-CLI") { PatientName = "Zzgeheim^Gerda" };
    private readonly string _series = TestStudy.NewSeries();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DeidentificationKey Key { get; } = new(Secret(1));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Deid_Folder_WritesNewFilesAndNamesWhatItRefused()
    {
        var uids = Enumerable
            .Range(1, 3)
            .Select(number => Put($"zz/in{number}.dcm", number))
            .ToList();
        Put("zz/screen.dcm", 4, study: _study.As(DicomUids.SecondaryCaptureImageStorage));
        var damaged = _study.NewInstance(TestStudy.NewSeries(), 5);
        await WriteAsync("zz/cut.dcm", damaged.File[..^100]);
        await WriteAsync("notes.txt", Encoding.UTF8.GetBytes("no DICOM at all, only a note"));

        var run = await RunAsync("--report", At("report.json"));

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        run.Output.ShouldContain("3 written, 1 refused, 2 damaged or failed.");
        run.Error.ShouldContain("screen.dcm");
        run.Error.ShouldContain("cut.dcm");
        run.Error.ShouldContain("notes.txt");
        run.Error.ShouldNotContain("Zzgeheim", Case.Insensitive);
        Written()
            .Select(Path.GetFileNameWithoutExtension)
            .Order()
            .ShouldBe(uids.Select(Mapped).Order());
        Directory
            .EnumerateFiles(At("out"), "*", SearchOption.AllDirectories)
            .ShouldAllBe(path => path.EndsWith(".dcm", StringComparison.Ordinal));
        Directory
            .EnumerateDirectories(At("out"), "*", SearchOption.AllDirectories)
            .Count()
            .ShouldBe(2, "a study and a series, and none of what was not written");
        foreach (var path in Written())
        {
            path.ShouldContain(Mapped(_study.StudyInstanceUid));
            Encoding
                .Latin1.GetString(await File.ReadAllBytesAsync(path, Cancel))
                .ShouldNotContain("zzgeheim", Case.Insensitive);
            await using var file = await DicomFile.OpenAsync(path, cancellationToken: Cancel);
            file.Dataset.GetString(DicomTag.PatientId)!.Length.ShouldBe(10);
            file.FileMeta.GetUid(DicomTag.MediaStorageSopInstanceUid)
                .ShouldBe(file.Dataset.GetUid(DicomTag.SopInstanceUid));
        }
        var report = JsonNode.Parse(await File.ReadAllTextAsync(At("report.json"), Cancel))!;
        report["Profile"]!.GetValue<string>().ShouldBe("Strict");
        report["Instances"]!.GetValue<int>().ShouldBe(3);
        report["Refusals"]!
            .AsArray()
            .Select(refusal => refusal!["Reason"]!.GetValue<string>())
            .Order()
            .ShouldBe(["Damaged", "SecondaryCapture"]);
    }

    [Fact]
    public async Task Deid_SecondRun_FindsTheSameAndAnotherSecretGivesOthers()
    {
        Put("in/1.dcm", 1);
        var first = await RunAsync();
        var written = Written().ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(written, Cancel);

        var second = await RunAsync();
        await WriteAsync("../other.secret", Secret(2));
        var third = await RunAsync("--secret-file", At("other.secret"));

        (first.ExitCode, second.ExitCode, third.ExitCode).ShouldBe((0, 0, 0), third.Error);
        (await File.ReadAllBytesAsync(written, Cancel)).ShouldBe(bytes);
        Written().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Deid_OnePseudonymAndTwoPatients_SecondIsRefused()
    {
        Put("in/1.dcm", 1);
        Put("in/2.dcm", 2, study: _study with { PatientId = "ZZPAT-OTHER" });

        var run = await RunAsync("--pseudonym", "SUBJ-1");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("1 written, 1 refused");
        await using var file = await DicomFile.OpenAsync(
            Written().ShouldHaveSingleItem(),
            cancellationToken: Cancel
        );
        file.Dataset.GetString(DicomTag.PatientId).ShouldBe("SUBJ-1");
    }

    [Fact]
    public async Task Deid_ProfileFromFile_DoesWhatItSays()
    {
        Put("in/1.dcm", 1);
        await WriteAsync(
            "../profile.json",
            """{ "Name": "Own", "Version": 7, "Options": { "RetainUids": true } }"""u8.ToArray()
        );

        var run = await RunAsync("--profile", At("profile.json"), "--report", At("report.json"));

        run.ExitCode.ShouldBe(0, run.Error);
        Written().ShouldHaveSingleItem().ShouldContain(_study.StudyInstanceUid);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(At("report.json"), Cancel))!;
        report["ProfileVersion"]!.GetValue<int>().ShouldBe(7);
    }

    [Theory]
    [InlineData("--profile", "Nobody's", "shipped profile")]
    [InlineData("--profile", "mistyped.json", "RetainUid")]
    [InlineData("--secret-file", "nothing.here", "/dev/urandom")]
    [InlineData("--secret-file", "short.secret", "32")]
    [InlineData("--pseudonym", "a\\b", "characters")]
    [InlineData("out", "in/below", "lies in the one that is read")]
    public async Task Deid_WrongUsage_SaysWhatAndEndsWith2(string option, string value, string says)
    {
        Put("in/1.dcm", 1);
        await WriteAsync("../short.secret", new byte[31]);
        await WriteAsync(
            "../mistyped.json",
            """{ "Name": "Own", "Version": 7, "Options": { "RetainUid": true } }"""u8.ToArray()
        );
        if (option != "--pseudonym" && value != "Nobody's")
        {
            value = At(value);
        }

        var run = option == "out" ? await RunToAsync(value) : await RunAsync(option, value);

        run.ExitCode.ShouldBe(2, run.Output + run.Error);
        run.Error.ShouldContain(says);
        Directory.Exists(At("out")).ShouldBeFalse();
    }

    private sealed record Run(int ExitCode, string Output, string Error);

    private Task<Run> RunAsync(params string[] options) => RunToAsync(At("out"), options);

    private async Task<Run> RunToAsync(string target, params string[] options)
    {
        await WriteAsync("../secret", Secret(1));
        List<string> args = ["dicom", "deid", At("in"), target, .. options];
        if (!options.Contains("--profile"))
        {
            args.AddRange(["--profile", "strict"]);
        }
        if (!options.Contains("--secret-file"))
        {
            args.AddRange(["--secret-file", At("secret")]);
        }
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await AditCommandLine.RunAsync(
            [.. args],
            new AditCommands { Serve = (_, _) => Task.FromResult(0) },
            output,
            error,
            Cancel
        );
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    private string Put(string path, int number, TestStudy? study = null)
    {
        var (uid, file) = (study ?? _study).NewInstance(_series, number);
        var target = Path.Combine(At("in"), path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, file);
        return uid;
    }

    private async Task WriteAsync(string path, byte[] bytes)
    {
        var target = Path.Combine(At("in"), path);
        Directory.CreateDirectory(At("in"));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await File.WriteAllBytesAsync(target, bytes, Cancel);
    }

    private IEnumerable<string> Written() =>
        Directory.EnumerateFiles(At("out"), "*.dcm", SearchOption.AllDirectories);

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private static string Mapped(string uid) => Key.MapUid(new DicomUid(uid)).Value;

    private static byte[] Secret(byte fill)
    {
        var secret = new byte[DeidentificationKey.MinLength];
        Array.Fill(secret, fill);
        return secret;
    }
}
