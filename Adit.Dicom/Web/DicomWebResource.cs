using Adit.Dicom.Data;

namespace Adit.Dicom.Web;

/// <summary>A study, a series or an instance (PS3.18 section 6.2).</summary>
/// <param name="StudyInstanceUid">The study.</param>
/// <param name="SeriesInstanceUid">A series of it; null for the whole study.</param>
/// <param name="SopInstanceUid">An instance of that series; null for the whole series.</param>
public readonly record struct DicomWebResource(
    DicomUid StudyInstanceUid,
    DicomUid? SeriesInstanceUid = null,
    DicomUid? SopInstanceUid = null
)
{
    /// <summary>The path below the base address.</summary>
    public override string ToString()
    {
        var path = $"studies/{Escape(StudyInstanceUid)}";
        if (SeriesInstanceUid is { } series)
        {
            path += $"/series/{Escape(series)}";
            if (SopInstanceUid is { } instance)
            {
                path += $"/instances/{Escape(instance)}";
            }
        }
        return path;
    }

    private static string Escape(DicomUid uid) => Uri.EscapeDataString(uid.Value);
}
