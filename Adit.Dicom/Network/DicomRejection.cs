namespace Adit.Dicom.Network;

/// <summary>The three fields of an A-ASSOCIATE-RJ PDU (PS3.8 table 9-21).</summary>
/// <param name="Result">1 = rejected permanently, 2 = rejected for now.</param>
/// <param name="Source">1 = the peer's application, 2 = its ACSE layer, 3 = its presentation layer.</param>
/// <param name="Reason">The reason; its meaning depends on the source.</param>
public readonly record struct DicomRejection(byte Result, byte Source, byte Reason)
{
    /// <summary>No reason given.</summary>
    public static readonly DicomRejection NoReason = new(1, 1, 1);

    /// <summary>The application context name is not the one of DICOM.</summary>
    public static readonly DicomRejection ApplicationContextNotSupported = new(1, 1, 2);

    /// <summary>The peer does not accept the calling AE title.</summary>
    public static readonly DicomRejection CallingAeTitleNotRecognized = new(1, 1, 3);

    /// <summary>The peer does not answer to the called AE title.</summary>
    public static readonly DicomRejection CalledAeTitleNotRecognized = new(1, 1, 7);

    /// <summary>The protocol version is not supported.</summary>
    public static readonly DicomRejection ProtocolVersionNotSupported = new(1, 2, 2);

    /// <summary>The peer serves too many associations at the moment.</summary>
    public static readonly DicomRejection TemporaryCongestion = new(2, 3, 1);

    /// <summary>The peer has reached its limit of associations.</summary>
    public static readonly DicomRejection LocalLimitExceeded = new(2, 3, 2);

    /// <summary>True when trying again later may help.</summary>
    public bool IsTransient => Result == 2;

    /// <summary>The reason in words.</summary>
    /// <returns>For example "called AE title not recognised".</returns>
    public override string ToString() =>
        (Source, Reason) switch
        {
            (1, 1) => "no reason given",
            (1, 2) => "application context not supported",
            (1, 3) => "calling AE title not recognised",
            (1, 7) => "called AE title not recognised",
            (2, 1) => "no reason given by the peer's ACSE layer",
            (2, 2) => "protocol version not supported",
            (3, 1) => "temporary congestion",
            (3, 2) => "the peer's limit of associations is reached",
            _ => $"reason {Reason} of source {Source}",
        };

    internal string Advise(DicomPeer peer) =>
        (Source, Reason) switch
        {
            (1, 3) =>
                $"Register the AE title {peer.CallingAeTitle} with this machine's address in the peer, or use one that it knows.",
            (1, 7) =>
                $"Check the called AE title {peer.CalledAeTitle}: the peer answers to another one.",
            (3, _) =>
                "Try again later or lower the number of simultaneous associations to this peer.",
            _ when IsTransient => "Try again later.",
            _ =>
                "Look into the peer's log for the cause; a common one is that it does not know the calling AE title.",
        };
}
