using Microsoft.AspNetCore.Identity;

namespace Adit.Infrastructure.Accounts;

/// <summary>
/// The identity options of the program. The shape of the tables depends on them, so that the design-time factories use
/// the same ones.
/// </summary>
public static class AditIdentity
{
    public static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.Stores.MaxLengthForKeys = 128;
        options.User.RequireUniqueEmail = false;
        options.Password.RequiredLength = 10;
        // Length is what makes a password strong; rules about characters make people write it down.
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 4;
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }
}
