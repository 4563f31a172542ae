using Adit.Domain.Results;

namespace Adit.Domain.DicomNodes;

public static class NodeErrors
{
    public static DomainError NotFound { get; } =
        DomainError.NotFound("This server or folder does not exist any more. Reload the page.");

    public static DomainError NotSource { get; } =
        DomainError.Forbidden(
            "Your group may not read from this server. Choose another source or ask an administrator for access."
        );

    public static DomainError NotDestination { get; } =
        DomainError.Forbidden(
            "Your group may not send to this destination. Choose another one or ask an administrator for access."
        );

    public static DomainError SourceNotServer { get; } =
        DomainError.Invalid("A folder cannot be searched. Choose a server as the source.");

    public static DomainError AuthorizationMalformed { get; } =
        DomainError.Invalid(
            $"An authorization header is one line of plain characters, at most {SetAuthorization.MaxLength}, such as \"Bearer\" with a token."
        );

    public static DomainError DirectMoveNeedsServers { get; } =
        DomainError.Invalid("A direct C-MOVE goes from a server to a server. Choose two servers.");

    public static DomainError DirectMoveToItself { get; } =
        DomainError.Invalid(
            "Both are the same server: host, port and AE title are equal. Choose another destination."
        );

    public static DomainError DirectMoveNotOffered(string name) =>
        DomainError.Invalid(
            $"\"{name}\" does not offer C-MOVE. Tick C-MOVE in its services first, if the server supports it."
        );

    public static DomainError NameTaken(string name) =>
        DomainError.Conflict($"There is already a node named \"{name}\". Choose another name.");

    public static DomainError AeTitleTaken(string aeTitle) =>
        DomainError.Conflict($"There is already a server with the AE title \"{aeTitle}\".");

    public static DomainError Archived(string name) =>
        DomainError.Conflict(
            $"\"{name}\" is archived and takes part in nothing new. Choose another node."
        );

    public static DomainError DestinationRefusesIdentified(string name) =>
        new(
            "destination-refuses-identified",
            $"\"{name}\" accepts pseudonymised data only. Choose another destination, or ask an administrator to allow identified data there."
        );

    public static DomainError DestinationRefusesPseudonymised(string name) =>
        new(
            "destination-refuses-pseudonymised",
            $"\"{name}\" accepts identified data only. Choose another destination for pseudonymised data."
        );
}
