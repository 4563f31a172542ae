using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>An instance to send by C-STORE.</summary>
/// <param name="SopClassUid">Its SOP class; an accepted presentation context for it must exist.</param>
/// <param name="SopInstanceUid">Its UID.</param>
/// <param name="TransferSyntax">How <paramref name="Data"/> is encoded; the context must have the same.</param>
/// <param name="Data">The bytes of the data set without file meta information, read to the end while they are sent. Whoever
/// made the reader completes it.</param>
public sealed record DicomStoreRequest(
    DicomUid SopClassUid,
    DicomUid SopInstanceUid,
    DicomTransferSyntax TransferSyntax,
    PipeReader Data
)
{
    /// <summary>AE title of who asked for the C-MOVE that this is part of; null when there is none.</summary>
    public string? MoveOriginatorAeTitle { get; init; }

    /// <summary>Message ID of that C-MOVE.</summary>
    public ushort? MoveOriginatorMessageId { get; init; }
}
