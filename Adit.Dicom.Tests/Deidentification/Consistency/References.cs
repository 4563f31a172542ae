using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Consistency;

/// <summary>Which UIDs name an object, and which point at one.</summary>
internal static class References
{
    private static readonly DicomTag[] Pointers =
    [
        DicomTag.ReferencedSopInstanceUid,
        DicomTag.SeriesInstanceUid,
        DicomTag.StudyInstanceUid,
        DicomTag.FrameOfReferenceUid,
        new(0x3006, 0x0024), // Referenced Frame of Reference UID
        new(0x0040, 0xA124), // UID, as in UIDREF of reports
    ];

    /// <summary>The instances, series, studies and frames of reference that are there.</summary>
    public static HashSet<string> Targets(IEnumerable<DicomDataset> datasets) =>
        [
            .. datasets.SelectMany(dataset =>
                new[]
                {
                    DicomTag.SopInstanceUid,
                    DicomTag.SeriesInstanceUid,
                    DicomTag.StudyInstanceUid,
                    DicomTag.FrameOfReferenceUid,
                }
                    .Select(dataset.GetString)
                    .OfType<string>()
            ),
        ];

    /// <summary>All that the object points at, on every level.</summary>
    public static IEnumerable<string> Of(DicomDataset dataset) =>
        ConsistencyTests
            .Levels(dataset)
            .SelectMany(level => Pointers.SelectMany(level.GetStrings))
            .Where(uid => uid.Length > 0);
}
