using System.Net;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

/// <summary>What a DICOMweb server did wrong or did not want to do.</summary>
public enum DicomWebFault
{
    /// <summary>It answered with a status that is no success, see <see cref="DicomWebException.StatusCode"/>.</summary>
    Status,

    /// <summary>It took the request, but has nothing to give yet (202): what is asked for may lie on tape.</summary>
    NotYetAvailable,

    /// <summary>It points to another server. The authorization is not taken there.</summary>
    Redirected,

    /// <summary>What it answered is something else than asked for: most often the address is not that of a DICOMweb service.</summary>
    UnexpectedContent,

    /// <summary>Its answer breaks the rules of HTTP, of multipart/related, or a limit.</summary>
    Malformed,

    /// <summary>Its answer ends before its end.</summary>
    Truncated,

    /// <summary>No secure connection: the certificate is not trusted or no protocol is common to both.</summary>
    NotSecure,
}

/// <summary>
/// A DICOMweb request failed. Messages name the server, the operation and the cause; never the address of the resource, nor what the
/// server wrote. Lost connections and missed deadlines are <see cref="DicomConnectionException"/> and
/// <see cref="DicomTimeoutException"/>.
/// </summary>
public sealed class DicomWebException : DicomNetworkException
{
    /// <summary>Makes an exception for a fault.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="fault">What the server did.</param>
    /// <param name="innerException">The cause.</param>
    public DicomWebException(string message, DicomWebFault fault, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What the server did.</summary>
    public DicomWebFault Fault { get; }

    /// <summary>The status that it answered with; null when the fault is not about one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long it asks to wait (Retry-After); null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the same request may well succeed later without anybody doing anything.</summary>
    public bool IsRetriable =>
        Fault switch
        {
            DicomWebFault.Status => StatusCode
                is HttpStatusCode.RequestTimeout
                    or HttpStatusCode.Conflict
                    or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.InternalServerError
                    or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout
                    or HttpStatusCode.InsufficientStorage,
            DicomWebFault.NotYetAvailable or DicomWebFault.Truncated => true,
            DicomWebFault.Redirected
            or DicomWebFault.UnexpectedContent
            or DicomWebFault.Malformed
            or DicomWebFault.NotSecure => false,
        };
}
