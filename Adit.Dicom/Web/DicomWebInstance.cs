using System.IO.Pipelines;
using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

/// <summary>Takes an instance that arrives by WADO-RS.</summary>
/// <param name="instance">The instance; its data can be read only until the handler returns.</param>
/// <param name="cancellationToken">Cancelled when the retrieve is cancelled.</param>
public delegate ValueTask DicomWebInstanceHandler(
    DicomWebInstance instance,
    CancellationToken cancellationToken
);

/// <summary>An instance while it arrives by WADO-RS.</summary>
/// <param name="SopClassUid">(0002,0002) of its file meta information; the data set may say otherwise.</param>
/// <param name="SopInstanceUid">(0002,0003) of its file meta information; the data set may say otherwise.</param>
/// <param name="TransferSyntax">How <paramref name="Data"/> is encoded.</param>
/// <param name="Data">
/// The bytes of the data set as they come, without preamble and file meta information. Reading slowly slows the server down.
/// What is left unread when the handler returns is received and dropped.
/// </param>
public sealed record DicomWebInstance(
    DicomUid SopClassUid,
    DicomUid SopInstanceUid,
    DicomTransferSyntax TransferSyntax,
    PipeReader Data
);

/// <summary>What a retrieve by WADO-RS brought. A success of HTTP does not mean that everything came.</summary>
/// <param name="Instances">How many instances were handed on.</param>
/// <param name="Damaged">How many parts were no DICOM files, or did not say which instance they are.</param>
/// <param name="IsPartial">True when the server says that it does not have everything (206).</param>
/// <param name="Warnings">
/// The Warning headers, at most ten of 256 characters. They may hold anything; treat them as hostile text.
/// </param>
public sealed record DicomWebRetrieveResult(
    int Instances,
    int Damaged,
    bool IsPartial,
    IReadOnlyList<string> Warnings
);

/// <summary>An instance to send by STOW-RS.</summary>
/// <param name="SopClassUid">Its SOP class.</param>
/// <param name="SopInstanceUid">Its UID.</param>
/// <param name="TransferSyntax">How <paramref name="Data"/> is encoded.</param>
/// <param name="Data">The bytes of the data set without file meta information, read to the end while they are sent. Whoever
/// made the reader completes it.</param>
public sealed record DicomWebStoreRequest(
    DicomUid SopClassUid,
    DicomUid SopInstanceUid,
    DicomTransferSyntax TransferSyntax,
    PipeReader Data
)
{
    /// <summary>How many bytes <see cref="Data"/> has; null when that is not known yet: it is then sent in chunks.</summary>
    public long? Length { get; init; }
}

/// <summary>What became of an instance that was sent.</summary>
public enum DicomWebStoreOutcome
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>It is stored, but the server changed it or has doubts.</summary>
    StoredWithWarning,

    /// <summary>It is not stored.</summary>
    Failed,
}

/// <summary>The server's answer to an instance that was sent by STOW-RS.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="StatusCode">The status of the answer.</param>
/// <param name="Reason">
/// The failure or warning reason (PS3.18 Annex I.2), whose codes are those of C-STORE; null when the server gives none.
/// </param>
public sealed record DicomWebStoreResult(
    DicomWebStoreOutcome Outcome,
    HttpStatusCode StatusCode,
    DicomStatus? Reason
);
