using Adit.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Adit.Infrastructure.Accounts;

/// <summary>A person with password and profile, in one row.</summary>
public sealed class AditUser : IdentityUser<int>
{
    public const int MaxDisplayNameLength = 128;

    public AditUser() { }

    public AditUser(string userName, string displayName, string? email)
        : base(userName)
    {
        DisplayName = string.IsNullOrWhiteSpace(displayName) ? userName : displayName.Trim();
        Email = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
    }

    public string DisplayName { get; private set; } = "";

    public bool IsStaff { get; private set; }

    public bool IsActive { get; private set; } = true;

    /// <summary>Made for the sandbox with a password that everyone knows: not allowed in production.</summary>
    public bool IsDemo { get; private set; }

    public int? ActiveGroupId { get; private set; }

    /// <summary>When a task of this person was last started: the next goes to who waited longest.</summary>
    public DateTime LastServedAt { get; private set; } = DateTime.UnixEpoch;

    public void MakeStaff(bool staff) => IsStaff = staff;

    public void MarkAsDemo() => IsDemo = true;

    public void Activate() => IsActive = true;

    public void Deactivate() => IsActive = false;

    public void WorkUnder(int? groupId) => ActiveGroupId = groupId;

    public Person ToPerson() =>
        new(Id, UserName ?? "", DisplayName, Email, IsStaff, IsActive, ActiveGroupId);
}
