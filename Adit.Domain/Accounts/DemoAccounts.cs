namespace Adit.Domain.Accounts;

/// <summary>An account that everyone may use to try the program out.</summary>
public sealed record DemoAccount(string UserName, string Password, string Title, bool IsStaff);

/// <summary>The accounts that the login page shows; none outside of the sandbox.</summary>
public sealed record DemoAccounts(IReadOnlyList<DemoAccount> All);
