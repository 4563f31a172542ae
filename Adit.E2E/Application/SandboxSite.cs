using Adit.E2E.Application;
using Xunit;

[assembly: AssemblyFixture(typeof(SandboxSite))]

namespace Adit.E2E.Application;

/// <summary>What a newcomer starts: two PACS servers inside the process and two demo people.</summary>
public sealed class SandboxSite : Site
{
    public override (string UserName, string Password) CredentialsOf(Role role) =>
        role switch
        {
            Role.Researcher => ("researcher", "sandbox"),
            Role.Staff => ("admin", "sandbox"),
        };

    protected override IReadOnlyDictionary<string, string> Settings() =>
        new Dictionary<string, string> { ["Sandbox__Enabled"] = "true" };
}
