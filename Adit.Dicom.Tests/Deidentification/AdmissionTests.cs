using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class AdmissionTests
{
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2";
    private const string Capture = "1.2.840.10008.5.1.4.1.1.7";
    private const string Ultrasound = "1.2.840.10008.5.1.4.1.1.6.1";
    private const string Pdf = "1.2.840.10008.5.1.4.1.1.104.1";
    private const string DoseReport = "1.2.840.10008.5.1.4.1.1.88.67";
    private static readonly DeidentificationProfile Plain = new("Test", 1);
    private static readonly DeidentificationProfile WithReports = new("Test", 1)
    {
        Admission = new AdmissionRules { ExcludedModalities = [] },
    };

    [Fact]
    public void Check_PlainCt_Passes()
    {
        Check(Header(Ct, "CT"), Plain).ShouldBeNull();
    }

    [Theory]
    [InlineData("YES")]
    [InlineData("yes")]
    [InlineData(" Y")]
    [InlineData("Ja")]
    [InlineData("TRUE")]
    [InlineData("1")]
    [InlineData("NO\\YES")]
    public void Check_BurnedIn_Refuses(string value)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.BurnedInAnnotation, DicomVr.CS, value.Split('\\'));

        Check(header, Plain).ShouldBe(DeidentificationRefusal.BurnedInAnnotation);
    }

    [Theory]
    [InlineData("NO")]
    [InlineData("")]
    public void Check_NotBurnedIn_Passes(string value)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.BurnedInAnnotation, value);

        Check(header, Plain).ShouldBeNull();
    }

    [Theory]
    [InlineData(Capture, "CT", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("1.2.840.10008.5.1.4.1.1.7.2", "OT", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("1.2.840.10008.5.1.4.1.1.7.4", "XC", DeidentificationRefusal.SecondaryCapture)]
    [InlineData(Ultrasound, "US", DeidentificationRefusal.Ultrasound)]
    [InlineData(Ultrasound, "OT", DeidentificationRefusal.Ultrasound)]
    [InlineData("1.2.840.10008.5.1.4.1.1.3", "US", DeidentificationRefusal.Ultrasound)]
    [InlineData("1.2.840.10008.5.1.4.1.1.3.1", "US", DeidentificationRefusal.Ultrasound)]
    [InlineData("1.2.840.10008.5.1.4.1.1.6", "US", DeidentificationRefusal.Ultrasound)]
    [InlineData("1.2.840.10008.5.1.4.1.1.6.2", "US", DeidentificationRefusal.Ultrasound)]
    [InlineData(Capture, "US", DeidentificationRefusal.Ultrasound)]
    [InlineData("1.2.840.10008.5.1.4.1.1.77.1.1", "IVUS", DeidentificationRefusal.Ultrasound)]
    [InlineData(Pdf, "DOC", DeidentificationRefusal.EncapsulatedDocument)]
    [InlineData(
        "1.2.840.10008.5.1.4.1.1.104.3",
        "M3D",
        DeidentificationRefusal.EncapsulatedDocument
    )]
    [InlineData("1.2.840.10008.5.1.1.29", "CT", DeidentificationRefusal.DigitisedFilm)]
    [InlineData("1.2.840.10008.5.1.4.1.1.1", "RG", DeidentificationRefusal.DigitisedFilm)]
    [InlineData(DoseReport, "SR", DeidentificationRefusal.ExcludedModality)]
    [InlineData(DoseReport, "CT", DeidentificationRefusal.ExcludedModality)]
    [InlineData("1.2.840.10008.5.1.4.1.1.88.59", "KO", DeidentificationRefusal.ExcludedModality)]
    [InlineData("1.2.840.10008.5.1.4.1.1.11.1", "PR", DeidentificationRefusal.ExcludedModality)]
    [InlineData(Ct, "sr", DeidentificationRefusal.ExcludedModality)]
    public void Check_ClassAndModality_Refuse(
        string sopClass,
        string modality,
        DeidentificationRefusal expected
    )
    {
        Check(Header(sopClass, modality), Plain).ShouldBe(expected);
        Admission
            .Expected(modality, sopClass, null, Plain)
            .ShouldNotBeNull()
            .Reason.ShouldBe(expected);
    }

    [Theory]
    [InlineData("WSD", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("SD", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("SI", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("DRW", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("SYN", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("DV", DeidentificationRefusal.SecondaryCapture)]
    [InlineData("DF", DeidentificationRefusal.DigitisedFilm)]
    [InlineData("DI", null)]
    public void Check_ConversionType_Refuses(string type, DeidentificationRefusal? expected)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.ConversionType, type);

        Check(header, Plain).ShouldBe(expected);
    }

    [Fact]
    public void Check_CapturedFilm_IsFilm()
    {
        var header = Header(Capture, "CR");
        header.Set(DicomTag.ConversionType, "DF");

        Check(header, Plain).ShouldBe(DeidentificationRefusal.DigitisedFilm);
    }

    [Theory]
    [InlineData("DERIVED\\SECONDARY\\SCREEN SAVE", true)]
    [InlineData("DERIVED\\SECONDARY\\OTHER\\CT_SOM5 PROT", true)]
    [InlineData("DERIVED\\SECONDARY\\DOSE_INFO", true)]
    [InlineData("ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI", false)]
    [InlineData("DERIVED\\SECONDARY\\MPR", false)]
    public void Check_ImageType_TellsDoseScreens(string imageType, bool refused)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.ImageType, imageType);

        Check(header, Plain).ShouldBe(refused ? DeidentificationRefusal.DoseScreen : null);
    }

    [Theory]
    [InlineData("Dose Report", true)]
    [InlineData("DOSE_INFO", true)]
    [InlineData("Patient Protocol", true)]
    [InlineData("Dosisprotokoll", true)]
    [InlineData("Patientenprotokoll", true)]
    [InlineData("Low Dose Lunge", false)]
    [InlineData("Thorax Protocol", false)]
    [InlineData("", false)]
    public void Check_SeriesDescription_TellsDoseScreens(string description, bool refused)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.SeriesDescription, description);

        Check(header, Plain).ShouldBe(refused ? DeidentificationRefusal.DoseScreen : null);
        (Admission.Expected("CT", Ct, description, Plain)?.Reason).ShouldBe(
            refused ? DeidentificationRefusal.DoseScreen : null
        );
    }

    [Theory]
    [InlineData("GE MEDICAL SYSTEMS", 999, true)]
    [InlineData("GE MEDICAL SYSTEMS", 998, false)]
    [InlineData("SIEMENS", 999, false)]
    public void Check_Series999_IsTheDoseReportOfGe(string manufacturer, int number, bool refused)
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.Manufacturer, manufacturer);
        header.Set(DicomTag.SeriesNumber, number);

        Check(header, Plain).ShouldBe(refused ? DeidentificationRefusal.DoseScreen : null);
    }

    [Fact]
    public void Check_DoseOfRadiotherapyAndReports_AreNoScreens()
    {
        var plan = Header("1.2.840.10008.5.1.4.1.1.481.2", "RTDOSE");
        plan.Set(DicomTag.SeriesDescription, "Dose Report");
        var report = Header(DoseReport, "SR");
        report.Set(DicomTag.SeriesDescription, "Dose Report");

        Check(plan, Plain).ShouldBeNull();
        Check(report, WithReports).ShouldBeNull();
        Admission.Expected("SR", DoseReport, "Dose Report", WithReports).ShouldBeNull();
    }

    [Fact]
    public void Check_MimeType_IsADocument()
    {
        var header = Header(Ct, "CT");
        header.Set(DicomTag.MimeTypeOfEncapsulatedDocument, "application/pdf");

        Check(header, Plain).ShouldBe(DeidentificationRefusal.EncapsulatedDocument);
    }

    [Theory]
    [InlineData(Capture, "OT")]
    [InlineData(Ultrasound, "US")]
    [InlineData(Pdf, "DOC")]
    public void Check_AllowedClass_Passes(string sopClass, string modality)
    {
        var profile = new DeidentificationProfile("Test", 1)
        {
            Admission = new AdmissionRules { AllowedSopClasses = [sopClass] },
        };
        var header = Header(sopClass, modality);
        header.Set(DicomTag.BurnedInAnnotation, "YES");

        Check(header, profile).ShouldBeNull();
        Admission.Expected(modality, sopClass, null, profile).ShouldBeNull();
        Check(Header("1.2.840.10008.5.1.4.1.1.7.1", "OT"), profile).ShouldNotBeNull();
    }

    [Fact]
    public void Check_AllowedClassOfExcludedModality_IsRefused()
    {
        var profile = new DeidentificationProfile("Test", 1)
        {
            Admission = new AdmissionRules { AllowedSopClasses = [DoseReport] },
        };

        Check(Header(DoseReport, "SR"), profile).ShouldBe(DeidentificationRefusal.ExcludedModality);
    }

    [Fact]
    public void Check_RulesOff_Passes()
    {
        var profile = new DeidentificationProfile("Test", 1)
        {
            Admission = new AdmissionRules
            {
                RefuseBurnedInAnnotation = false,
                RefuseSecondaryCapture = false,
                RefuseUltrasound = false,
                RefuseDigitisedFilm = false,
                RefuseEncapsulatedDocuments = false,
                RefuseDoseScreens = false,
                ExcludedModalities = [],
            },
        };
        var header = Header(Capture, "US");
        header.Set(DicomTag.BurnedInAnnotation, "YES");
        header.Set(DicomTag.ConversionType, "DF");
        header.Set(DicomTag.SeriesDescription, "Dose Report");

        Check(header, profile).ShouldBeNull();
        Check(Header(Pdf, "DOC"), profile).ShouldBeNull();
    }

    [Fact]
    public void Check_FittingRegionRule_PassesWhenPixelsAreCleaned()
    {
        var rule = new PixelRegionRule
        {
            Name = "Acme",
            Modality = "US",
            Manufacturer = "ACME*",
            Regions = [new PixelRegion(0, 0, 800, 50)],
        };
        var cleaning = new DeidentificationProfile("Test", 1)
        {
            Options = new DeidentificationOptions { CleanPixelData = true },
            PixelRegions = [rule],
        };
        var header = Header(Ultrasound, "US");
        header.Set(DicomTag.Manufacturer, "Acme Medical");

        Admission.Check(header, DicomTransferSyntax.ExplicitVrLittleEndian, cleaning, out var fits);
        fits.ShouldBeTrue();
        var expected = Admission.Expected("US", Ultrasound, null, cleaning).ShouldNotBeNull();
        expected.IsCertain.ShouldBeFalse();
        Admission
            .Expected("MR", Capture, null, cleaning)
            .ShouldNotBeNull()
            .IsCertain.ShouldBeTrue();
        Check(header, cleaning with { Options = new DeidentificationOptions() })
            .ShouldBe(DeidentificationRefusal.Ultrasound);
        header.Set(DicomTag.Manufacturer, "Other");
        Check(header, cleaning).ShouldBe(DeidentificationRefusal.Ultrasound);
    }

    [Fact]
    public void Check_Refusal_RepeatsNoValue()
    {
        var header = Header(Capture, "MARKER7");
        header.Set(DicomTag.PatientName, "Marker7^X");
        header.Set(DicomTag.ConversionType, "WSD");

        var refusal = Should.Throw<DeidentificationRefusedException>(() =>
            Admission.Check(header, DicomTransferSyntax.ExplicitVrLittleEndian, Plain, out _)
        );

        refusal.Message.ShouldNotContain("MARKER7", Case.Insensitive);
    }

    [Fact]
    public void Expected_NothingKnown_IsNull() =>
        Admission.Expected(null, null, null, Plain).ShouldBeNull();

    [Fact]
    public void Expected_ClassNotKnownAndSomeAllowed_IsNotCertain()
    {
        var profile = new DeidentificationProfile("Test", 1)
        {
            Admission = new AdmissionRules { AllowedSopClasses = [Ultrasound] },
        };

        Admission.Expected("US", null, null, profile).ShouldNotBeNull().IsCertain.ShouldBeFalse();
        Admission.Expected("US", null, null, Plain).ShouldNotBeNull().IsCertain.ShouldBeTrue();
    }

    private static DeidentificationRefusal? Check(
        DicomDataset header,
        DeidentificationProfile profile
    )
    {
        try
        {
            Admission.Check(header, DicomTransferSyntax.ExplicitVrLittleEndian, profile, out _);
            return null;
        }
        catch (DeidentificationRefusedException refusal)
        {
            return refusal.Reason;
        }
    }

    private static DicomDataset Header(string sopClass, string modality)
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SopClassUid, sopClass);
        header.Set(DicomTag.Modality, DicomVr.CS, modality);
        return header;
    }
}
