namespace Adit.Web.Features.Accounts;

/// <summary>Where to go after the login: only ever to a page of this application.</summary>
public static class ReturnUrl
{
    public static string Checked(string? url) =>
        url is ['/', ..]
        && (url.Length == 1 || url[1] is not ('/' or '\\'))
        && !url.Any(char.IsControl)
        && !url.StartsWith("/login", StringComparison.OrdinalIgnoreCase)
        && !url.StartsWith("/logout", StringComparison.OrdinalIgnoreCase)
            ? url
            : "/";
}
