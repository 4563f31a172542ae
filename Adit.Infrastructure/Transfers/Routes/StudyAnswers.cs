using Adit.Dicom.Data;
using Adit.Domain.StudySearch;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Reads what a server answered to a look-up, with all the freedom that servers take.</summary>
internal static class StudyAnswers
{
    /// <summary>A server that ignores a key answers with studies that were not asked for.</summary>
    public static bool IsOf(DicomDataset answer, string studyInstanceUid) =>
        Uid(answer, DicomTag.StudyInstanceUid) is not { } uid || uid == studyInstanceUid;

    public static ListedSeries? Series(DicomDataset answer) =>
        Uid(answer, DicomTag.SeriesInstanceUid) is not { } uid
            ? null
            : new ListedSeries(
                uid,
                answer.GetString(DicomTag.Modality)?.Trim(),
                Number(answer, DicomTag.NumberOfSeriesRelatedInstances)
            )
            {
                Number = Number(answer, DicomTag.SeriesNumber),
                Description = answer.GetString(DicomTag.SeriesDescription)?.Trim(),
                BodyPart = answer.GetString(DicomTag.BodyPartExamined)?.Trim(),
                Availability = Availability(answer),
            };

    public static InstanceAvailability Availability(DicomDataset answer) =>
        InstanceAvailabilities.Parse(answer.GetString(DicomTag.InstanceAvailability));

    public static string? PatientId(DicomDataset answer) =>
        answer.GetString(DicomTag.PatientId)?.Trim() is { Length: > 0 } id ? id : null;

    public static string? Uid(DicomDataset answer, DicomTag tag) =>
        answer.GetString(tag)?.Trim() is { Length: > 0 and <= DicomUid.MaxLength } uid ? uid : null;

    public static IEnumerable<DicomUid> Uids(DicomDataset answer, DicomTag tag) =>
        answer
            .GetStrings(tag)
            .Select(uid => uid.Trim())
            .Where(uid => uid.Length > 0)
            .Select(uid => new DicomUid(uid));

    private static int? Number(DicomDataset answer, DicomTag tag)
    {
        try
        {
            return answer.GetInt32(tag);
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}
