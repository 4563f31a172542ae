using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>Codes look like numbers of patients and like dates, and have to stay.</summary>
public sealed class CodesTests
{
    [Fact]
    public void Deidentify_CodesOfTerminologies_Stay()
    {
        var code = new DicomDataset();
        code.Set(DicomTag.CodeValue, "369620001");
        code.Set(DicomTag.CodingSchemeDesignator, "SCT");
        code.Set(DicomTag.CodingSchemeVersion, "20190131");
        code.Set(DicomTag.CodeMeaning, "Entire left ventricle");
        var ct = TestObjects.Ct();
        ct.SetSequence(DicomTag.AnatomicRegionSequence, code);

        foreach (var dates in Enum.GetValues<DateHandling>())
        {
            var output = TestObjects
                .Deidentify(ct, new DeidentificationOptions { Dates = dates })
                .GetSequence(DicomTag.AnatomicRegionSequence)!
                .Items.ShouldHaveSingleItem();

            output.GetString(DicomTag.CodeValue).ShouldBe("369620001");
            output.GetString(DicomTag.CodingSchemeVersion).ShouldBe("20190131");
            output.GetString(DicomTag.CodeMeaning).ShouldBe("Entire left ventricle");
        }
    }

    [Fact]
    public void Deidentify_CodeWithThePatientInIt_IsCleaned()
    {
        var code = new DicomDataset();
        code.Set(DicomTag.CodeValue, "X-0077001122");
        code.Set(DicomTag.CodingSchemeDesignator, "99LOCAL");
        code.Set(DicomTag.CodeMeaning, "Thorax Wagenknecht 12.03.1965");
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.PatientId, "0077001122");
        ct.Set(DicomTag.PatientName, "Wagenknecht^Ute");
        ct.Set(DicomTag.PatientBirthDate, "19650312");
        ct.SetSequence(DicomTag.AnatomicRegionSequence, code);

        var output = TestObjects
            .Deidentify(ct)
            .GetSequence(DicomTag.AnatomicRegionSequence)!
            .Items.ShouldHaveSingleItem();

        output.GetString(DicomTag.CodeValue).ShouldBe("X-");
        output.GetString(DicomTag.CodeMeaning).ShouldBe("Thorax");
    }

    [Fact]
    public void Deidentify_SafePrivateNumberEqualToThePatientId_Stays()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.PatientId, "1000");
        ct.Set(new DicomTag(0x0019, 0x0010), DicomVr.LO, "SIEMENS MR HEADER");
        ct.Set(new DicomTag(0x0019, 0x100C), DicomVr.IS, "1000");

        TestObjects
            .Deidentify(ct, new DeidentificationOptions { RetainSafePrivate = true })
            .GetString(new DicomTag(0x0019, 0x100C))
            .ShouldBe("1000");
    }

    [Fact]
    public void Deidentify_UnknownSopClass_KeepsNoDatesInText()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.SopClassUid, "1.2.3.4.5");
        ct.Set(DicomTag.AdditionalPatientHistory, "x");
        ct.Set(new DicomTag(0x0018, 0x0010), DicomVr.LO, "Agent of 12.03.2021");
        ct.Set(DicomTag.PatientBirthDate, "20210312");

        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { Dates = DateHandling.KeepAll, CleanDescriptors = true }
        );

        output
            .Select(item => output.GetString(item.Tag) ?? "")
            .ShouldNotContain(text => text.Contains("2021", StringComparison.Ordinal));
    }
}
