using Adit.Dicom.Data;

namespace Adit.Dicom.Network.Pdus;

/// <summary>Command field values (PS3.7 table E.1-1).</summary>
internal enum DimseOperation : ushort
{
    StoreRequest = 0x0001,
    StoreResponse = 0x8001,
    GetRequest = 0x0010,
    GetResponse = 0x8010,
    FindRequest = 0x0020,
    FindResponse = 0x8020,
    MoveRequest = 0x0021,
    MoveResponse = 0x8021,
    EchoRequest = 0x0030,
    EchoResponse = 0x8030,
    CancelRequest = 0x0FFF,
}

/// <summary>A DIMSE command set (PS3.7 6.3.1): the few elements of group 0000 as plain values.</summary>
internal sealed class DimseCommand
{
    public DimseOperation Operation { get; set; }
    public byte ContextId { get; set; }
    public string? AffectedSopClassUid { get; set; }
    public string? RequestedSopClassUid { get; set; }
    public ushort MessageId { get; set; }
    public ushort MessageIdBeingRespondedTo { get; set; }
    public ushort? Priority { get; set; }
    public bool HasDataset { get; set; }
    public DicomStatus? Status { get; set; }
    public IReadOnlyList<DicomTag> OffendingElements { get; set; } = [];
    public string? ErrorComment { get; set; }
    public string? AffectedSopInstanceUid { get; set; }
    public string? MoveDestination { get; set; }
    public string? MoveOriginatorAeTitle { get; set; }
    public ushort? MoveOriginatorMessageId { get; set; }
    public ushort? RemainingSubOperations { get; set; }
    public ushort? CompletedSubOperations { get; set; }
    public ushort? FailedSubOperations { get; set; }
    public ushort? WarningSubOperations { get; set; }

    public bool IsResponse => ((ushort)Operation & 0x8000) != 0;

    public string Name =>
        Operation switch
        {
            DimseOperation.StoreRequest => "C-STORE request",
            DimseOperation.StoreResponse => "C-STORE response",
            DimseOperation.GetRequest => "C-GET request",
            DimseOperation.GetResponse => "C-GET response",
            DimseOperation.FindRequest => "C-FIND request",
            DimseOperation.FindResponse => "C-FIND response",
            DimseOperation.MoveRequest => "C-MOVE request",
            DimseOperation.MoveResponse => "C-MOVE response",
            DimseOperation.EchoRequest => "C-ECHO request",
            DimseOperation.EchoResponse => "C-ECHO response",
            DimseOperation.CancelRequest => "C-CANCEL request",
            _ => $"command {(ushort)Operation:X4}",
        };

    /// <summary>The answer to this request with the fields that every response repeats.</summary>
    public DimseCommand ToResponse(DicomStatus status, bool hasDataset = false) =>
        new()
        {
            Operation = (DimseOperation)((ushort)Operation | 0x8000),
            ContextId = ContextId,
            AffectedSopClassUid = AffectedSopClassUid,
            AffectedSopInstanceUid = AffectedSopInstanceUid,
            MessageIdBeingRespondedTo = MessageId,
            Status = status,
            HasDataset = hasDataset,
        };
}
