using Adit.Dicom.Data;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>A sweep over real compressed images, when they are at hand: none may be decompressed or changed on its way.</summary>
[Collection(nameof(TransferServers))]
public sealed class TransferSyntaxTests(TransferServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_EveryStoredSyntax_ArrivesWithTheSamePixels()
    {
        var files = StoredSyntaxes.Files();
        Assert.SkipWhen(
            files.Length == 0,
            "No files are at hand; ADIT_CORPUS says where they are."
        );
        foreach (var path in files)
        {
            await TransferAsync(Path.GetFileName(path), await File.ReadAllBytesAsync(path, Cancel));
        }
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    public async Task ExecuteAsync_GeneratedInUncompressedSyntax_ArrivesWithTheSamePixels(
        string syntax
    )
    {
        var study = new TestStudy { TransferSyntax = DicomTransferSyntax.Lookup(syntax) };

        await TransferAsync(syntax, study.NewInstance(TestStudy.NewSeries()).File);
    }

    private async Task TransferAsync(string name, byte[] file)
    {
        await servers.Source.StoreAsync(file, Cancel);
        var (patientId, studyInstanceUid) = Part10.Identity(file);
        var study = new TestStudy(patientId) { StudyInstanceUid = studyInstanceUid };
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort),
            TransferRun.Server("Destination PACS", "DEST", servers.Destination.DicomPort),
            study,
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, $"{name}: {outcome.Message} {run.LogText}");
        var before = await servers.Source.InstancesOfStudyAsync(studyInstanceUid, Cancel);
        var after = await servers.Destination.InstancesOfStudyAsync(studyInstanceUid, Cancel);
        after.Keys.Order().ShouldBe(before.Keys.Order(), name);
        foreach (var (uid, id) in before)
        {
            // Orthanc writes lengths of sequences anew when it sends, so the files are compared by syntax and frames.
            Part10
                .TransferSyntax(await servers.Destination.FileAsync(after[uid], Cancel))
                .ShouldBe(Part10.TransferSyntax(await servers.Source.FileAsync(id, Cancel)), name);
            var sent = await servers.Source.FrameAsync(id, 0, Cancel);
            var arrived = await servers.Destination.FrameAsync(after[uid], 0, Cancel);
            arrived.AsSpan().SequenceEqual(sent).ShouldBeTrue($"The pixels of {name} differ.");
        }
    }
}
