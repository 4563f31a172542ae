using System.Globalization;
using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using Adit.Infrastructure.Receiver;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>
/// The one place where a fault of a DICOM operation becomes a sentence for a person: what happened, and what to do. Pages, tasks
/// and the command line all show these. No patient data, and no text of the peer, which may hold anything.
/// </summary>
internal sealed class DicomFaultMessages : IDicomFaultMessages
{
    public DomainError Describe(Exception exception, DicomNode node) =>
        exception switch
        {
            DicomAssociationRejectedException rejected => Rejected(rejected, node),
            DicomWebException web => WebFaultMessages.Describe(web, Name(node)),
            AuthorizationUnreadableException => new(
                "authorization-unreadable",
                $"The authorization header of {Name(node)} cannot be decrypted any more, because the keys of Adit have changed. Have staff enter it again."
            ),
            DicomAssociationAbortedException { ByPeer: true } => new(
                "aborted",
                $"{Name(node)} aborted the association. Try again; when it happens again, look into the log of that server."
            ),
            DicomAssociationAbortedException => new(
                "aborted",
                $"The association with {Name(node)} was aborted by Adit, because the operation could not go on."
            ),
            DicomTimeoutException timeout => new(
                "timeout",
                $"{Name(node)} did not answer in time: Adit waited {Seconds(timeout.Timeout)} for {timeout.Awaited}. "
                    + "The server may be overloaded or hang. Try again later, or ask staff to raise the time limits of this server."
            ),
            DicomPresentationContextException refused => new(
                "context-refused",
                $"{Name(node)} does not offer {refused.AbstractSyntax.Name ?? refused.AbstractSyntax.Value}. "
                    + "Ask its administrator to allow it for Adit, or have staff change the services of this server in Adit."
            ),
            MoveNotPossibleException => new(
                "receiver",
                $"Nothing can be fetched from {Name(node)} by C-MOVE. {exception.Message}"
            ),
            DicomStatusException status => Status(status.Status, node),
            DicomConnectionException { WasEstablished: true } => new(
                "connection-lost",
                $"The connection to {Name(node)} was lost in the middle of the operation. "
                    + "Try again; when it happens again, look for a restart of the server or a firewall between it and Adit."
            ),
            DicomConnectionException { Endpoint: { } endpoint } => new(
                "unreachable",
                $"{Name(node)} cannot be reached at {endpoint}. Check the address of its DICOMweb service in Adit, the firewall, and whether the server runs."
            ),
            DicomConnectionException unreachable => Unreachable(unreachable.InnerException, node),
            DicomProtocolException => new(
                "protocol",
                $"{Name(node)} sent something that is no valid DICOM message. Check whether host and port belong to a DICOM server."
            ),
            DicomDataException => new(
                "damaged-data",
                $"{Name(node)} sent a data set that is damaged. The log of Adit says at which element."
            ),
            ServerBusyException busy => new("busy", $"{Name(node)}: {busy.Message}"),
            IOException full when IsDiskFull(full) => new(
                "disk-full",
                $"There is no space left on the disk while working with {Name(node)}. Ask the administrator to free some space, then try again."
            ),
            UnauthorizedAccessException => new(
                "no-access",
                $"Adit may not write to {Name(node)}. Ask the administrator to check the permissions."
            ),
            SocketException socket => Unreachable(socket, node),
            IOException => new(
                "connection-lost",
                $"Reading from or writing to {Name(node)} failed. Try again; when it happens again, ask the administrator to look into the log."
            ),
            TimeoutException or OperationCanceledException => new(
                "timeout",
                $"{Name(node)} did not answer in time. The server may be overloaded or hang. Try again later."
            ),
            _ => new(
                "unexpected",
                $"Something unexpected went wrong while working with {Name(node)}. The log of Adit says more; ask the administrator."
            ),
        };

    /// <summary>True when the same thing may well succeed later without anybody doing anything.</summary>
    public static bool IsRetriable(Exception exception) =>
        exception switch
        {
            // Many archives refuse for "no reason" while they are busy; a wrong name is wrong tomorrow as well.
            DicomAssociationRejectedException rejected => rejected.Rejection.IsTransient
                || rejected.Rejection == DicomRejection.NoReason,
            DicomStatusException status => IsRetriable(status.Status),
            DicomPresentationContextException => false,
            DicomWebException web => web.IsRetriable,
            DicomNetworkException or MoveNotPossibleException => true,
            ServerBusyException or TimeoutException => true,
            SocketException or IOException => true,
            _ => false,
        };

    public static bool IsRetriable(DicomStatus status) =>
        status.Code >> 8 == 0xA7 || status.Code is 0x0110 or 0x0213;

