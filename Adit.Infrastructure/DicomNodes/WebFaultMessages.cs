using System.Globalization;
using System.Net;
using Adit.Dicom.Web;
using Adit.Domain.Results;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>The sentences of <see cref="DicomFaultMessages"/> for DICOMweb.</summary>
internal static class WebFaultMessages
{
    public static DomainError Describe(DicomWebException fault, string name) =>
        fault.Fault switch
        {
            DicomWebFault.Status => Status(fault, name),
            DicomWebFault.NotYetAvailable => new(
                "not-yet-available",
                $"{name} took the request, but has nothing to give yet (HTTP status 202): the study may have to be brought from a slow medium. Try again later."
            ),
            DicomWebFault.Redirected => new(
                "redirected",
                $"The DICOMweb service of {name} points to another address, which Adit does not follow. Have staff enter the final address in Adit."
            ),
            DicomWebFault.UnexpectedContent => new(
                "not-dicomweb",
                $"What answers at the DICOMweb address of {name} is no DICOMweb service. Have staff check the address and the prefixes of this server in Adit."
            ),
            DicomWebFault.Malformed => new(
                "protocol",
                $"{name} sent an answer by HTTP that is damaged. Try again; when it happens again, look into the log of that server."
            ),
            DicomWebFault.Truncated => new(
                "connection-lost",
                $"{name} broke its answer off in the middle. Try again; when it happens again, look into the log of that server."
            ),
            DicomWebFault.NotSecure => new(
                "not-secure",
                $"No secure connection to {name}: its certificate is not trusted here, does not belong to the host name, or has expired. Ask the administrator to check it."
            ),
        };

    /// <summary>Null when there is nothing to say.</summary>
    public static string? DescribeStored(DicomWebStoreResult result) =>
        (result.Outcome, result.Reason) switch
        {
            (DicomWebStoreOutcome.Stored, _) => null,
            (_, { } reason) => DicomFaultMessages.DescribeStored(reason),
            (DicomWebStoreOutcome.StoredWithWarning, null) =>
                $"Stored with a warning that the destination does not explain (HTTP status {Code(result.StatusCode)}).",
            (_, null) => result.StatusCode switch
            {
                HttpStatusCode.RequestEntityTooLarge =>
                    "The destination refused the image because it is too large for it (HTTP status 413).",
                HttpStatusCode.UnsupportedMediaType =>
                    "The destination does not take the image in its transfer syntax (HTTP status 415).",
                HttpStatusCode.Accepted =>
                    "The destination says that it has not stored everything, and not what became of the image (HTTP status 202).",
                _ =>
                    $"The destination refused the image without saying why (HTTP status {Code(result.StatusCode)}). Look into its log.",
            },
        };

    private static DomainError Status(DicomWebException fault, string name) =>
        fault.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                "not-authorized",
                $"{name} does not let Adit in (HTTP status {Code(fault.StatusCode)}). Have staff check the authorization header of this server in Adit."
            ),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(
                "not-found",
                $"{name} does not have what was asked for (HTTP status {Code(fault.StatusCode)}). When that is so for everything, have staff check the DICOMweb address and the prefixes of this server in Adit."
            ),
            HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.NotImplemented
            or HttpStatusCode.NotAcceptable => new(
                "not-supported",
                $"{name} does not support this by DICOMweb (HTTP status {Code(fault.StatusCode)}). Have staff change the services of this server in Adit."
            ),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(
                "busy",
                $"{name} is busy (HTTP status {Code(fault.StatusCode)}){Later(fault.RetryAfter)}."
            ),
            HttpStatusCode.InsufficientStorage => new(
                "out-of-resources",
                $"{name} has no space left (HTTP status 507). Ask its administrator."
            ),
            >= HttpStatusCode.InternalServerError => new(
                "status",
                $"{name} failed while it worked on the request (HTTP status {Code(fault.StatusCode)}). Try again; when it happens again, look into the log of that server."
            ),
            _ => new(
                "status",
                $"{name} refused the request (HTTP status {Code(fault.StatusCode)}). Look into the log of that server."
            ),
        };

    private static string Later(TimeSpan? wait) =>
        wait is { } time && time > TimeSpan.Zero
            ? $" and asks to come back in {time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s"
            : ". Try again later";

    private static string Code(HttpStatusCode? status) =>
        ((int?)status)?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
