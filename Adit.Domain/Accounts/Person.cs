namespace Adit.Domain.Accounts;

/// <summary>The profile of a person. Passwords and lockout are the identity store's business.</summary>
public sealed record Person(
    int Id,
    string UserName,
    string DisplayName,
    string? Email,
    bool IsStaff,
    bool IsActive,
    int? ActiveGroupId
);

/// <summary>A group that a person belongs to.</summary>
public sealed record MembershipRow(int GroupId, string GroupName, bool IsActive);

public interface IPeopleQueries
{
    Task<Person?> GetAsync(int personId, CancellationToken cancellationToken);

    Task<IReadOnlyList<Person>> ListAsync(Actor staff, CancellationToken cancellationToken);

    Task<IReadOnlyList<MembershipRow>> MembershipsAsync(
        int personId,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<GroupRow>> ListGroupsAsync(Actor staff, CancellationToken cancellationToken);
}

public sealed record GroupRow(
    int Id,
    string Name,
    IReadOnlyList<string> Permissions,
    int MemberCount
);
