using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>Takes an instance that arrives by C-STORE, on its own or inside a C-GET.</summary>
/// <param name="instance">The instance; its data can be read only until the handler returns.</param>
/// <param name="cancellationToken">Cancelled when the operation is cancelled or the association ends.</param>
/// <returns>The status that the sender is told. It may be given before the instance has reached its destination.</returns>
public delegate ValueTask<DicomStatus> DicomInstanceHandler(
    DicomIncomingInstance instance,
    CancellationToken cancellationToken
);

/// <summary>An instance while it arrives.</summary>
public sealed class DicomIncomingInstance
{
    internal DicomIncomingInstance() { }

    /// <summary>(0000,0002) as announced in the command; the data set may say otherwise.</summary>
    public required DicomUid SopClassUid { get; init; }

    /// <summary>(0000,1000) as announced in the command; the data set may say otherwise.</summary>
    public required DicomUid SopInstanceUid { get; init; }

    /// <summary>How the data is encoded.</summary>
    public required DicomTransferSyntax TransferSyntax { get; init; }

    /// <summary>AE title of the sender (of the PACS, inside a C-GET).</summary>
    public required string SenderAeTitle { get; init; }

    /// <summary>AE title of who opened the association.</summary>
    public required string CallingAeTitle { get; init; }

    /// <summary>AE title that was called.</summary>
    public required string CalledAeTitle { get; init; }

    /// <summary>AE title of who asked for the C-MOVE that brings this instance; null when there is none.</summary>
    public string? MoveOriginatorAeTitle { get; init; }

    /// <summary>Message ID of that C-MOVE.</summary>
    public ushort? MoveOriginatorMessageId { get; init; }

    /// <summary>
    /// The bytes of the data set as they come from the wire, without file meta information. Reading slowly slows the
    /// sender down. What is left unread when the handler returns is received and dropped.
    /// </summary>
    public required PipeReader Data { get; init; }
}
