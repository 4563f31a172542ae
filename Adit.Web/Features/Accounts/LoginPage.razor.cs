using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Infrastructure.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Adit.Web.Features.Accounts;

/// <summary>A plain HTML form: a circuit cannot write cookies.</summary>
public sealed partial class LoginPage
{
    private const string FormName = "login";
    private const string WrongCredentials = "The user name or the password is wrong.";

    private string? _fault;

    [SupplyParameterFromForm(FormName = FormName)]
    private LoginInput Input { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnTo { get; set; }

    [Inject]
    private AditSignInManager SignIn { get; set; } = default!;

    [Inject]
    private DemoAccounts Demo { get; set; } = default!;

    [Inject]
    private IAuditTrail Audit { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new LoginInput();

    private async Task LogInAsync()
    {
        var user = await SignIn.UserManager.FindByNameAsync(Input.UserName.Trim());
        if (user is null)
        {
            // As slow as a wrong password, so that the answer's time does not tell which names exist.
            SignIn.UserManager.PasswordHasher.HashPassword(new AditUser(), Input.Password);
            _fault = WrongCredentials;
            return;
        }
        var result = await SignIn.CheckPasswordSignInAsync(
            user,
            Input.Password,
            lockoutOnFailure: true
        );
        await Audit.RecordAsync(
            new AuditEntry(
                user.Id,
                user.UserName ?? "",
                "account.login",
                "person",
                user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                result.IsLockedOut ? "locked out" : null,
                result.Succeeded ? AuditOutcome.Success : AuditOutcome.Refused
            ),
            CancellationToken.None
        );
        if (result.Succeeded)
        {
            await SignIn.SignInAsync(user, isPersistent: false);
            Navigation.NavigateTo(ReturnUrl.Checked(ReturnTo));
            return;
        }
        _fault = Describe(result, user);
    }

    private string Describe(SignInResult result, AditUser user)
    {
        if (result.IsLockedOut)
        {
            var minutes = SignIn.UserManager.Options.Lockout.DefaultLockoutTimeSpan.TotalMinutes;
            return $"Too many failed attempts: this account is locked for up to {minutes:0} minutes. Wait and try again, or ask an administrator.";
        }
        return result.IsNotAllowed && !user.IsActive
            ? "This account is disabled. Ask an administrator to open it again."
            : WrongCredentials;
    }

    internal sealed class LoginInput
    {
        public string UserName { get; set; } = "";
        public string Password { get; set; } = "";
    }
}
