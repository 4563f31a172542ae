using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Data;

public sealed class DicomDatasetTests
{
    [Fact]
    public void Set_AnyOrder_KeepsItemsSortedByTag()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyInstanceUid, "1.2.3");
        dataset.Set(DicomTag.PatientId, "P1");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.PatientId, "P2");

        dataset
            .Select(item => item.Tag)
            .ShouldBe([DicomTag.Modality, DicomTag.PatientId, DicomTag.StudyInstanceUid]);
        dataset.GetString(DicomTag.PatientId).ShouldBe("P2");
    }

    [Fact]
    public void Remove_Present_TakesItOut()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientId, "P1");
        dataset.Remove(DicomTag.PatientId).ShouldBeTrue();
        dataset.Remove(DicomTag.PatientId).ShouldBeFalse();
        dataset.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Set_NoText_GivesZeroLength(string? value)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientId, value);
        dataset[DicomTag.PatientId].ShouldBeOfType<DicomElement>().Length.ShouldBe(0);
        dataset.GetString(DicomTag.PatientId).ShouldBeNull();
        dataset.GetStrings(DicomTag.PatientId).ShouldBeEmpty();
    }

    [Fact]
    public void Set_OddText_IsPaddedAsTheRepresentationDemands()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientId, "ABC");
        dataset.Set(DicomTag.StudyInstanceUid, "1.2.3");
        ((DicomElement)dataset[DicomTag.PatientId]!)
            .RawValue.ToArray()
            .ShouldBe("ABC "u8.ToArray());
        ((DicomElement)dataset[DicomTag.StudyInstanceUid]!)
            .RawValue.ToArray()
            .ShouldBe("1.2.3\0"u8.ToArray());
        dataset.GetString(DicomTag.PatientId).ShouldBe("ABC");
        dataset.GetUid(DicomTag.StudyInstanceUid).ShouldBe(new DicomUid("1.2.3"));
    }

    [Fact]
    public void GetStrings_SeveralValues_TrimsEach()
    {
        var dataset = new DicomDataset();
        dataset.Set(
            new DicomElement(
                DicomTag.ImageType,
                DicomVr.CS,
                "ORIGINAL \\ PRIMARY\\\\AXIAL "u8.ToArray()
            )
        );
        dataset.GetStrings(DicomTag.ImageType).ShouldBe(["ORIGINAL", "PRIMARY", "", "AXIAL"]);
        dataset.GetString(DicomTag.ImageType).ShouldBe("ORIGINAL\\PRIMARY\\\\AXIAL");
    }

    [Fact]
    public void GetString_Text_KeepsBackslashesAndLeadingBlanks()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ImageComments, "  path C:\\temp");
        dataset.GetString(DicomTag.ImageComments).ShouldBe("  path C:\\temp");
        dataset.GetStrings(DicomTag.ImageComments).Count.ShouldBe(1);
    }

    [Fact]
    public void Numbers_EveryRepresentation_ComeBack()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.Rows, 512);
        dataset.Set(DicomTag.InstanceNumber, -7);
        dataset.Set(DicomTag.PixelSpacing, 0.5, 0.25);
        dataset.Set(DicomTag.DiffusionBValue, 1000.5);
        dataset.Set(DicomTag.SmallestImagePixelValue, -1024);
        dataset.Set(DicomTag.FrameIncrementPointer, "00181063");
        dataset.Set(DicomTag.CommandField, (ushort)0x8020);

        dataset.GetInt32(DicomTag.Rows).ShouldBe(512);
        dataset.GetInt32(DicomTag.InstanceNumber).ShouldBe(-7);
        dataset.GetDoubles(DicomTag.PixelSpacing).ShouldBe([0.5, 0.25]);
        dataset.GetDouble(DicomTag.DiffusionBValue).ShouldBe(1000.5);
        dataset[DicomTag.SmallestImagePixelValue]!.Vr.ShouldBe(DicomVr.SS);
        dataset.GetInt32(DicomTag.SmallestImagePixelValue).ShouldBe(-1024);
        dataset.GetString(DicomTag.FrameIncrementPointer).ShouldBe("00181063");
        dataset.GetInt32(DicomTag.CommandField).ShouldBe(0x8020);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("3000000000")]
    public void GetInt32_NoSuchNumber_IsNull(string text)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.InstanceNumber, text);
        dataset.GetInt32(DicomTag.InstanceNumber).ShouldBeNull();
    }

    [Fact]
    public void Set_NumberOutOfRange_NamesTheElement()
    {
        var exception = Should.Throw<DicomDataException>(() =>
            new DicomDataset().Set(DicomTag.Rows, 70000)
        );
        exception.Tag.ShouldBe(DicomTag.Rows);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1234567.890123456)]
    [InlineData(1.2345678901234567e-200)]
    [InlineData(-1.2345678901e300)]
    public void Set_DecimalString_HasAtMostSixteenCharacters(double value)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SliceLocation, value);
        dataset.GetString(DicomTag.SliceLocation)!.Length.ShouldBeLessThanOrEqualTo(16);
        dataset.GetDouble(DicomTag.SliceLocation)!.Value.ShouldBe(value, Math.Abs(value) * 1e-8);
    }

    [Theory]
    [InlineData("20260229", null)]
    [InlineData("20240229", "2024-02-29")]
    [InlineData("2024.02.29", "2024-02-29")]
    [InlineData("00000000", null)]
    [InlineData("2024", null)]
    public void GetDate_Text_GivesDateOrNull(string text, string? expected)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyDate, text);
        dataset
            .GetDate(DicomTag.StudyDate)
            .ShouldBe(
                expected is null
                    ? null
                    : DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    [Theory]
    [InlineData("12", "12:00:00")]
    [InlineData("1230", "12:30:00")]
    [InlineData("123059.5", "12:30:59.5")]
    [InlineData("12:30:59", "12:30:59")]
    [InlineData("235960", "23:59:59")]
    [InlineData("240000", null)]
    [InlineData("123", null)]
    [InlineData("12x0", null)]
    public void GetTime_Text_GivesTimeOrNull(string text, string? expected)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyTime, text);
        dataset
            .GetTime(DicomTag.StudyTime)
            .ShouldBe(
                expected is null
                    ? null
                    : TimeOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    [Fact]
    public void GetSequence_CameAsUnknown_IsParsed()
    {
        var item = new DicomDataset { HasUndefinedLength = false };
        item.Set(DicomTag.CodeValue, "T-1");
        var wrapper = new DicomDataset();
        wrapper.SetSequence(DicomTag.ProcedureCodeSequence, item);
        wrapper.GetSequence(DicomTag.ProcedureCodeSequence)!.HasUndefinedLength = false;
        var bytes = DicomSerializer.Encode(wrapper, DicomTransferSyntax.ImplicitVrLittleEndian);
        var dataset = new DicomDataset();
        dataset.Set(
            new DicomElement(DicomTag.ProcedureCodeSequence, DicomVr.UN, bytes.AsMemory(8))
        );

        dataset
            .GetSequence(DicomTag.ProcedureCodeSequence)!
            .Items[0]
            .GetString(DicomTag.CodeValue)
            .ShouldBe("T-1");
        dataset[DicomTag.ProcedureCodeSequence].ShouldBeOfType<DicomElement>();
    }

    [Fact]
    public void Clone_ChangedAfterwards_LeavesTheOriginal()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.CodeValue, "A");
        var dataset = new DicomDataset();
        dataset.SetSequence(DicomTag.ProcedureCodeSequence, item);
        var copy = dataset.Clone();
        copy.GetSequence(DicomTag.ProcedureCodeSequence)!.Items[0].Set(DicomTag.CodeValue, "B");
        copy.Set(DicomTag.PatientId, "P");

        item.GetString(DicomTag.CodeValue).ShouldBe("A");
        dataset.Contains(DicomTag.PatientId).ShouldBeFalse();
    }

    [Fact]
    public void Parse_TagsOutOfOrderAndTwice_SortsAndKeepsTheLast()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        byte[] Encoded(DicomTag tag, string text)
        {
            var single = new DicomDataset();
            single.Set(tag, text);
            return DicomSerializer.Encode(single, syntax);
        }
        byte[] bytes =
        [
            .. Encoded(DicomTag.PatientId, "first "),
            .. Encoded(DicomTag.Modality, "CT"),
            .. Encoded(DicomTag.PatientId, "second"),
        ];

        var dataset = DicomSerializer.Parse(bytes, syntax);

        dataset.Select(item => item.Tag).ShouldBe([DicomTag.Modality, DicomTag.PatientId]);
        dataset.GetString(DicomTag.PatientId).ShouldBe("second");
    }
}
