using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Adit.Dicom.Tests.Peers;
using Adit.E2E.Application;
using Xunit;

[assembly: AssemblyFixture(typeof(SandboxSite))]

namespace Adit.E2E.Application;

/// <summary>What a newcomer starts: two PACS servers inside the process and two demo people.</summary>
public sealed partial class SandboxSite : Site
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
    ) =>
        (await FilesOfAsync(aeTitle, studyInstanceUid, cancellationToken)).ToDictionary(
            file => file.Key,
            file => Convert.ToHexString(SHA256.HashData(file.Value))
        );

    /// <summary>The same with the bytes themselves.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> FilesOfAsync(
        string aeTitle,
        string studyInstanceUid,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("adit-getscu-");
        try
        {
            await RunAsync(
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
                    Port(aeTitle),
                ],
                cancellationToken
            );
            return folder
                .EnumerateFiles()
                .ToDictionary(file => file.Name, file => File.ReadAllBytes(file.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The studies of a patient at a server, as DCMTK finds them.</summary>
    public async Task<IReadOnlyList<string>> StudiesOfAsync(
        string aeTitle,
        string patientId,
        CancellationToken cancellationToken
    )
    {
        var output = await RunAsync(
            "findscu",
            [
                "-S",
                "-aec",
                aeTitle,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                $"PatientID={patientId}",
                "-k",
                "StudyInstanceUID",
                "127.0.0.1",
                Port(aeTitle),
            ],
            cancellationToken
        );
        return
        [
            .. StudyInstanceUid()
                .Matches(output)
                .Select(match => match.Groups[1].Value)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static async Task<string> RunAsync(
        string program,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        await using var process = PeerProcess.Start(program, arguments);
        var code = await process.WaitForExitAsync(RetrieveDeadline, cancellationToken);
        return code == 0
            ? process.Output
            : throw new InvalidOperationException($"{program} ended with {code}: {process.Output}");
    }

    [GeneratedRegex(@"\(0020,000d\) UI \[([0-9.]+)")]
    private static partial Regex StudyInstanceUid();

    private string Port(string aeTitle) => _ports[aeTitle].ToString(CultureInfo.InvariantCulture);

    protected override IReadOnlyDictionary<string, string> Settings() =>
        new Dictionary<string, string>
        {
            ["Sandbox__Enabled"] = "true",
            ["Sandbox__Port1"] = Port("SANDBOX1"),
            ["Sandbox__Port2"] = Port("SANDBOX2"),
        };
}
