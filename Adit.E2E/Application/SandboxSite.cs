using System.Globalization;
using System.Security.Cryptography;
using Adit.Dicom.Tests.Peers;
using Adit.E2E.Application;
using Xunit;

[assembly: AssemblyFixture(typeof(SandboxSite))]

namespace Adit.E2E.Application;

/// <summary>What a newcomer starts: two PACS servers inside the process and two demo people.</summary>
public sealed class SandboxSite : Site
{
    private static readonly TimeSpan RetrieveDeadline = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _ports = new()
    {
        ["SANDBOX1"] = PeerProcess.FreePort(),
        ["SANDBOX2"] = PeerProcess.FreePort(),
    };

    public override (string UserName, string Password) CredentialsOf(Role role) =>
        role switch
        {
            Role.Researcher => ("researcher", "sandbox"),
            Role.Staff => ("admin", "sandbox"),
        };

    /// <summary>
    /// What a server holds of a study, as DCMTK retrieves it: for every object a name made of its modality and SOP Instance UID, with a
    /// digest of all of its bytes.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> ImagesOfAsync(
        string aeTitle,
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-getscu-");
        try
        {
            await using var getscu = PeerProcess.Start(
                "getscu",
                [
                    "-S",
                    "-aec",
                    aeTitle,
                    "-od",
                    folder.FullName,
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    $"StudyInstanceUID={studyInstanceUid}",
                    "127.0.0.1",
                    _ports[aeTitle].ToString(CultureInfo.InvariantCulture),
                ]
            );
            var code = await getscu.WaitForExitAsync(RetrieveDeadline, cancellationToken);
            return code == 0
                ? folder
                    .EnumerateFiles()
                    .ToDictionary(
                        file => file.Name,
                        file =>
                            Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))
                    )
                : throw new InvalidOperationException($"getscu ended with {code}: {getscu.Output}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    protected override IReadOnlyDictionary<string, string> Settings() =>
        new Dictionary<string, string>
        {
            ["Sandbox__Enabled"] = "true",
            ["Sandbox__Port1"] = _ports["SANDBOX1"].ToString(CultureInfo.InvariantCulture),
            ["Sandbox__Port2"] = _ports["SANDBOX2"].ToString(CultureInfo.InvariantCulture),
        };
}