    /// <summary>What a destination's answer to one image means.</summary>
    public static string DescribeStored(DicomStatus status) =>
        status.Code switch
        {
            >= 0xA700 and <= 0xA7FF =>
                $"The destination is out of resources (status {Code(status)}): its disk may be full. Have space freed there, then retry.",
            >= 0xA900 and <= 0xA9FF =>
                $"The destination refused the image (status {Code(status)}): it does not match its SOP class.",
            0xB000 =>
                "Stored, but the destination changed elements of the image (status B000, coercion of data elements).",
            0xB006 =>
                "Stored, but the destination left out elements of the image (status B006, elements discarded).",
            0xB007 => "Stored, although the image does not match its SOP class (status B007).",
            0x0122 => "The destination does not store this SOP class (status 0122).",
            0x0124 =>
                "The destination does not allow Adit to store (status 0124, not authorized). Ask its administrator.",
            0x0110 =>
                "The destination failed while it processed the image (status 0110). Look into its log.",
            _ when status.IsWarning =>
                $"Stored with a warning of the destination (status {Code(status)}).",
            >= 0xC000 and <= 0xCFFF =>
                $"The destination could not understand or store the image (status {Code(status)}). Look into its log.",
            _ => $"The destination refused the image: {status}.",
        };

    private static DomainError Rejected(DicomAssociationRejectedException rejected, DicomNode node)
    {
        var server = node as DicomServerNode;
        var rejection = rejected.Rejection;
        if (rejection == DicomRejection.CalledAeTitleNotRecognized)
        {
            return new(
                "called-ae-title",
                $"{Name(node)} refused the association: it does not answer to the AE title \"{server?.AeTitle}\". Check the AE title of this server in Adit."
            );
        }
        if (rejection == DicomRejection.CallingAeTitleNotRecognized)
        {
            return new(
                "calling-ae-title",
                $"{Name(node)} refused the association: it does not know the AE title of Adit. Have Adit's AE title and address registered there."
            );
        }
        return rejection.IsTransient
            ? new(
                "rejected",
                $"{Name(node)} refused the association for now ({rejection}). Try again later."
            )
            : new(
                "rejected",
                $"{Name(node)} refused the association ({rejection}). Most often it does not know Adit's AE title or answers to another one than \"{server?.AeTitle}\": compare both AE titles with its configuration."
            );
    }

    private static DomainError Status(DicomStatus status, DicomNode node) =>
        status.Code switch
        {
            >= 0xA700 and <= 0xA7FF => new(
                "out-of-resources",
                $"{Name(node)} is out of resources (status {Code(status)}). Try again later; when it lasts, its administrator should look for a full disk."
            ),
            >= 0xA900 and <= 0xA9FF => new(
                "identifier-refused",
                $"{Name(node)} refused the request because it does not match its information model (status {Code(status)}). "
                    + "It may not support one of the search fields: try with the patient ID or the accession number."
            ),
            0xA801 => new(
                "move-destination",
                $"{Name(node)} does not know where to send the images (status A801, move destination unknown). "
                    + "Ask its administrator to add Adit's receiver as a C-MOVE destination: AE title, host and port stand on the page of the receiver and in its settings (Receiver:AeTitle, Receiver:Port)."
            ),
            0x0122 => new(
                "not-supported",
                $"{Name(node)} does not support this operation (status 0122). Have staff change the services of this server in Adit."
            ),
            0x0124 => new(
                "not-authorized",
                $"{Name(node)} does not allow Adit to do this (status 0124, not authorized). Ask its administrator."
            ),
            _ => new(
                "status",
                $"{Name(node)} could not do what was asked: {status}. Try again; when it happens again, look into the log of that server."
            ),
        };

    private static DomainError Unreachable(Exception? cause, DicomNode node)
    {
        var socket = cause as SocketException ?? cause?.InnerException as SocketException;
        var server = node as DicomServerNode;
        return socket?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(
                "unknown-host",
                $"The host name \"{server?.Host}\" of {Name(node)} is not known. Check the host of this server in Adit."
            ),
            SocketError.ConnectionRefused => new(
                "unreachable",
                $"{Name(node)} cannot be reached: nothing listens on {server?.Host} port {Port(server)}. Check host and port, and whether the server runs."
            ),
            _ => new(
                "unreachable",
                $"{Name(node)} cannot be reached at {server?.Host} port {Port(server)}. Check host, port and firewall, and whether the server runs."
            ),
        };
    }

    public static bool IsDiskFull(IOException exception) =>
        // ENOSPC, EDQUOT; ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
        exception.HResult
            is 28
                or 122
                or unchecked((int)0x80070070)
                or unchecked((int)0x80070027);

    private static string Name(DicomNode node) =>
        string.IsNullOrEmpty(node.Name) ? "The server" : node.Name;

    private static string Code(DicomStatus status) =>
        status.Code.ToString("X4", CultureInfo.InvariantCulture);

    private static string Port(DicomServerNode? server) =>
        (server?.Port ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds >= 2
            ? time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s"
            : time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
}
