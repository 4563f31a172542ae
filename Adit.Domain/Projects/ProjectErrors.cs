using Adit.Domain.Results;

namespace Adit.Domain.Projects;

public static class ProjectErrors
{
    public static DomainError NotFound { get; } =
        DomainError.NotFound(
            "This project does not exist, or you are not a member of it. Ask a member to add you."
        );

    public static DomainError MayNotCreate { get; } =
        DomainError.Forbidden(
            "Your group may not create projects. Ask an administrator for this right."
        );

    public static DomainError MayNotChange { get; } =
        DomainError.Forbidden(
            "You may not change this project. Members whose group may create projects can, and staff."
        );

    public static DomainError MayNotReadLinkTable { get; } =
        DomainError.Forbidden(
            "You may not see who is behind the pseudonyms. It takes the right to link tables and membership in the project, also for staff."
        );

    public static DomainError NotMember(string name) =>
        DomainError.Forbidden(
            $"You are not a member of the project \"{name}\". Ask a member to add you."
        );

    public static DomainError Closed(string name) =>
        DomainError.Conflict(
            $"The project \"{name}\" is archived, or its ethics approval has ended."
        );

    public static DomainError NameTaken(string name) =>
        DomainError.Conflict($"There is already a project named \"{name}\". Choose another name.");

    public static DomainError ProfileUnknown(string name) =>
        DomainError.Invalid(
            $"There is no profile named \"{name}\", or it is archived. Choose another one."
        );

    public static DomainError ProfileNotAllowed(string profile, string project) =>
        DomainError.Forbidden(
            $"The project \"{project}\" does not allow the profile \"{profile}\". Choose one that it allows."
        );

    public static DomainError DestinationNotAllowed(string destination, string project) =>
        DomainError.Forbidden(
            $"The project \"{project}\" does not allow the destination \"{destination}\". Choose another one, or have it added to the project."
        );

    public static DomainError DestinationUnfit(string name) =>
        DomainError.Invalid(
            $"\"{name}\" cannot be a destination of the project: it is archived, does not accept pseudonymised data, or your group may not send to it."
        );

    public static DomainError UnknownPerson(string userName) =>
        DomainError.Invalid(
            $"There is no active account with the user name \"{userName}\". Correct the list of members."
        );

    public static DomainError StaffAllowsSopClasses { get; } =
        DomainError.Forbidden(
            "Only staff may let SOP classes through that the profile refuses. Ask an administrator."
        );

    public static DomainError SecretUnreadable(string name) =>
        new(
            "project-secret-unreadable",
            $"The secret of the project \"{name}\" cannot be decrypted, because the key it was encrypted with is gone. Nothing is sent. An administrator has to restore the key directory; a new secret would give other pseudonymous data."
        );

    /// <summary>Somebody else was quicker.</summary>
    public static DomainError PseudonymTaken(string pseudonym) =>
        DomainError.Conflict(
            $"The pseudonym \"{pseudonym}\" was given to another patient of the project meanwhile. Enter or generate another one."
        );

    /// <summary>Somebody else was quicker.</summary>
    public static DomainError PatientLinked(string pseudonym, string existing) =>
        DomainError.Conflict(
            $"The patient that \"{pseudonym}\" was meant for got the pseudonym \"{existing}\" in this project meanwhile. Use that one."
        );
}
