using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>
/// A DICOM network operation failed. Messages name the peer, the cause and what to do; they never hold patient values.
/// </summary>
public class DicomNetworkException : DicomException
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public DicomNetworkException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public DicomNetworkException(string message, Exception? innerException)
        : base(message, innerException) { }
}

/// <summary>The peer could not be reached, or the connection was lost.</summary>
public sealed class DicomConnectionException : DicomNetworkException
{
    /// <summary>Makes an exception for a connection that could not be made or was lost.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="wasEstablished">True when the connection existed before it was lost.</param>
    /// <param name="innerException">The cause.</param>
    public DicomConnectionException(
        string message,
        bool wasEstablished,
        Exception? innerException = null
    )
        : base(message, innerException) => WasEstablished = wasEstablished;

    /// <summary>True when the connection existed before it was lost, false when it could not be made.</summary>
    public bool WasEstablished { get; }

    /// <summary>Scheme, host and port of a DICOMweb server; null for an association.</summary>
    public string? Endpoint { get; init; }
}

/// <summary>The peer sent something that is no valid DICOM message (PS3.7, PS3.8).</summary>
public sealed class DicomProtocolException : DicomNetworkException
{
    /// <summary>Makes an exception for a violated protocol rule.</summary>
    /// <param name="message">Which rule was violated and where.</param>
    public DicomProtocolException(string message)
        : base(message) { }
}

/// <summary>The peer rejected the association (A-ASSOCIATE-RJ, PS3.8 9.3.4).</summary>
public sealed class DicomAssociationRejectedException : DicomNetworkException
{
    /// <summary>Makes an exception from the three fields of the reject PDU.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="rejection">The fields of the reject PDU.</param>
    public DicomAssociationRejectedException(string message, DicomRejection rejection)
        : base(message) => Rejection = rejection;

    /// <summary>Result, source and reason as the peer sent them.</summary>
    public DicomRejection Rejection { get; }
}

/// <summary>The association was aborted, by the peer or by this side.</summary>
public sealed class DicomAssociationAbortedException : DicomNetworkException
{
    /// <summary>Makes an exception for an aborted association.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="byPeer">True when the peer aborted.</param>
    /// <param name="innerException">The cause, if this side aborted because of one.</param>
    public DicomAssociationAbortedException(
        string message,
        bool byPeer,
        Exception? innerException = null
    )
        : base(message, innerException) => ByPeer = byPeer;

    /// <summary>True when the peer aborted, false when this side did.</summary>
    public bool ByPeer { get; }
}

/// <summary>Something did not happen within its deadline.</summary>
public sealed class DicomTimeoutException : DicomNetworkException
{
    /// <summary>Makes an exception for a missed deadline.</summary>
    /// <param name="message">What was awaited, from whom and for how long.</param>
    /// <param name="awaited">What was awaited, for example "the C-FIND response".</param>
    /// <param name="timeout">How long it was awaited.</param>
    public DicomTimeoutException(string message, string awaited, TimeSpan timeout)
        : base(message) => (Awaited, Timeout) = (awaited, timeout);

    /// <summary>What was awaited, for example "the C-FIND response".</summary>
    public string Awaited { get; }

    /// <summary>How long it was awaited.</summary>
    public TimeSpan Timeout { get; }
}

/// <summary>The peer accepted the association but not the presentation context that the operation needs.</summary>
public sealed class DicomPresentationContextException : DicomNetworkException
{
    /// <summary>Makes an exception for a missing presentation context.</summary>
    /// <param name="message">What was refused and what to do.</param>
    /// <param name="abstractSyntax">The SOP class that was needed.</param>
    public DicomPresentationContextException(string message, DicomUid abstractSyntax)
        : base(message) => AbstractSyntax = abstractSyntax;

    /// <summary>The SOP class that was needed.</summary>
    public DicomUid AbstractSyntax { get; }
}

/// <summary>
/// The peer answered an operation with a failure status. A service of <see cref="DicomServer"/> throws it to answer with
/// a status and comment of its own.
/// </summary>
public sealed class DicomStatusException : DicomNetworkException
{
    /// <summary>Makes an exception for a failure status.</summary>
    /// <param name="message">What was asked and what the peer answered.</param>
    /// <param name="status">The status.</param>
    public DicomStatusException(string message, DicomStatus status)
        : base(message) => Status = status;

    /// <summary>The status.</summary>
    public DicomStatus Status { get; }

    /// <summary>(0000,0902) as the peer sent it, at most 64 characters. May hold anything; treat it as hostile text.</summary>
    public string? ErrorComment { get; init; }

    /// <summary>(0000,0901): the tags that caused the failure.</summary>
    public IReadOnlyList<DicomTag> OffendingElements { get; init; } = [];

    /// <summary>The counts of a failed C-GET or C-MOVE and the instances that were not sent; null for other operations.</summary>
    public DicomRetrieveResult? Retrieve { get; init; }
}
