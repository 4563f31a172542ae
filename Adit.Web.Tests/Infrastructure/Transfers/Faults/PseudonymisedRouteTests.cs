using System.Text;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>A pseudonymised transfer on every route: what arrives, under which identifiers, and what nobody may find.</summary>
[Collection(nameof(FaultBench))]
public sealed class PseudonymisedRouteTests(FaultBench bench)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Role, Role> Routes =>
        new MatrixTheoryData<Role, Role>(
            [Role.CGet, Role.CMove, Role.WadoRs],
            [Role.CStore, Role.StowRs, Role.Folder]
        );

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Transfer_WithDeidentifier_ArrivesUnderNewIdentifiersAndRefusedIsNamed(
        Role fetch,
        Role deliver
    )
    {
        var study = await PseudonymisedStudy.CreateAsync(Cancel);
        foreach (var file in study.Files)
        {
            await bench.Source.StoreAsync(file.Bytes, Cancel);
        }
        await using var scene = new Scene(study.Study, study.Files)
        {
            Deidentifier = study.NewDeidentifier(),
            Pseudonym = PseudonymisedStudy.Pseudonym,
        };
        await SetSourceAsync(scene, fetch);
        var folder = Directory.CreateTempSubdirectory("adit-pseudonymised-");
        scene.Destination = deliver switch
        {
            Role.CStore => Stage.Destination(bench.Destination.DicomPort),
            Role.StowRs => Stage.WebDestination(bench.Destination.HttpPort),
            _ => new DicomFolderNode(folder.Name, folder.FullName),
        };

        var run = await bench.RunAsync(scene, Cancel);

        var account = $"{run.Ending}: {run.Message}\n{run.LogText}";
        run.Ending.ShouldBe(Ending.Warning, account);
        run.Message.ShouldContain("4 of 5 images transferred, 1 refused", customMessage: account);
        run.LogText.ShouldContain("Transfer test (version 4)");
        foreach (var file in study.Wanted)
        {
            var line = run.Ledger[file.Uid];
            line.IsStored.ShouldBeTrue(account);
            line.OutputSopInstanceUid.ShouldBe(PseudonymisedStudy.Mapped(file.Uid));
            line.Reason.ShouldBeNull();
        }
        var refused = run.Ledger[study.Refused];
        refused.Outcome.ShouldBe(InstanceOutcome.Excluded, account);
        refused.Reason.ShouldNotBeNullOrWhiteSpace();
        // The series of the report is left out as a whole; its image is never asked for.
        run.Ledger.Count.ShouldBe(5, account);
        var arrived =
            deliver == Role.Folder
                ? await InFolderAsync(folder, study)
                : await InOrthancAsync(study);
        ShouldBePseudonymised(study, arrived);
        ShouldNotName(study, run.LogText + run.Message + refused.Reason);
        ShouldBeTheReport(run.Report, study);
        folder.Delete(recursive: true);
    }

    private async Task SetSourceAsync(Scene scene, Role fetch)
    {
        if (fetch == Role.CMove)
        {
            await bench.Source.AddModalityAsync(
                "adit",
                FaultBench.ReceiverAeTitle,
                bench.ReceiverPort,
                Cancel
            );
        }
        scene.Source = fetch switch
        {
            Role.CGet => Stage.Source(bench.Source.DicomPort),
            Role.CMove => Stage.Source(
                bench.Source.DicomPort,
                null,
                ServerServices.StudyRootFind | ServerServices.StudyRootMove,
                bench.Source.AeTitle
            ),
            _ => Stage.WebSource(bench.Source.HttpPort),
        };
    }

    private async Task<IReadOnlyList<byte[]>> InOrthancAsync(PseudonymisedStudy study)
    {
        var there = await bench.Destination.InstancesOfStudyAsync(
            PseudonymisedStudy.Mapped(study.Study.StudyInstanceUid),
            Cancel
        );
        there
            .Keys.Order()
            .ShouldBe(study.Wanted.Select(f => PseudonymisedStudy.Mapped(f.Uid)).Order());
        (
            await bench.Destination.InstancesOfStudyAsync(study.Study.StudyInstanceUid, Cancel)
        ).ShouldBeEmpty();
        List<byte[]> files = [];
        foreach (var id in there.Values)
        {
            files.Add(await bench.Destination.FileAsync(id, Cancel));
        }
        return files;
    }

    private static async Task<IReadOnlyList<byte[]>> InFolderAsync(
        DirectoryInfo folder,
        PseudonymisedStudy study
    )
    {
        List<byte[]> files = [];
        foreach (var entry in folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            ShouldNotName(study, Path.GetRelativePath(folder.FullName, entry.FullName));
            if (entry.Name == "manifest.csv")
            {
                var manifest = await File.ReadAllTextAsync(entry.FullName, Cancel);
                manifest.ShouldContain(PseudonymisedStudy.Mapped(study.Files[0].Uid));
                ShouldNotName(study, manifest);
            }
            else if (entry.Extension == ".dcm")
            {
                files.Add(await File.ReadAllBytesAsync(entry.FullName, Cancel));
            }
        }
        folder
            .EnumerateFiles("manifest.csv", SearchOption.AllDirectories)
            .ShouldHaveSingleItem()
            .FullName.ShouldContain(PseudonymisedStudy.Pseudonym);
        return files;
    }

    private static void ShouldBePseudonymised(
        PseudonymisedStudy study,
        IReadOnlyList<byte[]> arrived
    )
    {
        arrived.Count.ShouldBe(study.Wanted.Count);
        var originals = study.Wanted.ToDictionary(
            file => PseudonymisedStudy.Mapped(file.Uid),
            file => DicomFile.Parse(file.Bytes).Dataset
        );
        foreach (var bytes in arrived)
        {
            var text = Encoding.Latin1.GetString(bytes);
            ShouldNotName(study, text);
            var file = DicomFile.Parse(bytes);
            var dataset = file.Dataset;
            var original = originals[dataset.GetString(DicomTag.SopInstanceUid)!];
            file.FileMeta.GetString(DicomTag.MediaStorageSopInstanceUid)
                .ShouldBe(dataset.GetString(DicomTag.SopInstanceUid));
            dataset.GetString(DicomTag.PatientId).ShouldBe(PseudonymisedStudy.Pseudonym);
            dataset.GetString(DicomTag.PatientIdentityRemoved).ShouldBe("YES");
            dataset
                .GetString(DicomTag.StudyInstanceUid)
                .ShouldBe(PseudonymisedStudy.Mapped(study.Study.StudyInstanceUid));
            var reference = dataset
                .GetSequence(PseudonymisedStudy.References)!
                .Items.ShouldHaveSingleItem();
            originals.Keys.ShouldContain(reference.GetString(DicomTag.ReferencedSopInstanceUid)!);
            ((DicomElement)dataset[DicomTag.PixelData]!)
                .RawValue.Span.SequenceEqual(
                    ((DicomElement)original[DicomTag.PixelData]!).RawValue.Span
                )
                .ShouldBeTrue("the pixels are the source's");
        }
    }

    private static void ShouldBeTheReport(DeidentificationReport? report, PseudonymisedStudy study)
    {
        report.ShouldNotBeNull();
        report.Profile.ShouldBe(PseudonymisedStudy.Profile.Name);
        report.ProfileVersion.ShouldBe(PseudonymisedStudy.Profile.Version);
        report.Instances.ShouldBe(study.Wanted.Count);
        report.Counts.ShouldContain(count =>
            count.Name == "Patient's Name" && count.Count >= study.Wanted.Count
        );
        var refusal = report.Refusals.ShouldHaveSingleItem();
        refusal.Reason.ShouldBe(DeidentificationRefusal.BurnedInAnnotation);
        refusal.Count.ShouldBe(1);
    }

    private static void ShouldNotName(PseudonymisedStudy study, string text)
    {
        foreach (var secret in study.Secrets)
        {
            text.Contains(secret, StringComparison.OrdinalIgnoreCase)
                .ShouldBeFalse($"{secret} is in: {text[..Math.Min(text.Length, 2000)]}");
        }
    }
}
