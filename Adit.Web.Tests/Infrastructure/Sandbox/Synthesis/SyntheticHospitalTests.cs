using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Infrastructure.Sandbox.Synthesis;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox.Synthesis;

public sealed class SyntheticHospitalTests
{
    private static readonly SyntheticInstance[] Instances =
    [
        .. SyntheticHospital.Studies.SelectMany(study => study.Instances()),
    ];

    [Fact]
    public void Studies_Always_ShowWhatAnArchiveHolds()
    {
        SyntheticHospital
            .Studies.Select(study => study.Patient.Id)
            .Distinct()
            .Count()
            .ShouldBeGreaterThanOrEqualTo(12);
        SyntheticHospital.Studies.Count.ShouldBeGreaterThanOrEqualTo(20);
        Instances
            .Select(instance => instance.Series.Modality)
            .Distinct()
            .Order()
            .ShouldBe(["CR", "CT", "MR", "SR", "US"]);
        SyntheticHospital.Studies.Max(study => study.Instances().Count()).ShouldBeGreaterThan(200);
        SyntheticHospital.Studies.Min(study => study.Instances().Count()).ShouldBe(1);
    }

    [Fact]
    public void Instances_Always_HaveUidsOfTheirOwn()
    {
        Instances.Select(instance => instance.SopInstanceUid).ShouldBeUnique();
        Instances.ShouldAllBe(instance =>
            instance.SopInstanceUid.IsValid && instance.SeriesInstanceUid.IsValid
        );
        Instances
            .GroupBy(instance => instance.SeriesInstanceUid)
            .ShouldAllBe(series =>
                series.Select(instance => instance.Study.Uid).Distinct().Count() == 1
            );
        SyntheticHospital.Studies.Select(study => study.Uid).ShouldBeUnique();
    }

    [Fact]
    public void Uids_InEveryRun_AreTheSame() =>
        SyntheticHospital.Studies[0].Uid.Value.ShouldBe(FirstStudyUid);

    [Fact]
    public void OpenDataset_Twice_GivesTheSameBytes()
    {
        foreach (var series in Instances.GroupBy(instance => instance.Series.GetType()))
        {
            var instance = series.First();
            ReadAll(instance).ShouldBe(ReadAll(instance), instance.Series.Description);
        }
    }

    [Fact]
    public void OpenDataset_FirstOfEachSeries_HasThePixelsThatItsHeaderTells()
    {
        foreach (var series in Instances.GroupBy(instance => instance.SeriesInstanceUid))
        {
            var instance = series.First();
            var dataset = DicomSerializer.Parse(ReadAll(instance), instance.TransferSyntax);

            dataset.GetString(DicomTag.SopInstanceUid).ShouldBe(instance.SopInstanceUid.Value);
            dataset.GetString(DicomTag.SopClassUid).ShouldBe(instance.SopClassUid.Value);
            dataset.GetString(DicomTag.PatientName).ShouldBe(instance.Study.Patient.Name);
            if (instance.Series.Modality == "SR")
            {
                dataset
                    .GetSequence(DicomTag.ContentSequence)
                    .ShouldNotBeNull()
                    .Items.Count.ShouldBe(2);
                continue;
            }
            var expected =
                dataset.GetInt32(DicomTag.Rows)
                * dataset.GetInt32(DicomTag.Columns)
                * dataset.GetInt32(DicomTag.SamplesPerPixel)
                * dataset.GetInt32(DicomTag.BitsAllocated)
                / 8
                * (dataset.GetInt32(DicomTag.NumberOfFrames) ?? 1);
            var pixels = dataset[DicomTag.PixelData].ShouldBeOfType<DicomElement>();
            pixels.Length.ShouldBe(expected ?? 0);
            pixels.RawValue.Span.ContainsAnyExcept((byte)0).ShouldBeTrue();
        }
    }

    [Fact]
    public void CtSlice_OfTheHead_ShowsSkullBrainAndAir()
    {
        var instance = Instances.First(candidate =>
            candidate.Series is CtSeries { BodyPart: "HEAD" } && candidate.InstanceNumber == 18
        );
        var dataset = DicomSerializer.Parse(ReadAll(instance), instance.TransferSyntax);
        var pixels = ((DicomElement)dataset[DicomTag.PixelData]!).RawValue.Span;
        var values = new int[pixels.Length / 2];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.ToUInt16(pixels[(2 * i)..]) - 1024;
        }

        values[0].ShouldBeInRange(-1024, -970); // air in the corner
        values.Count(value => value is > 800 and < 1200).ShouldBeGreaterThan(2000); // skull
        values.Count(value => value is > 15 and < 55).ShouldBeGreaterThan(20000); // brain
    }

    private const string FirstStudyUid = "2.25.165290193579783131418779508982091944499";

    private static byte[] ReadAll(SyntheticInstance instance)
    {
        using var stream = instance.OpenDataset();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
