using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>
/// One study that holds images in every transfer syntax, on every route: each image arrives as it lies in the source, or the ledger
/// says why it does not.
/// </summary>
[Collection(nameof(FaultBench))]
public sealed class RouteSyntaxTests(FaultBench bench)
{
    private static readonly DicomTransferSyntax[] Syntaxes =
    [
        DicomTransferSyntax.ImplicitVrLittleEndian,
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ExplicitVrBigEndian,
        DicomTransferSyntax.DeflatedExplicitVrLittleEndian,
        DicomTransferSyntax.JpegBaseline,
        DicomTransferSyntax.JpegExtended,
        DicomTransferSyntax.JpegLossless,
        DicomTransferSyntax.JpegLosslessFirstOrder,
        DicomTransferSyntax.JpegLsLossless,
        DicomTransferSyntax.JpegLsNearLossless,
        DicomTransferSyntax.Jpeg2000Lossless,
        DicomTransferSyntax.Jpeg2000,
        DicomTransferSyntax.RleLossless,
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Role, Role> Routes =>
        new MatrixTheoryData<Role, Role>(
            [Role.CGet, Role.CMove, Role.WadoRs],
            [Role.CStore, Role.StowRs, Role.Folder]
        );

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Transfer_StudyInEverySyntax_ArrivesAsItIsOrSaysWhyNot(
        Role fetch,
        Role deliver
    )
    {
        await using var scene = await StudyAsync();
        var folder = Directory.CreateTempSubdirectory("adit-syntaxes-");
        await SetSourceAsync(scene, fetch);
        scene.Destination = deliver switch
        {
            Role.CStore => Stage.Destination(bench.Destination.DicomPort),
            Role.StowRs => Stage.WebDestination(bench.Destination.HttpPort),
            _ => new DicomFolderNode(folder.Name, folder.FullName),
        };

        var run = await bench.RunAsync(scene, Cancel);

        var account = $"{run.Ending}: {run.Message}\n{run.LogText}";
        run.Ledger.Keys.Order().ShouldBe(scene.Images.Order(), account);
        foreach (var file in scene.Files)
        {
            var line = run.Ledger[file.Uid];
            var syntax = Part10.TransferSyntax(file.Bytes);
            if (!line.IsStored)
            {
                line.Outcome.ShouldBe(InstanceOutcome.Failed, account);
                line.Reason.ShouldNotBeNullOrWhiteSpace(account);
                continue;
            }
            var arrived = await ArrivedAsync(scene, deliver, folder, file.Uid);
            Part10.TransferSyntax(arrived).ShouldBe(syntax, account);
            Pixels(arrived)
                .ShouldBe(Pixels(file.Bytes), $"The pixels of {syntax} differ. {account}");
        }
        run.Ledger.Values.Where(line => !line.IsStored)
            .Select(line => $"{SyntaxOf(scene, line)}: {line.Reason}")
            .ShouldBe([], account);
        run.Ending.ShouldBe(Ending.Success, account);
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

    private async Task<byte[]> ArrivedAsync(
        Scene scene,
        Role deliver,
        DirectoryInfo folder,
        string uid
    )
    {
        if (deliver == Role.Folder)
        {
            var path = folder.GetFiles($"{uid}.dcm", SearchOption.AllDirectories).Single();
            return await File.ReadAllBytesAsync(path.FullName, Cancel);
        }
        var there = await bench.Destination.InstancesOfStudyAsync(
            scene.Study.StudyInstanceUid,
            Cancel
        );
        return await bench.Destination.FileAsync(there[uid], Cancel);
    }

    /// <summary>Generated images in all syntaxes, and, when real files are at hand, those too, as images of the same study.</summary>
    private async Task<Scene> StudyAsync()
    {
        var study = Stage.NewScene().Study;
        var series = TestStudy.NewSeries();
        List<StudyFile> files = [];
        foreach (var syntax in Syntaxes)
        {
            var uid = DicomUid.New().Value;
            var dataset = study.Dataset(uid, series, files.Count + 1);
            if (syntax.IsEncapsulated)
            {
                // Nobody on the way looks into the fragments, and nobody may.
                dataset.Set(
                    new DicomFragments(
                        DicomTag.PixelData,
                        DicomVr.OB,
                        ReadOnlyMemory<byte>.Empty,
                        [RandomNumberGenerator.GetBytes(3000)]
                    )
                );
            }
            files.Add(await FileAsync(dataset, syntax));
        }
        foreach (var path in StoredSyntaxes.Files())
        {
            var file = DicomFile.Parse(await File.ReadAllBytesAsync(path, Cancel));
            var dataset = file.Dataset;
            dataset.Set(DicomTag.PatientId, study.PatientId);
            dataset.Set(DicomTag.PatientName, study.PatientName);
            dataset.Set(DicomTag.StudyInstanceUid, study.StudyInstanceUid);
            dataset.Set(DicomTag.SeriesInstanceUid, TestStudy.NewSeries());
            dataset.Set(DicomTag.SopInstanceUid, DicomUid.New().Value);
            files.Add(await FileAsync(dataset, file.TransferSyntax));
        }
        foreach (var file in files)
        {
            await bench.Source.StoreAsync(file.Bytes, Cancel);
        }
        return new Scene(study, files);
    }

    private static async Task<StudyFile> FileAsync(DicomDataset dataset, DicomTransferSyntax syntax)
    {
        using var output = new MemoryStream();
        await DicomFile.SaveAsync(output, dataset, syntax, cancellationToken: Cancel);
        return new StudyFile(
            dataset.GetString(DicomTag.SopInstanceUid)!,
            dataset.GetString(DicomTag.SeriesInstanceUid)!,
            output.ToArray()
        );
    }

    /// <summary>The value of the pixel data, byte for byte, and fragment for fragment where it is encapsulated.</summary>
    private static List<byte[]> Pixels(byte[] file) =>
        DicomFile.Parse(file).Dataset[DicomTag.PixelData] switch
        {
            DicomFragments fragments => [.. fragments.Fragments.Select(f => f.ToArray())],
            DicomElement element => [element.RawValue.ToArray()],
            var other => throw new InvalidOperationException($"Pixel data is {other}."),
        };

    private static string SyntaxOf(Scene scene, TransferredInstance line) =>
        Part10.TransferSyntax(scene.Files.Single(file => file.Uid == line.SopInstanceUid).Bytes);
}
