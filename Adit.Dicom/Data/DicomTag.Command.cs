namespace Adit.Dicom.Data;

/// <content>Tags that code names directly, by keyword in Pascal case: command, file meta information and directory elements.</content>
public readonly partial record struct DicomTag
{
    /// <summary>(0000,0000) Command Group Length, UL.</summary>
    public static DicomTag CommandGroupLength => new(0x0000, 0x0000);

    /// <summary>(0000,0002) Affected SOP Class UID, UI.</summary>
    public static DicomTag AffectedSopClassUid => new(0x0000, 0x0002);

    /// <summary>(0000,0003) Requested SOP Class UID, UI.</summary>
    public static DicomTag RequestedSopClassUid => new(0x0000, 0x0003);

    /// <summary>(0000,0100) Command Field, US.</summary>
    public static DicomTag CommandField => new(0x0000, 0x0100);

    /// <summary>(0000,0110) Message ID, US.</summary>
    public static DicomTag MessageId => new(0x0000, 0x0110);

    /// <summary>(0000,0120) Message ID Being Responded To, US.</summary>
    public static DicomTag MessageIdBeingRespondedTo => new(0x0000, 0x0120);

    /// <summary>(0000,0600) Move Destination, AE.</summary>
    public static DicomTag MoveDestination => new(0x0000, 0x0600);

    /// <summary>(0000,0700) Priority, US.</summary>
    public static DicomTag Priority => new(0x0000, 0x0700);

    /// <summary>(0000,0800) Command Data Set Type, US.</summary>
    public static DicomTag CommandDataSetType => new(0x0000, 0x0800);

    /// <summary>(0000,0900) Status, US.</summary>
    public static DicomTag Status => new(0x0000, 0x0900);

    /// <summary>(0000,0901) Offending Element, AT.</summary>
    public static DicomTag OffendingElement => new(0x0000, 0x0901);

    /// <summary>(0000,0902) Error Comment, LO.</summary>
    public static DicomTag ErrorComment => new(0x0000, 0x0902);

    /// <summary>(0000,0903) Error ID, US.</summary>
    public static DicomTag ErrorId => new(0x0000, 0x0903);

    /// <summary>(0000,1000) Affected SOP Instance UID, UI.</summary>
    public static DicomTag AffectedSopInstanceUid => new(0x0000, 0x1000);

    /// <summary>(0000,1001) Requested SOP Instance UID, UI.</summary>
    public static DicomTag RequestedSopInstanceUid => new(0x0000, 0x1001);

    /// <summary>(0000,1002) Event Type ID, US.</summary>
    public static DicomTag EventTypeId => new(0x0000, 0x1002);

    /// <summary>(0000,1005) Attribute Identifier List, AT.</summary>
    public static DicomTag AttributeIdentifierList => new(0x0000, 0x1005);

    /// <summary>(0000,1008) Action Type ID, US.</summary>
    public static DicomTag ActionTypeId => new(0x0000, 0x1008);

    /// <summary>(0000,1020) Number of Remaining Sub-operations, US.</summary>
    public static DicomTag NumberOfRemainingSuboperations => new(0x0000, 0x1020);

    /// <summary>(0000,1021) Number of Completed Sub-operations, US.</summary>
    public static DicomTag NumberOfCompletedSuboperations => new(0x0000, 0x1021);

    /// <summary>(0000,1022) Number of Failed Sub-operations, US.</summary>
    public static DicomTag NumberOfFailedSuboperations => new(0x0000, 0x1022);

    /// <summary>(0000,1023) Number of Warning Sub-operations, US.</summary>
    public static DicomTag NumberOfWarningSuboperations => new(0x0000, 0x1023);

    /// <summary>(0000,1030) Move Originator Application Entity Title, AE.</summary>
    public static DicomTag MoveOriginatorApplicationEntityTitle => new(0x0000, 0x1030);

    /// <summary>(0000,1031) Move Originator Message ID, US.</summary>
    public static DicomTag MoveOriginatorMessageId => new(0x0000, 0x1031);

    /// <summary>(0002,0000) File Meta Information Group Length, UL.</summary>
    public static DicomTag FileMetaInformationGroupLength => new(0x0002, 0x0000);

    /// <summary>(0002,0001) File Meta Information Version, OB.</summary>
    public static DicomTag FileMetaInformationVersion => new(0x0002, 0x0001);

    /// <summary>(0002,0002) Media Storage SOP Class UID, UI.</summary>
    public static DicomTag MediaStorageSopClassUid => new(0x0002, 0x0002);

    /// <summary>(0002,0003) Media Storage SOP Instance UID, UI.</summary>
    public static DicomTag MediaStorageSopInstanceUid => new(0x0002, 0x0003);

    /// <summary>(0002,0010) Transfer Syntax UID, UI.</summary>
    public static DicomTag TransferSyntaxUid => new(0x0002, 0x0010);

    /// <summary>(0002,0012) Implementation Class UID, UI.</summary>
    public static DicomTag ImplementationClassUid => new(0x0002, 0x0012);

    /// <summary>(0002,0013) Implementation Version Name, SH.</summary>
    public static DicomTag ImplementationVersionName => new(0x0002, 0x0013);

    /// <summary>(0002,0016) Source Application Entity Title, AE.</summary>
    public static DicomTag SourceApplicationEntityTitle => new(0x0002, 0x0016);

    /// <summary>(0002,0017) Sending Application Entity Title, AE.</summary>
    public static DicomTag SendingApplicationEntityTitle => new(0x0002, 0x0017);

    /// <summary>(0002,0018) Receiving Application Entity Title, AE.</summary>
    public static DicomTag ReceivingApplicationEntityTitle => new(0x0002, 0x0018);

    /// <summary>(0002,0100) Private Information Creator UID, UI.</summary>
    public static DicomTag PrivateInformationCreatorUid => new(0x0002, 0x0100);

    /// <summary>(0002,0102) Private Information, OB.</summary>
    public static DicomTag PrivateInformation => new(0x0002, 0x0102);

    /// <summary>(0004,1130) File-set ID, CS.</summary>
    public static DicomTag FileSetId => new(0x0004, 0x1130);

    /// <summary>(0004,1220) Directory Record Sequence, SQ.</summary>
    public static DicomTag DirectoryRecordSequence => new(0x0004, 0x1220);

    /// <summary>(0004,1430) Directory Record Type, CS.</summary>
    public static DicomTag DirectoryRecordType => new(0x0004, 0x1430);

    /// <summary>(0004,1500) Referenced File ID, CS.</summary>
    public static DicomTag ReferencedFileId => new(0x0004, 0x1500);

    /// <summary>(0004,1510) Referenced SOP Class UID in File, UI.</summary>
    public static DicomTag ReferencedSopClassUidInFile => new(0x0004, 0x1510);

    /// <summary>(0004,1511) Referenced SOP Instance UID in File, UI.</summary>
    public static DicomTag ReferencedSopInstanceUidInFile => new(0x0004, 0x1511);

    /// <summary>(0004,1512) Referenced Transfer Syntax UID in File, UI.</summary>
    public static DicomTag ReferencedTransferSyntaxUidInFile => new(0x0004, 0x1512);
}
