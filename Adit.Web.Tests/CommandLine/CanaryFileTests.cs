using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Adit.Web.CommandLine;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.CommandLine;

/// <summary>A whole file with markers in its preamble, its file meta information and its data set, through the command line.</summary>
public sealed class CanaryFileTests : IDisposable
{
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    private const string Pseudonym = "FILE-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-canary-");

    private static byte[] Secret { get; } =
    [.. Enumerable.Range(11, DeidentificationKey.MinLength).Select(i => (byte)i)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Profiles => new(ShippedProfiles.All.Select(p => p.Name));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Deid_FileFullOfMarkers_LeavesNoneThatMustGo(string profileName)
    {
        var canaries = new CanaryObject(CtImageStorage);
        var maker = new MarkerMaker(after: 500_000);
        var input = Path.Combine(_folder.FullName, $"{maker.Word("file name")}.dcm");
        await File.WriteAllBytesAsync(input, MakeFile(canaries, maker), Cancel);
        await File.WriteAllBytesAsync(At("secret"), Secret, Cancel);
        // A key under which no moved date meets another's original one.
        var key = new DeidentificationKey(Secret);
        var patient = Enumerable
            .Range(0, 1000)
            .Select(number => $"patient {number}")
            .First(patient => key.ShiftDays(patient) > canaries.Days);
        using var output = new StringWriter();

        var exitCode = await AditCommandLine.RunAsync(
            [
                "dicom",
                "deid",
                input,
                At("out"),
                "--profile",
                profileName,
                "--secret-file",
                At("secret"),
                "--pseudonym",
                Pseudonym,
                "--patient-key",
                patient,
                "--report",
                At("report.json"),
            ],
            Commands,
            output,
            output,
            Cancel
        );

        exitCode.ShouldBe(0, output.ToString());
        var path = Directory
            .EnumerateFiles(At("out"), "*", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        var judge = new CanaryJudge(
            new Oracle(
                ShippedProfiles.All.Single(p => p.Name == profileName).Options,
                CtImageStorage,
                isKnown: true
            ),
            Secret,
            Pseudonym,
            key.ShiftDays(patient),
            withoutVrs: false
        );
        // The profile lists no private attribute of its own as safe.
        judge.Judge(
            canaries.TopLevel.Where(c => !c.IsSafe || !c.Tag.IsPrivate),
            DicomFile.Parse(bytes).Dataset
        );
        judge
            .Failures.Where(failure => !failure.Contains("(0021,", StringComparison.Ordinal))
            .ToList()
            .ShouldBeNone();
        Marker[] all = [.. maker.All, Canary.NameMarker];
        Search([.. judge.MustGo, .. all], bytes);
        Search(
            [.. canaries.Markers, .. all],
            [
                .. System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(_folder.FullName, path)),
                .. await File.ReadAllBytesAsync(At("report.json"), Cancel),
            ]
        );
        bytes.AsSpan(0, 128).IndexOfAnyExcept((byte)0).ShouldBe(-1, "the preamble");
    }

    private static AditCommands Commands
    {
        get
        {
            Func<string[], CancellationToken, Task<int>> unused = (_, _) =>
                throw new InvalidOperationException("Another command was asked for.");
            return new AditCommands
            {
                Serve = unused,
                Migrate = unused,
                CreateAdmin = (_, host, token) => unused(host, token),
            };
        }
    }

    private static byte[] MakeFile(CanaryObject canaries, MarkerMaker maker)
    {
        var dataset = canaries.ToDataset();
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var meta = DicomFile.CreateFileMeta(
            new DicomUid(CtImageStorage),
            dataset.GetUid(DicomTag.SopInstanceUid)!.Value,
            syntax,
            maker.Word("source AE title").ToUpperInvariant()
        );
        meta.Set(new DicomTag(0x0002, 0x0013), DicomVr.SH, maker.Word("version name"));
        meta.Set(new DicomTag(0x0002, 0x0017), DicomVr.AE, maker.Word("sending AE title"));
        meta.Set(new DicomTag(0x0002, 0x0100), DicomVr.UI, maker.Uid("private creator"));
        meta.Set(
            new DicomTag(0x0002, 0x0102),
            DicomVr.OB,
            System.Text.Encoding.ASCII.GetBytes(maker.Word("private information"))
        );
        var prologue = DicomFile.EncodePrologue(meta);
        System.Text.Encoding.ASCII.GetBytes(maker.Word("preamble")).CopyTo(prologue, 40);
        return [.. prologue, .. DicomSerializer.Encode(dataset, syntax)];
    }

    private static void Search(IReadOnlyList<Marker> markers, byte[] bytes) =>
        new MarkerScan(markers)
            .Find(bytes)
            .Select(marker => $"{marker.Text} of {marker.Origin}")
            .ToList()
            .ShouldBeNone();

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
