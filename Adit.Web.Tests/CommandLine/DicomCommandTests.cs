using System.Globalization;
using System.Text.Json.Nodes;
using Adit.Dicom.Tests.Peers;
using Adit.Web.CommandLine;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.CommandLine;

/// <summary>The commands of the executable, in process, against DCMTK.</summary>
public sealed class DicomCommandTests : IDisposable
{
    private readonly SyntheticCt _ct = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-cli-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed record Run(int ExitCode, string Output, string Error)
    {
        public JsonNode[] Json =>
            [
                .. Output
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonNode.Parse(line)!),
            ];
    }

    private static async Task<Run> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Func<string[], CancellationToken, Task<int>> Echoing(string name) =>
            async (host, _) =>
            {
                await output.WriteAsync($"{name} {string.Join(' ', host)}");
                return 0;
            };
        var commands = new AditCommands
        {
            Serve = Echoing("serve"),
            Migrate = Echoing("migrate"),
            CreateAdmin = (name, host, token) => Echoing("create-admin")([name, .. host], token),
        };
        var exitCode = await AditCommandLine.RunAsync(args, commands, output, error, Cancellation);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    private Task<DcmQrScp> StartArchiveAsync(params (string AeTitle, int Port)[] destinations) =>
        DcmQrScp.StartAsync(
            "QRSCP",
            Enumerable.Range(1, 5).Select(_ct.File),
            destinations.ToDictionary(
                destination => destination.AeTitle,
                destination => destination.Port
            ),
            Cancellation
        );

    private static string At(string title, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{title}@127.0.0.1:{port}");

    private void WriteImages(int count)
    {
        foreach (var number in Enumerable.Range(1, count))
        {
            File.WriteAllBytes(Path.Combine(_folder.FullName, $"{number}.dcm"), _ct.File(number));
        }
    }

    [Theory]
    [InlineData("serve ", new string[0])]
    [InlineData("serve --urls http://127.0.0.1:1", new[] { "--urls", "http://127.0.0.1:1" })]
    [InlineData("serve --urls=x", new[] { "serve", "--urls=x" })]
    [InlineData(
        "migrate --Database:Provider=Sqlite",
        new[] { "migrate", "--Database:Provider=Sqlite" }
    )]
    [InlineData("create-admin anna --x=y", new[] { "create-admin", "anna", "--x=y" })]
    public async Task Run_HostCommand_HandsItsArgumentsOn(string expected, string[] args) =>
        (await RunAsync(args)).Output.ShouldBe(expected);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("create-admin")]
    [InlineData("dicom", "echo")]
    [InlineData("dicom", "echo", "no-peer")]
    [InlineData("dicom", "echo", "PACS@host:0")]
    [InlineData("dicom", "echo", "A-TITLE-THAT-IS-TOO-LONG@host:104")]
    [InlineData("dicom", "echo", "PACS@host:104", "--timeout", "0")]
    [InlineData("dicom", "find", "PACS@host:104", "-k", "NoSuchKeyword=1")]
    [InlineData("dicom", "find", "PACS@host:104", "--level", "WORLD")]
    [InlineData("dicom", "move", "PACS@host:104")]
    [InlineData("dicom", "store", "PACS@host:104", "/no/such/file")]
    [InlineData("dicom", "dump", "/no/such/file")]
    [InlineData("dicom", "serve", "--port", "70000")]
    public async Task Run_WrongUsage_SaysSoAndGives2(params string[] args)
    {
        var run = await RunAsync(args);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("serve", "--help")]
    [InlineData("dicom", "--help")]
    [InlineData("dicom", "store", "--help")]
    public async Task Run_Help_ShowsUsage(params string[] args)
    {
        var run = await RunAsync(args);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Echo_Archive_Gives0()
    {
        await using var archive = await StartArchiveAsync();

        var run = await RunAsync("dicom", "echo", At("QRSCP", archive.Port), "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.ShouldHaveSingleItem()["milliseconds"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Echo_NobodyListens_Gives1AndSaysWhy()
    {
        var run = await RunAsync("dicom", "echo", At("PACS", PeerProcess.FreePort()));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Find_ByPatient_GivesTheStudy()
    {
        await using var archive = await StartArchiveAsync();
        string[] find =
        [
            "dicom",
            "find",
            At("QRSCP", archive.Port),
            "-k",
            $"PatientID={_ct.PatientId}",
        ];

        var text = await RunAsync(find);
        var json = await RunAsync([.. find, "--json"]);
        var none = await RunAsync(
            "dicom",
            "find",
            At("QRSCP", archive.Port),
            "-k",
            "0010,0020=NOBODY"
        );

        text.Output.ShouldContain($"StudyInstanceUID={_ct.StudyInstanceUid}");
        json.Json.ShouldHaveSingleItem()["PatientName"]!.GetValue<string>().ShouldBe("Phantom^Ct");
        none.ShouldBe(new Run(0, "", ""));
    }

    [Fact]
    public async Task Find_Limit_StopsThere()
    {
        await using var archive = await StartArchiveAsync();

        var run = await RunAsync(
            "dicom",
            "find",
            At("QRSCP", archive.Port),
            "--level",
            "IMAGE",
            "--limit",
            "2",
            "-k",
            $"StudyInstanceUID={_ct.StudyInstanceUid}",
            "-k",
            $"SeriesInstanceUID={_ct.SeriesInstanceUid}",
            "--json"
        );

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Get_Study_WritesFilesThatDcmtkReads()
    {
        await using var archive = await StartArchiveAsync();

        var run = await RunAsync(
            "dicom",
            "get",
            At("QRSCP", archive.Port),
            "-k",
            $"StudyInstanceUID={_ct.StudyInstanceUid}",
            "-o",
            _folder.FullName,
            "--json"
        );

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json[^1]["completed"]!.GetValue<int>().ShouldBe(5);
        _folder.GetFiles("*.dcm").Length.ShouldBe(5);
        var dump = await Dcmtk.RunAsync(
            "dcmdump",
            [Path.Combine(_folder.FullName, $"{_ct.SopInstanceUid(2)}.dcm")],
            Cancellation
        );
        dump.ExitCode.ShouldBe(0, dump.Output);
        dump.Output.ShouldContain(_ct.PatientName);
    }

    [Fact]
    public async Task Move_ToStoreScp_Arrives()
    {
        await using var destination = await StoreScp.StartAsync([], Cancellation);
        await using var archive = await StartArchiveAsync(("DEST", destination.Port));
        string[] move =
        [
            "dicom",
            "move",
            At("QRSCP", archive.Port),
            "-k",
            $"StudyInstanceUID={_ct.StudyInstanceUid}",
        ];

        var run = await RunAsync([.. move, "--to", "DEST"]);
        var unknown = await RunAsync([.. move, "--to", "NOBODY"]);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("5 completed");
        destination.Files.Count.ShouldBe(5);
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("A801");
    }

    [Fact]
    public async Task Store_Folder_ArrivesAndOtherFilesAreNamed()
    {
        await using var scp = await StoreScp.StartAsync([], Cancellation);
        WriteImages(3);
        string[] store = ["dicom", "store", At("ANY", scp.Port), _folder.FullName, "--json"];

        var run = await RunAsync(store);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "readme.txt"),
            "no image",
            Cancellation
        );
        var mixed = await RunAsync(store);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json[^1]["stored"]!.GetValue<int>().ShouldBe(3);
        scp.Files.Count.ShouldBe(3);
        mixed.ExitCode.ShouldBe(1);
        mixed.Error.ShouldContain("readme.txt");
        mixed.Json[^1]["stored"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Dump_File_ShowsElements()
    {
        WriteImages(1);
        var path = Path.Combine(_folder.FullName, "1.dcm");

        var text = await RunAsync("dicom", "dump", path);
        var json = await RunAsync("dicom", "dump", path, "--json");

        text.ExitCode.ShouldBe(0, text.Error);
        text.Output.ShouldContain("PatientName");
        text.Output.ShouldContain("PixelData");
        json.Json.Single(line => line["keyword"]!.GetValue<string>() == "PatientID")["value"]!
            .GetValue<string>()
            .ShouldBe(_ct.PatientId);
    }

    [Fact]
    public async Task Dump_NoDicomFile_Gives1()
    {
        var path = Path.Combine(_folder.FullName, "text.dcm");
        await File.WriteAllTextAsync(path, "this is only a text and no image", Cancellation);

        (await RunAsync("dicom", "dump", path)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Serve_InTheExecutable_WritesWhatStoreScuSends()
    {
        WriteImages(2);
        var received = Path.Combine(_folder.FullName, "received");
        await using var adit = PeerProcess.Start(
            "dotnet",
            [
                typeof(AditCommandLine).Assembly.Location,
                "dicom",
                "serve",
                "--port",
                "0",
                "-o",
                received,
                "--json",
            ]
        );
        var line = await adit.WaitForOutputAsync(
            "\"listening\"",
            TimeSpan.FromSeconds(30),
            Cancellation
        );
        var port = JsonNode.Parse(line)!["listening"]!.ToString();

        var store = await Dcmtk.RunAsync(
            "storescu",
            [
                "-R",
                "-aec",
                "ADIT",
                "127.0.0.1",
                port,
                _folder.FullName + "/1.dcm",
                _folder.FullName + "/2.dcm",
            ],
            Cancellation
        );

        store.ExitCode.ShouldBe(0, store.Output);
        await adit.WaitForOutputAsync(
            _ct.SopInstanceUid(2),
            TimeSpan.FromSeconds(10),
            Cancellation
        );
        var dump = await Dcmtk.RunAsync(
            "dcmdump",
            [Path.Combine(received, $"{_ct.SopInstanceUid(2)}.dcm")],
            Cancellation
        );
        dump.ExitCode.ShouldBe(0, dump.Output);
    }
}
