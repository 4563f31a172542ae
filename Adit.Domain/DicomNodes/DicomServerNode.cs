namespace Adit.Domain.DicomNodes;

/// <summary>Where the set of images that a study should have is learned from.</summary>
public enum ExpectedSet
{
    /// <summary>An IMAGE-level query per series: every SOP Instance UID is known beforehand.</summary>
    ImageList = 0,

    /// <summary>NumberOfSeriesRelatedInstances of the one SERIES-level query: only counts are known beforehand.</summary>
    SeriesCounts = 1,
}

/// <summary>Query/retrieve services that a server offers (PS3.4 C.6).</summary>
[Flags]
public enum ServerServices
{
    None = 0,
    PatientRootFind = 1,
    PatientRootGet = 2,
    PatientRootMove = 4,
    StudyRootFind = 8,
    StudyRootGet = 16,
    StudyRootMove = 32,
    Store = 64,
    QidoRs = 128,
    WadoRs = 256,
    StowRs = 512,
    DimseDefault =
        PatientRootFind
        | PatientRootGet
        | PatientRootMove
        | StudyRootFind
        | StudyRootGet
        | StudyRootMove
        | Store,
}

/// <summary>How long to wait for a server, in whole seconds.</summary>
public sealed record ServerTimeouts
{
    public const int MaxSeconds = 86_400;

    /// <summary>Opening the connection and negotiating the association.</summary>
    public int ConnectSeconds { get; init; } = 10;

    /// <summary>One response of the peer.</summary>
    public int ResponseSeconds { get; init; } = 30;

    /// <summary>The first image of a retrieve: archives fetch from tape.</summary>
    public int FirstImageSeconds { get; init; } = 300;

    /// <summary>The first image of a study that the server itself calls not online: then the study is left for later.</summary>
    public int OfflineSeconds { get; init; } = 60;

    /// <summary>Silence between two images.</summary>
    public int IdleSeconds { get; init; } = 120;

    /// <summary>One whole study.</summary>
    public int TotalSeconds { get; init; } = 7200;
}

/// <summary>A DICOM server: a PACS, an archive, a modality.</summary>
public sealed class DicomServerNode : DicomNode
{
    public const int MaxAeTitleLength = 16;
    public const int MaxHostLength = 255;
    public const int DefaultMaxSearchResults = 200;
    public const int DefaultMaxAssociations = 8;

    private DicomServerNode() { }

    public DicomServerNode(string name, string aeTitle, string host, int port)
        : base(name) => MoveTo(aeTitle, host, port);

    public override NodeKind Kind => NodeKind.Server;

    public string AeTitle { get; private set; } = "";

    public string Host { get; private set; } = "";

    public int Port { get; private set; }

    public ServerServices Services { get; private set; } = ServerServices.DimseDefault;

    /// <summary>Root of the DICOMweb services, such as https://pacs/dicom-web; null without.</summary>
    public string? DicomWebUrl { get; private set; }

    public string? QidoPrefix { get; private set; }

    public string? WadoPrefix { get; private set; }

    public string? StowPrefix { get; private set; }

    /// <summary>The Authorization header, encrypted by the application.</summary>
    public string? ProtectedAuthorization { get; private set; }

    /// <summary>Character set to assume when the server names none (PS3.3 C.12.1.1.2).</summary>
    public string? FallbackCharacterSet { get; private set; }

    public ExpectedSet ExpectedSet { get; private set; } = ExpectedSet.ImageList;

    public int MaxSearchResults { get; private set; } = DefaultMaxSearchResults;

    /// <summary>Associations that Adit opens to this server at one time, for everything.</summary>
    public int MaxAssociations { get; private set; } = DefaultMaxAssociations;

    public ServerTimeouts Timeouts { get; private set; } = new();

    /// <summary>Associations that tasks may hold: one is kept for people who wait at a screen.</summary>
    public int TaskSlots => Math.Max(1, MaxAssociations - 1);

    /// <summary>Of the task slots, those that ordinary tasks may take: one is kept for urgent ones.</summary>
    public int OrdinaryTaskSlots => Math.Max(1, TaskSlots - 1);

    public bool Offers(ServerServices services) => (Services & services) == services;

    public void MoveTo(string aeTitle, string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(aeTitle);
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        AeTitle = aeTitle.Trim();
        Host = host.Trim();
        Port = port;
    }

    public void Configure(
        ServerServices services,
        ExpectedSet expectedSet,
        int maxSearchResults,
        int maxAssociations,
        ServerTimeouts timeouts,
        string? fallbackCharacterSet
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSearchResults, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAssociations, 1);
        Services = services;
        ExpectedSet = expectedSet;
        MaxSearchResults = maxSearchResults;
        MaxAssociations = maxAssociations;
        Timeouts = timeouts;
        FallbackCharacterSet = string.IsNullOrWhiteSpace(fallbackCharacterSet)
            ? null
            : fallbackCharacterSet.Trim();
    }

    public void ConfigureDicomWeb(
        string? url,
        string? qidoPrefix,
        string? wadoPrefix,
        string? stowPrefix
    )
    {
        var before = DicomWebUrl;
        DicomWebUrl = string.IsNullOrWhiteSpace(url) ? null : url.Trim();
        if (before is not null && !IsSameOrigin(before, DicomWebUrl))
        {
            // What was meant for one server is not told to another one.
            ProtectedAuthorization = null;
        }
        QidoPrefix = string.IsNullOrWhiteSpace(qidoPrefix) ? null : qidoPrefix.Trim();
        WadoPrefix = string.IsNullOrWhiteSpace(wadoPrefix) ? null : wadoPrefix.Trim();
        StowPrefix = string.IsNullOrWhiteSpace(stowPrefix) ? null : stowPrefix.Trim();
    }

    private static bool IsSameOrigin(string before, string? after) =>
        Uri.TryCreate(before, UriKind.Absolute, out var old)
        && Uri.TryCreate(after, UriKind.Absolute, out var now)
        && Uri.Compare(
            old,
            now,
            UriComponents.SchemeAndServer,
            UriFormat.SafeUnescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;

    public void Authorize(string? protectedAuthorization) =>
        ProtectedAuthorization = protectedAuthorization;

    /// <summary>Whether it can be told to send a study to another server by itself.</summary>
    public bool CanMove =>
        Offers(ServerServices.StudyRootMove) || Offers(ServerServices.PatientRootMove);

    /// <summary>Two entries of one server: same host, port and AE title.</summary>
    public bool IsSameServerAs(DicomServerNode other) =>
        string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase)
        && Port == other.Port
        && string.Equals(AeTitle, other.AeTitle, StringComparison.Ordinal);
}

/// <summary>A directory that files are written to.</summary>
public sealed class DicomFolderNode : DicomNode
{
    public const int MaxPathLength = 500;

    private DicomFolderNode() { }

    public DicomFolderNode(string name, string path)
        : base(name) => Configure(path, null, null);

    public override NodeKind Kind => NodeKind.Folder;

    public string Path { get; private set; } = "";

    public int? QuotaGb { get; private set; }

    public int? WarnGb { get; private set; }

    public void Configure(string path, int? quotaGb, int? warnGb)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = path.Trim();
        QuotaGb = quotaGb;
        WarnGb = warnGb;
    }
}
