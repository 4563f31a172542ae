using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Rules;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class DateAndAgeTests
{
    private static readonly DicomTag FrameAcquisition = new(0x0018, 0x9074);

    [Theory]
    [InlineData("DA", "20240301", 1, "20240229")]
    [InlineData("DA", "2024.03.01", 1, "20240229")]
    [InlineData("DA", "20240301\\20240302 ", 366, "20230301\\20230302")]
    [InlineData("DA", "20240301\\", 1, "20240229\\")]
    [InlineData("DT", "20240301101112.123456+0100", 1, "20240229101112.123456+0100")]
    [InlineData("DT", "202403011011-0500", 1, "202402291011-0500")]
    [InlineData("DT", "202403", 1, "202402")]
    [InlineData("DT", "2024", 1, "2023")]
    [InlineData("DA", "17991231", 1, null)]
    [InlineData("DA", "20240231", 1, null)]
    [InlineData("DA", "unknown", 1, null)]
    [InlineData("DT", "20240301 Smith", 1, null)]
    [InlineData("DT", "2024030", 1, null)]
    public void Move_Values_KeepTimeAndPrecision(string vr, string text, int days, string? expected)
    {
        Assert.True(DicomVrs.TryParse(vr, out var parsed));
        Assert.Equal(expected, DateShift.Move(parsed, text, days));
    }

    [Fact]
    public void Deidentify_Shift_MovesAllDatesOfAPatientAlike()
    {
        var options = new DeidentificationOptions { Dates = DateHandling.Shift };
        var days = TestObjects.Key.ShiftDays(TestObjects.Subject.PatientKey);
        Assert.InRange(days, 1, 3650);
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.AcquisitionDate, "20240301");
        ct.Set(FrameAcquisition, "20240302101112");
        ct.Set(new DicomTag(0x0008, 0x0201), DicomVr.SH, "+0100");
        ct.Set(DicomTag.SeriesDate, "never");
        var item = new DicomDataset();
        item.Set(DicomTag.StudyDate, "20240303");
        ct.SetSequence(DicomTag.ReferencedSeriesSequence, item);
        var output = TestObjects.Deidentify(ct, options);
        DateOnly Moved(int day) => new DateOnly(2024, 3, day).AddDays(-days);
        Assert.Equal(new DateOnly(2024, 2, 29).AddDays(-days), output.GetDate(DicomTag.StudyDate));
        Assert.Equal("101112.5", output.GetString(DicomTag.StudyTime));
        Assert.Equal(Moved(1), output.GetDate(DicomTag.AcquisitionDate));
        Assert.Equal(Moved(2), output.GetDate(FrameAcquisition));
        Assert.EndsWith("101112", output.GetString(FrameAcquisition));
        Assert.Equal("+0100", output.GetString(new DicomTag(0x0008, 0x0201)));
        Assert.Equal(
            Moved(3),
            output
                .GetSequence(DicomTag.ReferencedSeriesSequence)!
                .Items[0]
                .GetDate(DicomTag.StudyDate)
        );
        Assert.False(output.Contains(DicomTag.SeriesDate)); // X/D, type 3
        Assert.True(output.Contains(DicomTag.PatientBirthDate));
        Assert.Null(output.GetString(DicomTag.PatientBirthDate));
        Assert.Equal(
            "MODIFIED",
            output.GetString(DicomTag.LongitudinalTemporalInformationModified)
        );
    }

    [Fact]
    public void Deidentify_ShiftWithDeviceIdentity_MovesDatesOfTheDeviceToo()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.DateOfLastCalibration, "20240101");
        ct.Set(DicomTag.TimeOfLastCalibration, "101010");
        var options = new DeidentificationOptions { RetainDeviceIdentity = true };
        Assert.Equal(
            "20240101",
            TestObjects.Deidentify(ct, options).GetString(DicomTag.DateOfLastCalibration)
        );
        var shifted = TestObjects.Deidentify(ct, options with { Dates = DateHandling.Shift });
        Assert.NotEqual("20240101", shifted.GetString(DicomTag.DateOfLastCalibration));
        Assert.NotNull(shifted.GetDate(DicomTag.DateOfLastCalibration));
        Assert.Equal("101010", shifted.GetString(DicomTag.TimeOfLastCalibration));
    }

    [Fact]
    public void Deidentify_KeepOfStudy_KeepsThoseAndNoOthers()
    {
        DicomTag[] kept =
        [
            DicomTag.AcquisitionDate,
            DicomTag.AcquisitionTime,
            DicomTag.AcquisitionDateTime,
            DicomTag.ContentDate,
            DicomTag.ContentTime,
            DicomTag.FrameReferenceDateTime,
            DicomTag.SeriesDate,
            DicomTag.SeriesTime,
            DicomTag.StudyDate,
            DicomTag.StudyTime,
        ];
        var ct = TestObjects.Ct();
        foreach (
            var row in ConfidentialityTable.Rows.Where(row =>
                row.ActionOf(ConfidentialityOption.RetainFullDates) is not null
            )
        )
        {
            var tag = row.Tag!.Value;
            var text = DicomDictionary.GetVr(tag) switch
            {
                DicomVr.DA => "20231224",
                DicomVr.DT => "20231224171819",
                DicomVr.TM => "171819",
                _ => null,
            };
            if (text is not null)
            {
                ct.Set(tag, text);
            }
        }
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { Dates = DateHandling.KeepOfStudy }
        );
        Assert.Equal(
            kept.Order(),
            output
                .Where(item =>
                    output.GetString(item.Tag) is { } text
                    && (text.StartsWith("20231224", StringComparison.Ordinal) || text == "171819")
                )
                .Select(item => item.Tag)
        );
    }

    [Theory]
    [InlineData("20240229", "20240229", "000D")]
    [InlineData("20240220", "20240229", "009D")]
    [InlineData("20240131", "20240229", "004W")]
    [InlineData("20231129", "20240229", "003M")]
    [InlineData("20220301", "20240229", "023M")]
    [InlineData("20220228", "20240229", "002Y")]
    [InlineData("19800301", "20240229", "043Y")]
    [InlineData("19800229", "20240229", "044Y")]
    [InlineData("20240301", "20240229", null)]
    public void Between_BirthAndStudy_GivesAgeInItsUnit(string birth, string day, string? expected)
    {
        static DateOnly Parse(string text) =>
            DicomValues.TryParseDate(text, out var date) ? date : default;
        Assert.Equal(expected, PatientAge.Between(Parse(birth), Parse(day)));
    }

    [Theory]
    [InlineData("044Y", 89, "044Y")]
    [InlineData("089Y", 89, "089Y")]
    [InlineData("090Y", 89, "090Y")]
    [InlineData("103Y", 89, "090Y")]
    [InlineData("103Y", null, "103Y")]
    [InlineData("999M", 79, "080Y")]
    [InlineData("44", 89, null)]
    [InlineData("old!", 89, null)]
    public void Limit_Age_IsCappedWhenAboveTheLimit(string age, int? limit, string? expected) =>
        Assert.Equal(expected, PatientAge.Limit(age, limit));

    [Theory]
    [InlineData(null, "19800315", "043Y")]
    [InlineData("043Y", "19800315", "043Y")]
    [InlineData("042Y", "19800315", "042Y")]
    [InlineData("101Y", null, "090Y")]
    [InlineData(null, "19200101", "090Y")]
    [InlineData("080Y", "19200101", "090Y")]
    [InlineData("Jane", "19800315", "043Y")]
    public void Deidentify_PatientCharacteristics_FillAndCapTheAge(
        string? age,
        string? birth,
        string expected
    )
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.PatientBirthDate, birth);
        if (age is not null)
        {
            ct.Set(DicomTag.PatientAge, DicomVr.AS, age);
        }
        foreach (var dates in Enum.GetValues<DateHandling>())
        {
            var output = TestObjects.Deidentify(
                ct,
                new DeidentificationOptions { RetainPatientCharacteristics = true, Dates = dates }
            );
            Assert.Equal(expected, output.GetString(DicomTag.PatientAge));
        }
        Assert.False(TestObjects.Deidentify(ct).Contains(DicomTag.PatientAge));
    }
}
