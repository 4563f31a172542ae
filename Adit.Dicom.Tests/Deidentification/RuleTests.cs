using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>What becomes of single attributes.</summary>
public sealed class RuleTests
{
    private static readonly DicomTag SerialNumber = DicomTag.DeviceSerialNumber;

    [Fact]
    public void Deidentify_ConditionalRowOfType3_Removes()
    {
        var ct = TestObjects.Ct();
        ct.Set(SerialNumber, "SN-1");
        Assert.False(TestObjects.Deidentify(ct).Contains(SerialNumber));
    }

    [Fact]
    public void Deidentify_ConditionalRowOfType2_Empties()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.ContrastBolusAgent, "Agent of Dr. Who"); // Z/D
        ct.SetSequence(DicomTag.AcquisitionContextSequence, new DicomDataset()); // X/Z, type 2 in DX
        var output = TestObjects.Deidentify(ct);
        Assert.True(output.Contains(DicomTag.ContrastBolusAgent));
        Assert.Null(output.GetString(DicomTag.ContrastBolusAgent));

        var dx = TestObjects.Object(DicomUids.DigitalXRayImageStorageForPresentation);
        dx.SetSequence(DicomTag.AcquisitionContextSequence, new DicomDataset());
        Assert.Empty(
            TestObjects.Deidentify(dx).GetSequence(DicomTag.AcquisitionContextSequence)!.Items
        );

        var plan = TestObjects.Object(DicomUids.RtPlanStorage);
        plan.Set(new DicomTag(0x300A, 0x0006), "20200101"); // RT Plan Date, X/D
        Assert.Equal(
            "19000101",
            TestObjects.Deidentify(plan).GetString(new DicomTag(0x300A, 0x0006))
        );
    }

    [Fact]
    public void Deidentify_ConditionalRowOfType1_GetsDummy()
    {
        var enhanced = TestObjects.Object(DicomUids.EnhancedMrImageStorage);
        enhanced.Set(SerialNumber, "SN-1");
        enhanced.Set(DicomTag.AcquisitionDateTime, "20240101101010");
        var output = TestObjects.Deidentify(enhanced);
        Assert.Equal(12, output.GetString(SerialNumber)!.Length);
        Assert.Equal("19000101000000", output.GetString(DicomTag.AcquisitionDateTime));
    }

    [Fact]
    public void Deidentify_ConditionalRowOfUnknownType_KeepsTheObjectValid()
    {
        var ct = TestObjects.Object(
            new DicomUid("1.2.840.10008.5.1.4.1.1.2.2") // newer than the table of types
        );
        ct.Set(SerialNumber, "SN-1"); // X/Z/D
        ct.Set(DicomTag.AcquisitionDate, "20240101"); // X/Z
        ct.SetSequence(DicomTag.ReferencedImageSequence, Reference("1.2.3.99")); // X/Z/U*
        var output = TestObjects.Deidentify(ct);
        Assert.NotNull(output.GetString(SerialNumber));
        Assert.True(output.Contains(DicomTag.AcquisitionDate));
        Assert.Null(output.GetString(DicomTag.AcquisitionDate));
        var reference = Assert.Single(output.GetSequence(DicomTag.ReferencedImageSequence)!.Items);
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.99")),
            reference.GetUid(DicomTag.ReferencedSopInstanceUid)
        );
        Assert.Equal(DicomUids.CtImageStorage, reference.GetUid(DicomTag.ReferencedSopClassUid));
    }

    [Fact]
    public void Deidentify_RemovedAttributeOfType1_GetsDummyAndIsListedAsDeviation()
    {
        var presentation = TestObjects.Object(DicomUids.GrayscaleSoftcopyPresentationStateStorage);
        var creationDate = new DicomTag(0x0070, 0x0082);
        presentation.Set(creationDate, "20240101");
        var engine = TestObjects.Engine();
        var result = engine.Deidentify(presentation, DicomTransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal("19000101", result.Dataset.GetString(creationDate));
        Assert.Empty(engine.Report().Deviations);
        result.Commit();
        var deviation = Assert.Single(engine.Report().Deviations);
        Assert.Equal("(0070,0082)", deviation.Attribute);
        Assert.Equal(DeidentificationAction.Replaced, deviation.Action);
        Assert.Equal(1, deviation.Count);
    }

    [Fact]
    public void Deidentify_NestedAttribute_HasTheTypeOfItsPath()
    {
        // Requested Procedure ID is of type 1C inside of Request Attributes, and X in the table.
        var ct = TestObjects.Ct();
        var request = new DicomDataset();
        request.Set(new DicomTag(0x0040, 0x1001), "RP-1");
        ct.SetSequence(new DicomTag(0x0040, 0x0275), request);
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions { CleanDescriptors = true }
        );
        var item = Assert.Single(output.GetSequence(new DicomTag(0x0040, 0x0275))!.Items);
        Assert.Equal(12, item.GetString(new DicomTag(0x0040, 0x1001))!.Length);
        Assert.False(TestObjects.Deidentify(ct).Contains(new DicomTag(0x0040, 0x0275)));
    }

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.6")] // retired
    [InlineData("1.3.12.2.1107.5.9.1")] // private
    [InlineData("1.2.840.10008.5.1.4.1.1.999")] // nobody's
    public void Deidentify_SopClassThatTheStandardDoesNotMaintain_IsTreatedTheStrictestWay(
        string sopClass
    )
    {
        var dataset = TestObjects.Object(new DicomUid(sopClass));
        dataset.Set(DicomTag.Modality, "OT");
        dataset.Set(DicomTag.StudyDescription, "Knee");
        dataset.Set(SerialNumber, "SN-1");
        dataset.Set(DicomTag.PatientWeight, "70");
        dataset.Set(new DicomTag(0x0019, 0x0010), DicomVr.LO, "SIEMENS MR HEADER");
        dataset.Set(new DicomTag(0x0019, 0x100C), DicomVr.IS, "1000");
        var everything = new DeidentificationOptions
        {
            RetainSafePrivate = true,
            RetainUids = true,
            RetainDeviceIdentity = true,
            RetainInstitutionIdentity = true,
            RetainPatientCharacteristics = true,
            Dates = DateHandling.KeepAll,
            CleanDescriptors = true,
            CleanStructuredContent = true,
            CleanGraphics = true,
        };
        var profile = TestObjects.Profile(everything) with
        {
            Admission = new AdmissionRules { ExcludedModalities = [], RefuseUltrasound = false },
        };
        var output = new Deidentifier(profile, TestObjects.Key, TestObjects.Subject)
            .Deidentify(dataset, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        Assert.False(output.Contains(DicomTag.StudyDescription));
        Assert.False(output.Contains(SerialNumber));
        Assert.False(output.Contains(DicomTag.PatientWeight));
        Assert.False(output.Contains(DicomTag.PatientAge));
        Assert.Null(output.GetString(DicomTag.StudyDate));
        Assert.NotEqual("1.2.3", output.GetString(DicomTag.StudyInstanceUid));
        Assert.DoesNotContain(output, item => item.Tag.IsPrivate);
        Assert.Equal(sopClass, output.GetString(DicomTag.SopClassUid));
        Assert.Equal("REMOVED", output.GetString(DicomTag.LongitudinalTemporalInformationModified));
        Assert.Equal(["113100"], CodesOf(output));
    }

    [Fact]
    public void Deidentify_Options_KeepWhatTheyList()
    {
        var ct = TestObjects.Ct();
        ct.Set(SerialNumber, "SN-1");
        ct.Set(DicomTag.InstitutionName, "Clinic");
        ct.Set(DicomTag.PatientWeight, "70");
        ct.Set(DicomTag.StudyDescription, "Knee left");
        var output = TestObjects.Deidentify(
            ct,
            new DeidentificationOptions
            {
                RetainUids = true,
                RetainDeviceIdentity = true,
                RetainInstitutionIdentity = true,
                RetainPatientCharacteristics = true,
                CleanDescriptors = true,
                Dates = DateHandling.KeepAll,
            }
        );
        Assert.Equal("SN-1", output.GetString(SerialNumber));
        Assert.Equal("Clinic", output.GetString(DicomTag.InstitutionName));
        Assert.Equal("70", output.GetString(DicomTag.PatientWeight));
        Assert.Equal("F", output.GetString(DicomTag.PatientSex));
        Assert.Equal("Knee left", output.GetString(DicomTag.StudyDescription));
        Assert.Equal("1.2.3", output.GetString(DicomTag.StudyInstanceUid));
        Assert.Equal("20240229", output.GetString(DicomTag.StudyDate));
        Assert.Equal(
            ["113100", "113105", "113106", "113108", "113109", "113110", "113112"],
            CodesOf(output)
        );
        Assert.Equal(
            "UNMODIFIED",
            output.GetString(DicomTag.LongitudinalTemporalInformationModified)
        );
        // Never kept.
        Assert.Null(output.GetString(DicomTag.PatientBirthDate));
        Assert.Null(output.GetString(DicomTag.AccessionNumber));
        Assert.Equal("SUBJ-01", output.GetString(DicomTag.PatientName));
    }

    [Fact]
    public void Deidentify_Statements_SayWhatWasDone()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.DeidentificationMethod, "by hand, of Testowicz");
        var output = TestObjects.Deidentify(ct);
        Assert.Equal("SUBJ-01", output.GetString(DicomTag.PatientName));
        Assert.Equal("SUBJ-01", output.GetString(DicomTag.PatientId));
        Assert.Equal("YES", output.GetString(DicomTag.PatientIdentityRemoved));
        Assert.Matches(
            @"^Adit \d+\.\d+\.\d+; Test 3$",
            output.GetString(DicomTag.DeidentificationMethod)
        );
        Assert.Equal(["113100"], CodesOf(output));
        Assert.Equal("REMOVED", output.GetString(DicomTag.LongitudinalTemporalInformationModified));
    }

    [Fact]
    public void Deidentify_AllowedClassWithBurnedInAnnotation_DoesNotClaimThatIdentityIsRemoved()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.BurnedInAnnotation, "YES");
        var refusing = TestObjects.Engine();
        Assert.Throws<DeidentificationRefusedException>(() =>
            refusing.Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian)
        );
        var profile = TestObjects.Profile() with
        {
            Admission = new AdmissionRules { AllowedSopClasses = [DicomUids.CtImageStorage.Value] },
        };
        var engine = new Deidentifier(profile, TestObjects.Key, TestObjects.Subject);
        var result = engine.Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian);
        result.Commit();
        Assert.Equal("NO", result.Dataset.GetString(DicomTag.PatientIdentityRemoved));
        Assert.Equal("(0012,0062)", Assert.Single(engine.Report().Deviations).Attribute);
    }

    [Fact]
    public void Deidentify_TrialOfTheSubject_IsWritten()
    {
        var subject = TestObjects.Subject with
        {
            TrialProtocolId = "STUDY-7",
            TrialProtocolName = "Größen",
        };
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.PatientComments, "calls himself Janek");
        var result = TestObjects
            .Engine(new DeidentificationOptions { Dates = DateHandling.KeepOfStudy }, subject)
            .Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        Assert.Equal("STUDY-7", result.GetString(DicomTag.ClinicalTrialProtocolId));
        Assert.Equal("Größen", result.GetString(DicomTag.ClinicalTrialProtocolName));
        Assert.Equal("ISO_IR 192", result.GetString(DicomTag.SpecificCharacterSet));
        Assert.Equal(
            "Project:STUDY-7 Subject:SUBJ-01 Session:SUBJ-01_20240229-101112.5",
            result.GetString(DicomTag.PatientComments)
        );
    }

    [Fact]
    public void Deidentify_TrialOfTheSubject_MakesItsModuleWhole()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.ClinicalTrialSponsorName, "Sponsor of the source");
        ct.Set(DicomTag.ClinicalTrialSubjectId, "PAT-4711");
        var output = TestObjects
            .Engine(subject: TestObjects.Subject with { TrialProtocolId = "STUDY-7" })
            .Deidentify(ct, DicomTransferSyntax.ExplicitVrLittleEndian)
            .Dataset;
        Assert.Matches("^[0-9A-Z]{12}$", output.GetString(DicomTag.ClinicalTrialSponsorName));
        Assert.Matches("^[0-9A-Z]{12}$", output.GetString(DicomTag.ClinicalTrialSubjectId));
        Assert.True(output.Contains(DicomTag.ClinicalTrialProtocolName));
        Assert.True(output.Contains(DicomTag.ClinicalTrialSiteId));
        Assert.True(output.Contains(DicomTag.ClinicalTrialSiteName));
        Assert.Equal(
            "Project:STUDY-7 Subject:SUBJ-01 Session:SUBJ-01",
            output.GetString(DicomTag.PatientComments)
        );
    }

    [Fact]
    public void Deidentify_ReferencesOfFrames_StayWithOtherUids()
    {
        var derivation = new DicomDataset();
        derivation.SetSequence(DicomTag.SourceImageSequence, Reference("1.2.3.99"));
        var frame = new DicomDataset();
        frame.SetSequence(new DicomTag(0x0008, 0x9124), derivation);
        var segmentation = TestObjects.Object(DicomUids.SegmentationStorage);
        segmentation.SetSequence(DicomTag.PerFrameFunctionalGroupsSequence, frame);
        segmentation.SetSequence(DicomTag.SourceImageSequence, Reference("1.2.3.99"));
        var engine = TestObjects.Engine();
        var result = engine.Deidentify(segmentation, DicomTransferSyntax.ExplicitVrLittleEndian);
        Assert.False(result.Dataset.Contains(DicomTag.SourceImageSequence));
        var source = Assert.Single(
            result
                .Dataset.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence)!
                .Items[0]
                .GetSequence(new DicomTag(0x0008, 0x9124))!
                .Items[0]
                .GetSequence(DicomTag.SourceImageSequence)!
                .Items
        );
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.99")),
            source.GetUid(DicomTag.ReferencedSopInstanceUid)
        );
        result.Commit();
        Assert.Equal(
            DeidentificationAction.UidReplaced,
            Assert.Single(engine.Report().Deviations).Action
        );
    }

    [Fact]
    public void Deidentify_UnlistedAttributes_StayWithoutTheirText()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.Rows, 512);
        ct.Set(DicomTag.Kvp, "120");
        ct.Set(DicomTag.Manufacturer, "ACME of PAT-4711");
        ct.Set(DicomTag.ManufacturerModelName, "PAT-4711");
        ct.Set(new DicomTag(0x0014, 0x0104), "Evaluator^Name");
        ct.Set(new DicomTag(0x0008, 0x0404), "20240101");
        var output = TestObjects.Deidentify(ct);
        Assert.Equal(512, output.GetInt32(DicomTag.Rows));
        Assert.Equal("120", output.GetString(DicomTag.Kvp));
        Assert.DoesNotContain("4711", output.GetString(DicomTag.Manufacturer));
        Assert.StartsWith("ACME", output.GetString(DicomTag.Manufacturer));
        Assert.Equal("REMOVED", output.GetString(DicomTag.ManufacturerModelName));
        Assert.Null(output.GetString(new DicomTag(0x0014, 0x0104)));
        Assert.Null(output.GetString(new DicomTag(0x0008, 0x0404)));
    }

    [Fact]
    public void Deidentify_WhatIsInNoDictionary_Goes()
    {
        var ct = TestObjects.Ct();
        ct.Set(new DicomTag(0x0010, 0x9999), DicomVr.LO, "made up");
        ct.Set(new DicomTag(0x0008, 0x0000), DicomVr.UL, "4");
        ct.Set(new DicomTag(0x5000, 0x3000), DicomVr.OW, new byte[4]);
        ct.Set(new DicomTag(0xFFFC, 0xFFFC), DicomVr.OB, new byte[64]);
        var output = TestObjects.Deidentify(ct);
        Assert.DoesNotContain(
            output,
            item => item.Tag.Value is 0x00109999 or 0x00080000 or 0x50003000 or 0xFFFCFFFC
        );
    }

    [Fact]
    public void Deidentify_UidsOfSeveralValues_AreAllReplacedButWellKnownOnes()
    {
        var ct = TestObjects.Ct();
        ct.Set(DicomTag.FrameOfReferenceUid, "1.2.840.10008.1.4.1.1");
        ct.Set(new DicomTag(0x0008, 0x0058), "1.2.3.4\\1.2.840.10008.1.20.1.1\\9.9.9");
        ct.Set(new DicomTag(0x0020, 0x9312), "1.2.3.77"); // Volume Frame of Reference UID, not in the table
        ct.Set(new DicomTag(0x0008, 0x010C), "1.2.3.78"); // Coding Scheme UID
        var output = TestObjects.Deidentify(ct);
        Assert.Equal("1.2.840.10008.1.4.1.1", output.GetString(DicomTag.FrameOfReferenceUid));
        Assert.Equal(
            [
                TestObjects.Key.MapUid(new DicomUid("1.2.3.4")).Value,
                "1.2.840.10008.1.20.1.1",
                TestObjects.Key.MapUid(new DicomUid("9.9.9")).Value,
            ],
            output.GetStrings(new DicomTag(0x0008, 0x0058))
        );
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.4")),
            output.GetUid(DicomTag.SopInstanceUid)
        );
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.77")),
            output.GetUid(new DicomTag(0x0020, 0x9312))
        );
        Assert.Equal("1.2.3.78", output.GetString(new DicomTag(0x0008, 0x010C)));
    }

    [Fact]
    public void Deidentify_NoUidOfItsOwn_IsDamaged()
    {
        var ct = TestObjects.Ct();
        ct.Remove(DicomTag.SopInstanceUid);
        var exception = Assert.Throws<DicomDataException>(() => TestObjects.Deidentify(ct));
        Assert.Equal(DicomTag.SopInstanceUid, exception.Tag);
    }

    private static DicomDataset Reference(string uid)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSopClassUid, DicomUids.CtImageStorage);
        item.Set(DicomTag.ReferencedSopInstanceUid, uid);
        return item;
    }

    private static string[] CodesOf(DicomDataset output) =>
        [
            .. output
                .GetSequence(DicomTag.DeidentificationMethodCodeSequence)!
                .Items.Select(item => item.GetString(DicomTag.CodeValue)!),
        ];
}
