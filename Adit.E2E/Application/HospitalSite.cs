using System.Globalization;
using Adit.Dicom.Tests.Peers;
using Adit.E2E.Application;
using Adit.E2E.Orthanc;
using Xunit;

[assembly: AssemblyFixture(typeof(HospitalSite))]

namespace Adit.E2E.Application;

/// <summary>
/// What a hospital runs: servers that Adit did not write, and people and rights from the configuration. ORTHANC1 is the source,
/// ORTHANC2 a destination, SLOW a receiver of DCMTK that takes a second per image, OFFLINE a server that is not there.
/// </summary>
public sealed class HospitalSite : Site
{
    public const string Source = "ORTHANC1";
    public const string Destination = "ORTHANC2";
    public const string Slow = "SLOW";
    public const string Offline = "OFFLINE";

    private const string Group = "Radiology";
    private const string Password = "a long enough password 7";

    private readonly int _slowPort = PeerProcess.FreePort();
    private OrthancServer? _source;
    private OrthancServer? _destination;
    private PeerProcess? _slow;

    public OrthancServer SourceServer =>
        _source ?? throw new InvalidOperationException("ORTHANC1 has not been started.");

    public OrthancServer DestinationServer =>
        _destination ?? throw new InvalidOperationException("ORTHANC2 has not been started.");

    public override (string UserName, string Password) CredentialsOf(Role role) =>
        role switch
        {
            Role.Researcher => ("curie", Password),
            Role.Staff => ("roentgen", Password),
        };

    /// <summary>Puts a study of a patient of its own into the source.</summary>
    public async Task<StudyOnServer> AddStudyAsync(int images, CancellationToken cancellationToken)
    {
        var patientId = Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();
        var study = new SyntheticCt(patientId, $"Test^{patientId}", SyntheticCt.NewUid());
        var files = study.Series(1, images);
        foreach (var file in files.Values)
        {
            await SourceServer.StoreAsync(file, cancellationToken);
        }

        return new StudyOnServer(study.PatientId, study.StudyInstanceUid, files);
    }

    public override async ValueTask InitializeAsync()
    {
        _source = await OrthancServer.StartAsync(Source);
        _destination = await OrthancServer.StartAsync(Destination);
        _slow = PeerProcess.Start(
            "storescp",
            ["--fork", "--ignore", "--sleep-after", "1", "-aet", Slow, Text(_slowPort)]
        );
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var peer in new IAsyncDisposable?[] { _slow, _destination, _source })
        {
            if (peer is not null)
            {
                await peer.DisposeAsync();
            }
        }
    }

    protected override IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Seed__Groups__0__Name"] = Group,
            ["Seed__Groups__0__Permissions__0"] = "*",
        };
        AddPerson(settings, 0, Role.Researcher);
        AddPerson(settings, 1, Role.Staff);
        AddServer(settings, 0, Source, SourceServer.DicomPort, "SourceFor");
        AddServer(settings, 1, Destination, DestinationServer.DicomPort, "DestinationFor");
        AddServer(settings, 2, Slow, _slowPort, "DestinationFor");
        AddServer(settings, 3, Offline, PeerProcess.FreePort(), "SourceFor");
        return settings;
    }

    private void AddPerson(Dictionary<string, string> settings, int index, Role role)
    {
        var prefix = $"Seed__People__{index}__";
        var (userName, password) = CredentialsOf(role);
        settings[prefix + "UserName"] = userName;
        settings[prefix + "Password"] = password;
        settings[prefix + "IsStaff"] = role == Role.Staff ? "true" : "false";
        settings[prefix + "Groups__0"] = Group;
    }

    private static void AddServer(
        Dictionary<string, string> settings,
        int index,
        string name,
        int port,
        string access
    )
    {
        var prefix = $"Seed__Servers__{index}__";
        settings[prefix + "Name"] = name;
        settings[prefix + "AeTitle"] = name;
        settings[prefix + "Host"] = "127.0.0.1";
        settings[prefix + "Port"] = Text(port);
        settings[prefix + "Accepts"] = "Identified, Pseudonymised";
        settings[prefix + access + "__0"] = Group;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
