using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Matching;

namespace Adit.Infrastructure.Sandbox.Archive;

/// <summary>
/// Which attributes belong to which level of the information models (PS3.4 C.6.1.1, C.6.2.1). An attribute of an image is
/// no attribute of its study, although the study is known through its images only.
/// </summary>
internal static class LevelAttributes
{
    private static readonly DicomTag[] Patient =
    [
        DicomTag.SpecificCharacterSet,
        DicomTag.PatientName,
        DicomTag.PatientId,
        DicomTag.IssuerOfPatientId,
        DicomTag.PatientBirthDate,
        DicomTag.PatientBirthTime,
        DicomTag.PatientSex,
        DicomTag.OtherPatientIds,
        DicomTag.OtherPatientNames,
        DicomTag.EthnicGroup,
        DicomTag.PatientComments,
    ];

    private static readonly DicomTag[] Study =
    [
        DicomTag.StudyInstanceUid,
        DicomTag.StudyId,
        DicomTag.StudyDate,
        DicomTag.StudyTime,
        DicomTag.AccessionNumber,
        DicomTag.StudyDescription,
        DicomTag.ReferringPhysicianName,
        DicomTag.NameOfPhysiciansReadingStudy,
        DicomTag.AdmittingDiagnosesDescription,
        DicomTag.PatientAge,
        DicomTag.PatientSize,
        DicomTag.PatientWeight,
        DicomTag.Occupation,
        DicomTag.AdditionalPatientHistory,
        DicomTag.InstitutionName,
    ];

    private static readonly DicomTag[] Series =
    [
        DicomTag.Modality,
        DicomTag.SeriesInstanceUid,
        DicomTag.SeriesNumber,
        DicomTag.SeriesDescription,
        DicomTag.SeriesDate,
        DicomTag.SeriesTime,
        DicomTag.BodyPartExamined,
        DicomTag.PatientPosition,
        DicomTag.Laterality,
        DicomTag.ProtocolName,
        DicomTag.OperatorsName,
        DicomTag.PerformingPhysicianName,
        DicomTag.Manufacturer,
        DicomTag.ManufacturerModelName,
        DicomTag.StationName,
        DicomTag.FrameOfReferenceUid,
        DicomTag.PerformedProcedureStepStartDate,
        DicomTag.PerformedProcedureStepStartTime,
        DicomTag.PerformedProcedureStepId,
        DicomTag.PerformedProcedureStepDescription,
    ];

    /// <summary>A copy of what the header says about the level and those above it; at image level everything.</summary>
    public static DicomDataset Select(DicomDataset header, QueryLevel level)
    {
        var selected = new DicomDataset();
        if (level == QueryLevel.Image)
        {
            foreach (var item in header)
            {
                selected.Set(item);
            }
            return selected;
        }
        Copy(Patient, header, selected);
        if (level >= QueryLevel.Study)
        {
            Copy(Study, header, selected);
        }
        if (level >= QueryLevel.Series)
        {
            Copy(Series, header, selected);
        }
        return selected;
    }

    private static void Copy(DicomTag[] tags, DicomDataset from, DicomDataset to)
    {
        foreach (var tag in tags)
        {
            if (from[tag] is DicomElement element)
            {
                to.Set(element);
            }
        }
    }
}
