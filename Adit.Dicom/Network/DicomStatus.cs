namespace Adit.Dicom.Network;

/// <summary>The status of a DIMSE response, (0000,0900). See PS3.7 Annex C and the service classes of PS3.4.</summary>
/// <param name="Code">The 16-bit status code.</param>
public readonly record struct DicomStatus(ushort Code)
{
    /// <summary>The operation was performed.</summary>
    public static readonly DicomStatus Success = new(0x0000);

    /// <summary>Another response follows.</summary>
    public static readonly DicomStatus Pending = new(0xFF00);

    /// <summary>Another response follows; some optional keys of the query were not supported.</summary>
    public static readonly DicomStatus PendingWithUnsupportedKeys = new(0xFF01);

    /// <summary>The operation ended because its requester cancelled it.</summary>
    public static readonly DicomStatus Cancel = new(0xFE00);

    /// <summary>A retrieve ended with one or more failed or warning sub-operations.</summary>
    public static readonly DicomStatus SubOperationsCompleteWithFailures = new(0xB000);

    /// <summary>Stored, but data elements were changed (coerced).</summary>
    public static readonly DicomStatus CoercionOfDataElements = new(0xB000);

    /// <summary>Stored, but the data set does not match its SOP class.</summary>
    public static readonly DicomStatus DatasetDoesNotMatchSopClassWarning = new(0xB007);

    /// <summary>Stored, but elements were discarded.</summary>
    public static readonly DicomStatus ElementsDiscarded = new(0xB006);

    /// <summary>The peer is out of resources (disk, memory, licences).</summary>
    public static readonly DicomStatus OutOfResources = new(0xA700);

    /// <summary>A retrieve was refused: the number of matches could not be computed.</summary>
    public static readonly DicomStatus UnableToCalculateMatches = new(0xA701);

    /// <summary>A retrieve was refused: its sub-operations could not be performed.</summary>
    public static readonly DicomStatus UnableToPerformSubOperations = new(0xA702);

    /// <summary>A C-MOVE was refused: the peer does not know the destination's AE title.</summary>
    public static readonly DicomStatus MoveDestinationUnknown = new(0xA801);

    /// <summary>The data set or identifier does not match the SOP class.</summary>
    public static readonly DicomStatus DatasetDoesNotMatchSopClass = new(0xA900);

    /// <summary>The peer could not understand the data set, or could not process the request.</summary>
    public static readonly DicomStatus CannotUnderstand = new(0xC000);

    /// <summary>The peer does not support the SOP class.</summary>
    public static readonly DicomStatus SopClassNotSupported = new(0x0122);

    /// <summary>The requester is not allowed to do this.</summary>
    public static readonly DicomStatus NotAuthorized = new(0x0124);

    /// <summary>The peer does not know the operation.</summary>
    public static readonly DicomStatus UnrecognizedOperation = new(0x0211);

    /// <summary>The peer failed while it processed the request.</summary>
    public static readonly DicomStatus ProcessingFailure = new(0x0110);

    /// <summary>True for 0000.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>True for FF00 and FF01: another response follows.</summary>
    public bool IsPending => Code is 0xFF00 or 0xFF01;

    /// <summary>True for FE00.</summary>
    public bool IsCancel => Code == 0xFE00;

    /// <summary>True for 0001, 0107, 0116 and Bxxx: done, with something to look at.</summary>
    public bool IsWarning => Code is 0x0001 or 0x0107 or 0x0116 || Code >> 12 == 0xB;

    /// <summary>True for everything else: not done.</summary>
    public bool IsFailure => !IsSuccess && !IsPending && !IsCancel && !IsWarning;

    /// <summary>A sentence for people, with the code, for example "out of resources (A700)".</summary>
    /// <returns>The meaning of the status, followed by its hexadecimal code.</returns>
    public override string ToString() => $"{Describe()} ({Code:X4})";

    private string Describe() =>
        Code switch
        {
            0x0000 => "success",
            0x0001 => "requested optional attributes are not supported",
            0x0105 => "no such attribute",
            0x0106 => "invalid attribute value",
            0x0107 => "attribute list error",
            0x0110 => "the peer failed while processing the request",
            0x0111 => "the SOP instance exists already",
            0x0112 => "no such SOP instance",
            0x0115 => "invalid argument value",
            0x0116 => "an attribute value is out of range",
            0x0117 => "invalid SOP instance UID",
            0x0118 => "no such SOP class",
            0x0119 => "the class and instance do not belong together",
            0x0120 => "a required attribute is missing",
            0x0121 => "a required attribute value is missing",
            0x0122 => "the SOP class is not supported by the peer",
            0x0124 => "refused: not authorized",
            0x0210 => "the message ID was used twice",
            0x0211 => "the peer does not know this operation",
            0x0212 => "mistyped argument",
            0x0213 => "resource limitation at the peer",
            0xA701 => "refused: out of resources, the number of matches could not be computed",
            0xA702 => "refused: out of resources, the images could not be sent",
            0xA801 => "refused: the peer does not know the AE title of the move destination",
            0xB000 =>
                "completed with warnings: elements were coerced, or some sub-operations failed",
            0xB006 => "stored with warning: elements were discarded",
            0xB007 => "stored with warning: the data set does not match its SOP class",
            0xFE00 => "cancelled",
            0xFF00 => "pending",
            0xFF01 => "pending, some optional keys are not supported",
            >= 0xA700 and <= 0xA7FF => "refused: the peer is out of resources",
            >= 0xA900 and <= 0xA9FF => "the data set or identifier does not match the SOP class",
            >= 0xB000 and <= 0xBFFF => "completed with a warning",
            >= 0xC000 and <= 0xCFFF => "the peer could not understand or process the request",
            _ => "the peer reported a failure",
        };
}
