using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>The counts of a C-GET or C-MOVE as the peer reports them, (0000,1020) to (0000,1023).</summary>
/// <param name="Remaining">Instances still to come.</param>
/// <param name="Completed">Instances sent and stored.</param>
/// <param name="Failed">Instances that were not stored.</param>
/// <param name="Warning">Instances stored with a warning.</param>
public readonly record struct DicomSubOperations(
    int Remaining,
    int Completed,
    int Failed,
    int Warning
)
{
    /// <summary>The sum of all four.</summary>
    public int Total => Remaining + Completed + Failed + Warning;
}

/// <summary>How a C-GET or C-MOVE ended.</summary>
/// <param name="Status">Success, or a warning: some sub-operations failed.</param>
/// <param name="SubOperations">The final counts; null when the peer sent none.</param>
/// <param name="FailedSopInstanceUids">(0008,0058); not every peer names them.</param>
/// <param name="ErrorComment">(0000,0902).</param>
public sealed record DicomRetrieveResult(
    DicomStatus Status,
    DicomSubOperations? SubOperations,
    IReadOnlyList<DicomUid> FailedSopInstanceUids,
    string? ErrorComment
);

/// <summary>How a C-STORE ended. Success and warning statuses mean that the peer has the instance.</summary>
/// <param name="Status">The peer's status, failures included.</param>
/// <param name="ErrorComment">(0000,0902).</param>
/// <param name="OffendingElements">(0000,0901).</param>
/// <param name="DatasetLength">Bytes of the data set that were sent.</param>
public sealed record DicomStoreResult(
    DicomStatus Status,
    string? ErrorComment,
    IReadOnlyList<DicomTag> OffendingElements,
    long DatasetLength
)
{
    /// <summary>True when the peer has the instance: success or a warning.</summary>
    public bool IsStored => Status.IsSuccess || Status.IsWarning;
}
