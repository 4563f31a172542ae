using Adit.Domain.Audit;
using Adit.Domain.Results;

namespace Adit.Domain.Accounts;

public sealed record GroupInput(int? Id, string Name, IReadOnlyList<string> Permissions);

/// <summary>Writes of groups and memberships. Names are unique; a taken one is an expected answer.</summary>
public interface IAccountStore
{
    Task<bool> GroupNameExistsAsync(
        string name,
        int? exceptId,
        CancellationToken cancellationToken
    );

    /// <summary>Adds (id null) or changes a group; null when it does not exist.</summary>
    Task<int?> SaveGroupAsync(GroupInput input, CancellationToken cancellationToken);

    Task<bool> SetMembershipAsync(
        int groupId,
        int personId,
        bool member,
        CancellationToken cancellationToken
    );

    /// <summary>False when the person is not a member of the group.</summary>
    Task<bool> SetActiveGroupAsync(int personId, int groupId, CancellationToken cancellationToken);
}

public sealed class SaveGroup(IAccountStore store, IAuditTrail audit)
{
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        GroupInput input,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var name = input.Name?.Trim() ?? "";
        if (name.Length is 0 or > Group.MaxNameLength)
        {
            return DomainError.Invalid($"Enter a name of 1 to {Group.MaxNameLength} characters.");
        }

        if (input.Permissions.FirstOrDefault(p => !Permissions.Exists(p)) is { } unknown)
        {
            return AccountErrors.UnknownPermission(unknown);
        }

        if (
            await store
                .GroupNameExistsAsync(name, input.Id, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return AccountErrors.GroupNameTaken(name);
        }

        var id = await store
            .SaveGroupAsync(input with { Name = name }, cancellationToken)
            .ConfigureAwait(false);
        if (id is null)
        {
            return AccountErrors.GroupNotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "group.save",
                    "group",
                    id.Value,
                    string.Join(' ', input.Permissions)
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return id.Value;
    }
}

public sealed class SetMembership(IAccountStore store, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int groupId,
        int personId,
        bool member,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        if (
            !await store
                .SetMembershipAsync(groupId, personId, member, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return AccountErrors.GroupNotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    member ? "group.join" : "group.leave",
                    "group",
                    groupId,
                    $"person {personId}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}

/// <summary>A person of several groups chooses under which one to work.</summary>
public sealed class SwitchGroup(IAccountStore store, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int groupId,
        CancellationToken cancellationToken = default
    )
    {
        if (
            !await store
                .SetActiveGroupAsync(actor.PersonId, groupId, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return AccountErrors.NotMember;
        }

        await audit
            .RecordAsync(AuditEntry.By(actor, "group.switch", "group", groupId), cancellationToken)
            .ConfigureAwait(false);
        return Result.Success;
    }
}
