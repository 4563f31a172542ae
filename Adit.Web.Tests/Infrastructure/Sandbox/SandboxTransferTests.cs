using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Tests.Peers;
using Adit.Infrastructure.Sandbox;
using Adit.Infrastructure.Sandbox.Synthesis;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox;

/// <summary>Getting, moving and storing as DCMTK does.</summary>
public sealed class SandboxTransferTests(SandboxArchives archives) : IClassFixture<SandboxArchives>
{
    private const string Filled = "SANDBOX1";
    private const string Empty = "SANDBOX2";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly SyntheticStudy Small = SyntheticHospital.Studies.Single(study =>
        study.Patient.Id == "SBX-9001" && study.Series.Count == 2
    );

    [Fact]
    public async Task Get_EveryStudy_YieldsObjectsThatDcmtkReads()
    {
        foreach (
            var study in SyntheticHospital.Studies.Where(study => study.Instances().Count() < 200)
        )
        {
            var folder = await archives.GetAsync(
                Filled,
                "-S",
                "QueryRetrieveLevel=STUDY",
                "StudyInstanceUID=" + study.Uid
            );

            var read = await DumpUidsAsync(folder);
            read.Order(StringComparer.Ordinal).ShouldBe(Uids(study.Instances()), study.Description);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Get_SeriesOfTheBiggestStudy_YieldsAllSlices()
    {
        var study = SyntheticHospital.Studies.MaxBy(candidate => candidate.Instances().Count())!;
        study.Series[0].Count.ShouldBeGreaterThanOrEqualTo(200);

        var folder = await archives.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=SERIES",
            "StudyInstanceUID=" + study.Uid,
            "SeriesInstanceUID=" + study.SeriesUid(1)
        );

        (await DumpUidsAsync(folder)).Count.ShouldBe(study.Series[0].Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Get_PatientOrImages_YieldsWhatIsNamed()
    {
        var patient = await archives.GetAsync(
            Filled,
            "-P",
            "QueryRetrieveLevel=PATIENT",
            "PatientID=SBX-9001"
        );
        var images = await archives.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=IMAGE",
            "StudyInstanceUID=" + Small.Uid,
            "SeriesInstanceUID=" + Small.SeriesUid(1),
            $@"SOPInstanceUID={Small.InstanceUid(1, 1)}\{Small.InstanceUid(1, 3)}"
        );

        Directory.GetFiles(patient).Length.ShouldBe(12);
        (await SandboxArchives.ReadAsync(images))
            .Select(dataset => dataset.GetInt32(DicomTag.InstanceNumber))
            .Order()
            .ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Get_Objects_HoldTheTextsOfTheirCharacterSets()
    {
        var study = SyntheticHospital.Studies.First(candidate =>
            candidate.Patient.Id == "SBX-2001" && candidate.Series.OfType<ReportSeries>().Any()
        );
        var folder = await archives.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=SERIES",
            "StudyInstanceUID=" + study.Uid,
            "SeriesInstanceUID=" + study.SeriesUid(study.Series.Count)
        );

        // dsrdump converts to UTF-8 and refuses reports that are not well formed.
        await using var dump = PeerProcess.Start(
            "dsrdump",
            ["+U8", Directory.GetFiles(folder).ShouldHaveSingleItem()]
        );
        var exitCode = await dump.WaitForExitAsync(Deadline, TestContext.Current.CancellationToken);

        exitCode.ShouldBe(0, dump.Output);
        dump.Output.ShouldContain("Εστιακή βλάβη");
        dump.Output.ShouldContain("Παπαδοπούλου");
    }

    [Fact]
    public async Task Move_StudyToTheOtherArchive_IsThereAfterwards()
    {
        var study = SyntheticHospital.Studies.First(candidate =>
            candidate.Series.OfType<UltrasoundSeries>().Any()
        );
        var (exitCode, output) = await archives.RunAsync(
            "movescu",
            Filled,
            [
                "-S",
                "-aem",
                Empty,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + study.Uid,
            ]
        );

        exitCode.ShouldBe(0, output);
        var answers = await archives.FindAsync(
            Empty,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + study.Uid,
            "NumberOfStudyRelatedInstances"
        );
        answers
            .ShouldHaveSingleItem()
            .GetInt32(DicomTag.NumberOfStudyRelatedInstances)
            .ShouldBe(study.Instances().Count());
    }

    [Fact]
    public async Task Move_ToAConfiguredReceiver_ArrivesThere()
    {
        var folder = archives.NewFolder();
        var (exitCode, output) = await archives.RunAsync(
            "movescu",
            Filled,
            [
                "-S",
                "-aem",
                SandboxArchives.Receiver,
                "+P",
                archives.ReceiverPort.ToString(CultureInfo.InvariantCulture),
                "-od",
                folder,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + Small.Uid,
            ]
        );

        exitCode.ShouldBe(0, output);
        (await DumpUidsAsync(folder))
            .Order(StringComparer.Ordinal)
            .ShouldBe(Uids(Small.Instances()));
    }

    [Fact]
    public async Task Move_ToAnUnknownAeTitle_IsRefused()
    {
        var (_, output) = await archives.RunAsync(
            "movescu",
            Filled,
            [
                "-v",
                "-S",
                "-aem",
                "NOBODY",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + Small.Uid,
            ]
        );

        output.ShouldContain("MoveDestinationUnknown");
    }

    [Fact]
    public async Task Store_Twice_KeepsEachObjectOnceAndUnchanged()
    {
        var sent = await archives.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + Small.Uid
        );
        for (var time = 0; time < 2; time++)
        {
            var (exitCode, output) = await archives.RunAsync("storescu", Empty, ["+sd"], [sent]);
            exitCode.ShouldBe(0, output);
        }

        var received = await archives.GetAsync(
            Empty,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + Small.Uid
        );
        var names = Directory
            .GetFiles(sent)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ToArray();
        Directory
            .GetFiles(received)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(names);
        foreach (var name in names)
        {
            File.ReadAllBytes(Path.Combine(received, name!))
                .ShouldBe(File.ReadAllBytes(Path.Combine(sent, name!)));
        }
    }

    [Fact]
    public async Task Store_BeyondTheCapacity_IsRefusedAndTheRestStays()
    {
        await using var tight = new SandboxArchives(capacityMegabytes: 1);
        var tooBig = SyntheticHospital.Studies[1]; // two radiographs, together more than a megabyte
        var fitting = SyntheticHospital.Studies[^1]; // what the smaller of them leaves is enough
        var big = await tight.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + tooBig.Uid
        );
        var small = await tight.GetAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + fitting.Uid
        );

