using System.Globalization;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>The objects of the archive as text, with the answers beside the values.</summary>
public static partial class Templates
{
    /// <summary>Modules of patient, study, series and equipment, with identifying text wherever people and machines put it.</summary>
    public static string Common(SyntheticStudy study, int series, int instance, ObjectText text)
    {
        var p = study.Patient;
        var age = AgeAt(p, study.Day);
        return $"""
            SpecificCharacterSet = ISO_IR 192 ## tag;notnull
            InstanceCreationDate = {study.Date} ## date
            InstanceCreationTime = 101500
            InstanceCreatorUID = 1.3.46.670589.44.9.{p.Number} ## uid
            SOPClassUID = {text.SopClass} ## tag;keep:{text.SopClass}
            SOPInstanceUID = {study.InstanceUid(series, instance)} ## uid
            StudyDate = {study.Date} ## date
            StudyTime = 093012 ## notnull
            AccessionNumber = {study.Accession} ## gone;tag
            Modality = {text.Modality} ## tag;keep:{text.Modality}
            Manufacturer = Example Scanners ## keep:Example Scanners
            InstitutionName = Klinikum Sonnenhang ## gone
            InstitutionAddress = Sonnenhang 4, 69999 Musterstadt ## gone
            ReferringPhysicianName = {p.Physician} ## gone
            ReferringPhysicianTelephoneNumbers = 06221 998{p.Number:D2} ## gone
            StationName = STATION{p.Number:D2}A ## gone
            StudyDescription = {study.Description} {p.Family} ## keep:{study.Description};gone:{p.Family}
            SeriesDescription = Serie {series} axial {p.Id} ## keep:Serie {series} axial;gone:{p.Id}
            InstitutionalDepartmentName = Radiologie Nordflügel ## gone
            PhysiciansOfRecord = Hausarzt^Ottilie{p.Number} ## gone
            PerformingPhysicianName = Untersucher^Kunigunde{p.Number} ## gone
            NameOfPhysiciansReadingStudy = Befunder^Theobald{p.Number} ## gone
            OperatorsName = Bediener^Walburga{p.Number} ## gone
            AdmittingDiagnosesDescription = Verdacht auf Pneumonie, Pat. {p.Given} {p.Family} ## keep:Verdacht auf Pneumonie;gone:{p.Family};gone:{p.Given}
            ManufacturerModelName = Model 7 ## keep:Model 7
            PatientName = {p.DicomName} ## subject;gone:{p.Family}
            PatientID = {p.Id} ## subject;gone
            IssuerOfPatientID = KISNORD{p.Number} ## gone
            PatientBirthDate = {p.BirthDate} ## tag;gone
            PatientBirthTime = 0412{p.Number:D2}
            PatientSex = {p.Sex} ## keep:{p.Sex}
            OtherPatientIDs = ALT{p.Number}-{p.Id} ## gone
            OtherPatientNames = Geboren^{p.Given}{p.Number}
            PatientBirthName = Ledigname{p.Number}^{p.Given} ## gone:Ledigname{p.Number}
            PatientAge = {age} ## notnull
            PatientSize = 1.7{p.Number % 10} ## notnull
            PatientWeight = {50 + p.Number} ## notnull
            PatientAddress = {p.Street}, {p.City} ## gone:{p.Street}
            PatientMotherBirthName = Muttername{p.Number}^Erna ## gone:Muttername{p.Number}
            PatientTelephoneNumbers = {p.Phone} ## gone
            EthnicGroup = GRUPPE{p.Number} ## notnull
            Occupation = Glasbläser ## keep:Glasbläser
            SmokingStatus = NO ## keep:NO
            AdditionalPatientHistory = Zustand nach Lobektomie. Tel. {p.Phone}, geb. {study.BirthInWords}. ## keep:Zustand nach Lobektomie;gone:{p.Phone};gone:{study.BirthInWords}
            PregnancyStatus = 4 ## tag
            PatientReligiousPreference = Konfession{p.Number} ## gone
            PatientComments = Angehörige: {p.Family}, {p.Street} ## keep:Angehörige;gone:{p.Family};gone:{p.Street}
            DeviceSerialNumber = SN-88{p.Number:D3} ## gone
            SoftwareVersions = VB{p.Number % 10}.1 ## keep:VB{p.Number % 10}.1
            StudyInstanceUID = {study.StudyUid} ## uid
            SeriesInstanceUID = {study.SeriesUid(series)} ## uid
            StudyID = ST{p.Number:D3}Q ## gone;tag
            SeriesNumber = {series} ## tag;keep:{series}
            InstanceNumber = {instance} ## tag;keep:{instance}
            IssueDateOfImagingServiceRequest = {study.Date} ## date
            CurrentPatientLocation = Station Sieben Bett {p.Number} ## gone
            VisitComments = Brief an {p.Family.ToUpperInvariant()}, {p.Given.ToUpperInvariant()} wegen Husten ## keep:wegen Husten;gone:{p.Family};gone:{p.Given}
            MedicalAlerts = Allergie, laut {p.FoldedFamily} seit Kindheit ## keep:Allergie;gone:{p.FoldedFamily}
            PatientState = stabil; Untersuchung am {study.Day:dd.MM.yyyy} ## keep:stabil;gone:{study.Day:dd.MM.yyyy}
            SpecialNeeds = {p.Birth:yyyy-MM-dd} und {p.Birth:dd/MM/yyyy}
            VisitStatusID = SCHEDULED
            RequestedProcedureComments = Kontakt {p.Mail}, ID {p.Digits} bitte nachreichen ## keep:bitte nachreichen;gone:{p.Mail};gone:{p.Digits}
            PreMedication = keine; geboren {p.Birth:yyyy-MM-dd}
            DischargeDiagnosisDescription = Bronchitis, besprochen mit Dr. {p.PhysicianFamily} ## gone:{p.PhysicianFamily}
            InterpretationText = Bronchitis, geb. {p.Birth:yyyy-MM-dd}, besprochen mit Dr. {p.PhysicianFamily} ## gone:{p.PhysicianFamily};gone:{p.Birth:yyyy-MM-dd}
            AcquisitionComments = Aufnahme von {p.Given} {p.Family} ({p.Birth:dd/MM/yyyy}) wiederholt ## keep:wiederholt;gone:{p.Birth:dd/MM/yyyy};gone:{p.Family}
            RequestedProcedureDescription = Thorax {p.Id} {study.Accession} ## keep:Thorax;gone:{study.Accession};gone:{p.Id}
            ReasonForStudy = V.a. Tumor, Hausarzt {p.PhysicianFamily} ## keep:V.a. Tumor;gone:{p.PhysicianFamily}
            AdmissionID = AUFN{p.Number:D3}77 ## gone
            AdmittingDate = {study.Date} ## date
            PerformedProcedureStepStartDate = {study.Date} ## date
            PerformedProcedureStepID = PPS{p.Number:D4}X ## gone
            PerformedProcedureStepDescription = Routine {p.Accessionless(
                study
            )} ## keep:Routine;gone:{study.Accession}
            RequestAttributesSequence
              ScheduledProcedureStepDescription = geplant für {p.Given} {p.Family}
              ScheduledProcedureStepID = SPS{p.Number:D4}Y ## gone
              RequestedProcedureID = RP{p.Number:D4}Z ## gone
            ReferencedStudySequence
              ReferencedSOPClassUID = 1.2.840.10008.3.1.2.3.1
              ReferencedSOPInstanceUID = {study.StudyUid}.99 ## gone
            ReferencedPatientSequence
              ReferencedSOPClassUID = 1.2.840.10008.3.1.2.1.1
              ReferencedSOPInstanceUID = {study.StudyUid}.98 ## gone
            OtherPatientIDsSequence
              PatientID = {p.Id}/B ## gone
              IssuerOfPatientID = ANDERES{p.Number}HAUS ## gone
              TypeOfPatientID = TEXT
            (0033,0010) LO = KLINIKUM RIS 1.0 ## gone
            (0033,1001) LO = {p.Family} {p.Given} privat ## gone
            (0033,1002) UN = {p.Id} unbekannt
            (0033,1003) SQ
              PatientName = {p.DicomName}
              (0033,0010) LO = KLINIKUM RIS 1.0
              (0033,1004) LT = Anschrift {p.Street} ## gone:{p.Street}
            """;
    }

    private static string Accessionless(this SyntheticPatient _, SyntheticStudy study) =>
        $"zu Auftrag {study.Accession}";

    private static string AgeAt(SyntheticPatient patient, DateOnly day)
    {
        var years =
            day.Year - patient.Birth.Year - (day.DayOfYear < patient.Birth.DayOfYear ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(years, 0):D3}Y");
    }

    private static string Pixels(
        int bits,
        int stored,
        int representation,
        string photometric = "MONOCHROME2",
        int samples = 1
    ) =>
        $"""

            SamplesPerPixel = {samples}
            PhotometricInterpretation = {photometric} ## keep:{photometric}
            Rows = {SyntheticPixels.Size} ## tag
            Columns = {SyntheticPixels.Size} ## tag
            BitsAllocated = {bits}
            BitsStored = {stored}
            HighBit = {stored - 1}
            PixelRepresentation = {representation}
            """;

    private static string Plane(int instance) =>
        $"""

            ImagePositionPatient = 0\0\{instance * 5} ## tag
            ImageOrientationPatient = 1\0\0\0\1\0 ## tag
            PixelSpacing = 0.7\0.7 ## keep:0.7\0.7
            SliceThickness = 5
            """;
}
