using Adit.Domain.Results;

namespace Adit.Domain.Accounts;

public static class AccountErrors
{
    public static DomainError StaffOnly { get; } =
        DomainError.Forbidden("Only staff may do this. Ask an administrator of this installation.");

    public static DomainError NoGroup { get; } =
        DomainError.Forbidden(
            "You are not a member of any group yet. Ask an administrator to add you to one."
        );

    public static DomainError GroupNotFound { get; } =
        DomainError.NotFound("This group does not exist any more. Reload the page.");

    public static DomainError GroupNameTaken(string name) =>
        DomainError.Conflict($"There is already a group named \"{name}\". Choose another name.");

    public static DomainError UnknownPermission(string name) =>
        DomainError.Invalid($"There is no permission named \"{name}\".");

    public static DomainError NotMember { get; } =
        DomainError.Forbidden("You are not a member of this group. Choose one of your own groups.");
}