        var (_, refusal) = await tight.RunAsync("storescu", Empty, ["-v", "-nh", "+sd"], [big]);
        var (exitCode, output) = await tight.RunAsync("storescu", Empty, ["+sd"], [small]);

        refusal.ShouldContain("OutOfResources", Case.Insensitive, refusal);
        exitCode.ShouldBe(0, output);
        var pacs = tight.Servers.Pacs(SandboxServers.EmptyAeTitle);
        pacs.Used.ShouldBeInRange(1, 1024 * 1024);
        pacs.Count.ShouldBe(1 + fitting.Series[0].Count);
    }

    private static IEnumerable<string> Uids(IEnumerable<SyntheticInstance> instances) =>
        instances.Select(instance => instance.SopInstanceUid.Value).Order(StringComparer.Ordinal);

    /// <summary>The SOP Instance UIDs that dcmdump finds in the files of a folder; it reads each of them whole.</summary>
    private static async Task<List<string>> DumpUidsAsync(string folder)
    {
        await using var dump = PeerProcess.Start(
            "dcmdump",
            ["+sd", "-q", "+P", "0008,0018", "-s", folder]
        );
        var exitCode = await dump.WaitForExitAsync(Deadline, TestContext.Current.CancellationToken);
        exitCode.ShouldBe(0, dump.Output);
        return
        [
            .. dump
                .Output.Split('\n')
                .Where(line => line.StartsWith("(0008,0018)", StringComparison.Ordinal))
                .Select(line => line.Split('[', ']')[1]),
        ];
    }
}
