namespace Adit.Web.Features.Shell;

/// <summary>Names of the authorization policies that pages ask for. What a person may do in detail is decided in the use cases.</summary>
public static class Policies
{
    public const string Staff = "staff";

    /// <summary>The claim that marks staff in the cookie; menus only, never the reason to allow something.</summary>
    public const string StaffClaim = "adit:staff";
}
