using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Archive;

/// <summary>An object that a sandbox archive holds, or can make when it is asked for.</summary>
internal interface IArchivedInstance
{
    string PatientId { get; }

    DicomUid StudyInstanceUid { get; }

    DicomUid SeriesInstanceUid { get; }

    DicomUid SopInstanceUid { get; }

    DicomUid SopClassUid { get; }

    DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Everything in front of the pixel data.</summary>
    DicomDataset ReadHeader();

    /// <summary>The whole data set, encoded in <see cref="TransferSyntax"/>.</summary>
    Stream OpenDataset();
}
