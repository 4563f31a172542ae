using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>A rectangle of a picture, in pixels.</summary>
public sealed record BurnedIn(int X, int Y, int Width, int Height);

/// <summary>An object with the answers to what must become of it.</summary>
public sealed class SyntheticObject
{
    /// <summary>A name for messages.</summary>
    public required string Name { get; init; }

    public required SyntheticPatient Patient { get; init; }

    public required DicomDataset Dataset { get; init; }

    public required IReadOnlyList<Expectation> Key { get; init; }

    /// <summary>Text that is burned into the picture; null when nothing is.</summary>
    public BurnedIn? BurnedIn { get; init; }

    public string SopClass => Dataset.GetString(DicomTag.SopClassUid)!;

    public string SopInstanceUid => Dataset.GetString(DicomTag.SopInstanceUid)!;
}
