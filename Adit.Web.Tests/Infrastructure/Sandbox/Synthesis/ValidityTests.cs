using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Peers;
using Adit.Infrastructure.Sandbox.Synthesis;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox.Synthesis;

/// <summary>The synthetic objects against the object definitions of PS3.3, as dciodvfy of dicom3tools knows them.</summary>
public sealed class ValidityTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adit-validity-");

    [Fact]
    public async Task Instances_FirstOfEachSeries_HaveNoErrorForDciodvfy()
    {
        var path = Path.Combine(folder.FullName, "instance.dcm");
        foreach (
            var instance in SyntheticHospital
                .Studies.SelectMany(study => study.Instances())
                .Where(instance => instance.InstanceNumber == 1)
        )
        {
            await File.WriteAllBytesAsync(
                path,
                ToPart10(instance),
                TestContext.Current.CancellationToken
            );
            await using var check = PeerProcess.Start("dciodvfy", [path]);
            await check.WaitForExitAsync(Deadline, TestContext.Current.CancellationToken);

            check.Output.ShouldNotContain(
                "Error",
                Case.Sensitive,
                $"{instance.Study.Description}: {instance.Series.Description}"
            );
            check.Output.ShouldContain(
                instance.Series.Modality == "SR" ? "BasicTextSR" : "Image",
                customMessage: check.Output
            );
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static byte[] ToPart10(SyntheticInstance instance)
    {
        var meta = new DicomDataset();
        meta.Set(new DicomElement(new DicomTag(0x0002, 0x0001), DicomVr.OB, new byte[] { 0, 1 }));
        meta.Set(new DicomTag(0x0002, 0x0002), DicomVr.UI, instance.SopClassUid.Value);
        meta.Set(new DicomTag(0x0002, 0x0003), DicomVr.UI, instance.SopInstanceUid.Value);
        meta.Set(new DicomTag(0x0002, 0x0010), DicomVr.UI, instance.TransferSyntax.Uid.Value);
        meta.Set(new DicomTag(0x0002, 0x0012), DicomVr.UI, "2.25.1");
        var metaBytes = DicomSerializer.Encode(meta, DicomTransferSyntax.ExplicitVrLittleEndian);

        using var file = new MemoryStream();
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        file.Write([
            2,
            0,
            0,
            0,
            (byte)'U',
            (byte)'L',
            4,
            0,
            .. BitConverter.GetBytes(metaBytes.Length),
        ]);
        file.Write(metaBytes);
        using var dataset = instance.OpenDataset();
        dataset.CopyTo(file);
        return file.ToArray();
    }
}
