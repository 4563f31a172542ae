namespace Adit.Domain.Accounts;

/// <summary>
/// Who does something, with the rights of this moment: those of the active group plus the person's own.
/// Being staff opens the administration; it gives no access to nodes, which only a group has.
/// </summary>
public sealed record Actor(
    int PersonId,
    string UserName,
    bool IsStaff,
    int? GroupId,
    IReadOnlySet<string> Permissions
)
{
    public bool Has(string permission) => Permissions.Contains(permission);
}

/// <summary>Reads rights fresh from the database, so that a change counts at once.</summary>
public interface IActorProvider
{
    /// <summary>The person with the rights of the active group; null when unknown or disabled.</summary>
    ValueTask<Actor?> GetAsync(int personId, CancellationToken cancellationToken);

    /// <summary>
    /// The person with the rights of a given group, as a job uses that was created under it;
    /// null when unknown, disabled, or no longer a member of that group.
    /// </summary>
    ValueTask<Actor?> GetForGroupAsync(
        int personId,
        int groupId,
        CancellationToken cancellationToken
    );
}
