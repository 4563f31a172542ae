using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>Who opened an association.</summary>
/// <param name="CallingAeTitle">AE title of the caller. It is a claim, not a proof.</param>
/// <param name="CalledAeTitle">AE title that was called.</param>
/// <param name="Address">IP address and port of the caller.</param>
public sealed record DicomCaller(string CallingAeTitle, string CalledAeTitle, string Address);

/// <summary>A C-FIND request.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Model">The information model, for example <see cref="DicomUids.StudyRootFind"/>.</param>
/// <param name="Identifier">The keys.</param>
public sealed record DicomFindRequest(DicomCaller Caller, DicomUid Model, DicomDataset Identifier);

/// <summary>A C-GET or C-MOVE request.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Model">The information model, for example <see cref="DicomUids.StudyRootMove"/>.</param>
/// <param name="Identifier">Level and UIDs.</param>
/// <param name="MoveDestination">AE title of the receiver of a C-MOVE; null for C-GET.</param>
public sealed record DicomRetrieveRequest(
    DicomCaller Caller,
    DicomUid Model,
    DicomDataset Identifier,
    string? MoveDestination
);

/// <summary>An instance that a retrieve sends.</summary>
public interface IDicomInstanceSource
{
    /// <summary>Its SOP class.</summary>
    DicomUid SopClassUid { get; }

    /// <summary>Its UID.</summary>
    DicomUid SopInstanceUid { get; }

    /// <summary>How the data set is encoded.</summary>
    DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Opens the bytes of the data set, without file meta information. The caller disposes the stream.</summary>
    /// <param name="cancellationToken">Cancelled when the retrieve is.</param>
    /// <returns>The bytes.</returns>
    ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken);
}

/// <summary>
/// What an archive answers. <see cref="DicomServer"/> does the rest: associations, messages, sub-operations, cancelling.
/// Members may run at the same time for several associations. To answer with a failure, throw
/// <see cref="DicomStatusException"/>; any other exception becomes "processing failure" and is logged.
/// </summary>
public interface IDicomService
{
    /// <summary>Answers C-ECHO.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancelled when the association ends.</param>
    /// <returns>The status, usually success.</returns>
    ValueTask<DicomStatus> EchoAsync(DicomCaller caller, CancellationToken cancellationToken);

    /// <summary>Answers C-FIND; each data set is sent as a pending response at once.</summary>
    /// <param name="request">The query.</param>
    /// <param name="cancellationToken">Cancelled by C-CANCEL and when the association ends.</param>
    /// <returns>The matches.</returns>
    IAsyncEnumerable<DicomDataset> FindAsync(
        DicomFindRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>Names the instances that a C-GET or C-MOVE sends.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Cancelled when the association ends.</param>
    /// <returns>The instances in the order in which they are sent.</returns>
    ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
        DicomRetrieveRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>Where a C-MOVE destination is.</summary>
    /// <param name="aeTitle">AE title of the destination.</param>
    /// <returns>The peer, or null when the title is not known.</returns>
    DicomPeer? ResolveMoveDestination(string aeTitle);

    /// <summary>Takes an instance by C-STORE. A <see cref="DicomAssociationAbortedException"/> aborts the association at once,
    /// without receiving the rest of the instance.</summary>
    /// <param name="instance">The instance while it arrives.</param>
    /// <param name="cancellationToken">Cancelled when the association ends.</param>
    /// <returns>The status that the sender is told.</returns>
    ValueTask<DicomStatus> StoreAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    );
}
