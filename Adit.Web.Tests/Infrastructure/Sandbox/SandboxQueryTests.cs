using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Synthesis;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox;

/// <summary>Queries as DCMTK asks them, on every level and in both models.</summary>
public sealed class SandboxQueryTests(SandboxArchives archives) : IClassFixture<SandboxArchives>
{
    private const string Filled = "SANDBOX1";

    [Fact]
    public async Task Echo_FromDcmtk_Succeeds()
    {
        var (exitCode, output) = await archives.RunAsync("echoscu", Filled, []);

        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public async Task Echo_WithAnotherCalledAeTitle_IsRejected()
    {
        var (exitCode, output) = await archives.RunAsync("echoscu", Filled, ["--call", "NOBODY"]);

        exitCode.ShouldNotBe(0);
        output.ShouldContain("Called AE Title Not Recognized");
    }

    [Theory]
    [InlineData("-P", "PATIENT", "PatientID=SBX-10*", 5)]
    [InlineData("-P", "PATIENT", "PatientID=SBX-1001", 1)]
    [InlineData("-P", "PATIENT", "PatientID=sbx-1001", 0)]
    [InlineData("-P", "PATIENT", "PatientID=SBX-100?", 5)]
    [InlineData("-P", "PATIENT", "PatientID=", 14)]
    [InlineData("-P", "PATIENT", "PatientName=KELLER*", 2)]
    [InlineData("-P", "PATIENT", "PatientName=keller^jorg", 1)]
    [InlineData("-P", "PATIENT", "PatientName=Keller", 0)]
    [InlineData("-P", "PATIENT", "PatientName=müßig*", 1)]
    [InlineData("-P", "PATIENT", "PatientName=ΠΑΠΑΔΟΠΟΎΛΟΥ^*", 1)]
    [InlineData("-P", "PATIENT", "PatientName=γεωργιου^νικος", 1)]
    [InlineData("-P", "PATIENT", "PatientName=鈴木^花子", 1)]
    [InlineData("-P", "PATIENT", "PatientName=さとう*", 1)]
    [InlineData("-P", "PATIENT", "PatientName=Соколова^?ера", 1)]
    [InlineData("-P", "PATIENT", "PatientName=Nov*^J???", 1)]
    [InlineData("-P", "PATIENT", "PatientBirthDate=19500101-19600101", 2)]
    [InlineData("-P", "PATIENT", "PatientBirthDate=20150101-", 1)]
    [InlineData("-P", "PATIENT", "PatientSex=O", 2)]
    [InlineData("-S", "STUDY", "PatientID=SBX-1001", 2)]
    [InlineData("-S", "STUDY", "StudyDate=20240311", 2)]
    [InlineData("-S", "STUDY", "StudyDate=20240101-20240430", 3)]
    [InlineData("-S", "STUDY", "StudyDate=-20240311", 2)]
    [InlineData("-S", "STUDY", "StudyTime=06", 2)]
    [InlineData("-S", "STUDY", "StudyTime=0600-0800", 4)]
    [InlineData("-S", "STUDY", "AccessionNumber=SBX240001", 1)]
    [InlineData("-S", "STUDY", "AccessionNumber=SBX25*", 12)]
    [InlineData("-S", "STUDY", "StudyDescription=CT *", 8)]
    [InlineData("-S", "STUDY", "StudyDescription=ct *", 0)]
    [InlineData("-S", "STUDY", "ModalitiesInStudy=US", 3)]
    [InlineData("-S", "STUDY", @"ModalitiesInStudy=US\SR", 8)]
    [InlineData("-S", "STUDY", "StudyInstanceUID=1.2.3", 0)]
    [InlineData("-P", "STUDY", "PatientID=SBX-1002", 2)]
    public async Task Find_WithKey_AnswersWhatMatches(
        string model,
        string level,
        string key,
        int expected
    )
    {
        var answers = await archives.FindAsync(
            Filled,
            model,
            "SpecificCharacterSet=ISO_IR 192",
            "QueryRetrieveLevel=" + level,
            key
        );

        answers.Count.ShouldBe(expected);
    }

    [Theory]
    [InlineData("SBX-1001", "Keller^Jörg", "ISO_IR 100")]
    [InlineData("SBX-2001", "Παπαδοπούλου^Ελένη", "ISO_IR 126")]
    [InlineData("SBX-2002", "Γεωργίου^Νίκος", "ISO_IR 192")]
    [InlineData("SBX-3001", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", @"\ISO 2022 IR 87")]
    [InlineData("SBX-4002", "Соколова^Вера", "ISO_IR 144")]
    [InlineData("SBX-5001", "Berg^Mia", null)]
    public async Task Find_Patient_AnswersInThePatientsCharacterSet(
        string id,
        string name,
        string? characterSet
    )
    {
        var answers = await archives.FindAsync(
            Filled,
            "-P",
            "QueryRetrieveLevel=PATIENT",
            "PatientID=" + id,
            "PatientName",
            "NumberOfPatientRelatedStudies"
        );

        var answer = answers.ShouldHaveSingleItem();
        answer.GetString(DicomTag.PatientName).ShouldBe(name);
        answer.GetString(DicomTag.SpecificCharacterSet).ShouldBe(characterSet);
        answer.GetInt32(DicomTag.NumberOfPatientRelatedStudies).ShouldBe(Studies(id).Length);
    }

    [Fact]
    public async Task Find_Study_CountsWhatBelongsToIt()
    {
        var study = SyntheticHospital.Studies.MaxBy(candidate => candidate.Instances().Count())!;

        var answers = await archives.FindAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + study.Uid,
            "NumberOfStudyRelatedSeries",
            "NumberOfStudyRelatedInstances",
            "NumberOfPatientRelatedStudies",
            "ModalitiesInStudy",
            "InstanceAvailability",
            "0032,4000"
        );

        var answer = answers.ShouldHaveSingleItem();
        answer.GetInt32(DicomTag.NumberOfStudyRelatedSeries).ShouldBe(study.Series.Count);
        answer.GetInt32(DicomTag.NumberOfStudyRelatedInstances).ShouldBe(study.Instances().Count());
        answer
            .GetInt32(DicomTag.NumberOfPatientRelatedStudies)
            .ShouldBe(Studies(study.Patient.Id).Length);
        answer.GetStrings(DicomTag.ModalitiesInStudy).ShouldBe(["CT", "SR"]);
        answer.GetString(DicomTag.InstanceAvailability).ShouldBe("ONLINE");
        answer.GetString(DicomTag.RetrieveAeTitle).ShouldBe(Filled);
        answer.Contains(DicomTag.StudyComments).ShouldBeTrue();
        answer.GetString(DicomTag.StudyComments).ShouldBeNull();
    }

    [Theory]
    [InlineData("-S")]
    [InlineData("-P")]
    public async Task Find_SeriesAndImages_AgreesWithTheStudy(string model)
    {
        var study = SyntheticHospital.Studies[0];
        string[] above = model == "-P" ? ["PatientID=" + study.Patient.Id] : [];

        var series = await archives.FindAsync(
            Filled,
            model,
            [
                "QueryRetrieveLevel=SERIES",
                .. above,
                "StudyInstanceUID=" + study.Uid,
                "SeriesInstanceUID",
                "Modality=CT",
                "SeriesNumber",
                "SeriesDescription",
                "NumberOfSeriesRelatedInstances",
            ]
        );
        series
            .Select(answer => answer.GetString(DicomTag.SeriesDescription))
            .ShouldBe(["Head 5.0 brain", "Head 5.0 bone"]);
        series.ShouldAllBe(answer =>
            answer.GetInt32(DicomTag.NumberOfSeriesRelatedInstances) == 32
        );

        var images = await archives.FindAsync(
            Filled,
            model,
            [
                "QueryRetrieveLevel=IMAGE",
                .. above,
                "StudyInstanceUID=" + study.Uid,
                "SeriesInstanceUID=" + series[1].GetString(DicomTag.SeriesInstanceUid),
                "SOPInstanceUID",
                "SOPClassUID",
                "InstanceNumber",
                "Rows",
            ]
        );
        images
            .Select(answer => answer.GetInt32(DicomTag.InstanceNumber))
            .ShouldBe(Enumerable.Range(1, 32).Select(n => (int?)n));
        images.ShouldAllBe(answer => answer.GetInt32(DicomTag.Rows) == 512);
        images
            .Select(answer => answer.GetString(DicomTag.SopInstanceUid))
            .ShouldBe(
                study
                    .Instances()
                    .Where(image => image.SeriesNumber == 2)
                    .Select(image => image.SopInstanceUid.Value)
            );
    }

    [Fact]
    public async Task Find_ListOfUids_AnswersEachOfThem()
    {
        var wanted = SyntheticHospital.Studies.Take(3).Select(study => study.Uid.Value).ToArray();

        var answers = await archives.FindAsync(
            Filled,
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID=" + string.Join('\\', wanted),
            "StudyDescription"
        );

        answers.Select(answer => answer.GetString(DicomTag.StudyInstanceUid)).ShouldBe(wanted);
    }

    [Theory]
    [InlineData("-S", "QueryRetrieveLevel=PATIENT")]
    [InlineData("-S", "QueryRetrieveLevel=SERIES")]
    [InlineData("-P", "QueryRetrieveLevel=STUDY")]
    [InlineData("-S", "QueryRetrieveLevel=NOTHING")]
    public async Task Find_IdentifierThatDoesNotFitTheModel_IsRefusedWithA900(
        string model,
        string level
    )
    {
        var (_, output) = await archives.RunAsync(
            "findscu",
            Filled,
            ["-v", model, "-k", level, "-k", "StudyDate"]
        );

        output.ShouldContain("DataSetDoesNotMatchSOPClass", customMessage: output);
    }

    [Fact]
    public async Task Find_InTheEmptyArchive_AnswersNothing()
    {
        var answers = await archives.FindAsync(
            "SANDBOX2",
            "-S",
            "QueryRetrieveLevel=STUDY",
            "StudyInstanceUID"
        );

        answers.ShouldBeEmpty();
    }

    private static SyntheticStudy[] Studies(string patientId) =>
        [.. SyntheticHospital.Studies.Where(study => study.Patient.Id == patientId)];
}
