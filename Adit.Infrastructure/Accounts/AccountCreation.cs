using Adit.Domain.Audit;
using Adit.Domain.Results;
using Microsoft.AspNetCore.Identity;

namespace Adit.Infrastructure.Accounts;

public sealed record NewAccount(string UserName, string Password)
{
    public string DisplayName { get; init; } = "";
    public string? Email { get; init; }
    public bool IsStaff { get; init; }
    public bool IsDemo { get; init; }
}

/// <summary>Creates accounts outside of the pages: from the command line and from the configuration.</summary>
public sealed class AccountCreation(UserManager<AditUser> users, IAuditTrail audit)
{
    /// <summary>What <c>adit create-admin</c> does.</summary>
    public Task<Result<int>> CreateAdminAsync(
        string userName,
        string password,
        string? email = null,
        CancellationToken cancellationToken = default
    ) =>
        CreateAsync(
            new NewAccount(userName, password) { Email = email, IsStaff = true },
            cancellationToken
        );

    public async Task<Result<int>> CreateAsync(
        NewAccount account,
        CancellationToken cancellationToken = default
    )
    {
        if (await users.FindByNameAsync(account.UserName).ConfigureAwait(false) is not null)
        {
            return DomainError.Conflict(
                $"There is already an account named \"{account.UserName}\"."
            );
        }

        var user = new AditUser(account.UserName, account.DisplayName, account.Email);
        user.MakeStaff(account.IsStaff);
        if (account.IsDemo)
        {
            user.MarkAsDemo();
        }

        // A demonstration's password is known to all, and short: the rules for real ones are not for it.
        if (account.IsDemo)
        {
            user.PasswordHash = users.PasswordHasher.HashPassword(user, account.Password);
        }

        var created = account.IsDemo
            ? await users.CreateAsync(user).ConfigureAwait(false)
            : await users.CreateAsync(user, account.Password).ConfigureAwait(false);
        if (!created.Succeeded)
        {
            return DomainError.Invalid(string.Join(' ', created.Errors.Select(e => e.Description)));
        }

        await audit
            .RecordAsync(
                AuditEntry.BySystem(
                    "account.create",
                    "person",
                    user.Id,
                    account.IsStaff ? $"{account.UserName}, staff" : account.UserName
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return user.Id;
    }
}
