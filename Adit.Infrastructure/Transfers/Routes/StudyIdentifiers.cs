using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// The identifiers by which a study is asked for (PS3.4 C.6). The study root needs no patient; the patient root names the patient
/// in every identifier.
/// </summary>
internal sealed class StudyIdentifiers(
    DicomServerNode source,
    JobTask task,
    ServerServices studyRootService,
    ServerServices patientRootService
)
{
    public bool IsStudyRoot { get; } =
        source.Offers(studyRootService) || !source.Offers(patientRootService);

    public DicomDataset Level(string level)
    {
        var identifier = new DicomDataset();
        if (!IsStudyRoot)
        {
            // An accepted other ID is the one that this server knows the study by.
            identifier.Set(DicomTag.PatientId, task.AcceptedPatientId ?? task.PatientId);
        }
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        identifier.Set(DicomTag.StudyInstanceUid, task.StudyInstanceUid);
        return identifier;
    }

    public DicomDataset Of(FetchScope scope)
    {
        switch (scope)
        {
            case FetchScope.Study:
                return Level("STUDY");
            case FetchScope.Series series:
                var some = Level("SERIES");
                some.Set(DicomTag.SeriesInstanceUid, string.Join('\\', series.SeriesInstanceUids));
                return some;
            case FetchScope.Images images:
                var list = Level("IMAGE");
                list.Set(DicomTag.SeriesInstanceUid, images.SeriesInstanceUid);
                list.Set(DicomTag.SopInstanceUid, string.Join('\\', images.SopInstanceUids));
                return list;
            default:
                throw new ArgumentOutOfRangeException(nameof(scope));
        }
    }
}
