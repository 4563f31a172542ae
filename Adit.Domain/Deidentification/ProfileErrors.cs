using Adit.Domain.Results;

namespace Adit.Domain.Deidentification;

public static class ProfileErrors
{
    public static DomainError NotFound(string name) =>
        DomainError.NotFound($"There is no profile named \"{name}\" any more. Reload the page.");

    public static DomainError NameTaken(string name) =>
        DomainError.Conflict($"There is already a profile named \"{name}\". Choose another name.");

    public static DomainError Shipped(string name) =>
        DomainError.Conflict(
            $"\"{name}\" comes with Adit and changes with it alone. Copy it under another name and change the copy."
        );

    public static DomainError Archived(string name) =>
        DomainError.Conflict($"\"{name}\" is archived. Restore it before you change or use it.");

    public static DomainError ChangedMeanwhile(string name) =>
        DomainError.Conflict(
            $"Somebody else has just made a new version of \"{name}\". Look at it, and save again if yours is still wanted."
        );
}
