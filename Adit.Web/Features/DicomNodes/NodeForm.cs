using Adit.Domain.DicomNodes;

namespace Adit.Web.Features.DicomNodes;

/// <summary>What the staff page edits; the properties are called as in the inputs, so that faults find their field.</summary>
public sealed class NodeForm
{
    private ServerInput _server = new();

    public NodeKind Kind { get; private init; }
    public string Name { get; set; } = "";
    public string? IdDomain { get; set; }
    public bool AcceptsIdentified { get; set; }
    public bool AcceptsPseudonymised { get; set; } = true;
    public string AeTitle { get; set; } = "";
    public string Host { get; set; } = "";
    public int Port { get; set; } = 104;
    public bool CanFind { get; set; } = true;
    public bool CanGet { get; set; } = true;
    public bool CanMove { get; set; } = true;
    public bool CanStore { get; set; } = true;
    public string? FallbackCharacterSet { get; set; }
    public ExpectedSet ExpectedSet { get; set; } = ExpectedSet.ImageList;
    public int MaxSearchResults { get; set; } = DicomServerNode.DefaultMaxSearchResults;
    public int MaxAssociations { get; set; } = DicomServerNode.DefaultMaxAssociations;
    public bool HasQido { get; set; }
    public bool HasWado { get; set; }
    public bool HasStow { get; set; }
    public string? DicomWebUrl { get; set; }
    public string? QidoPrefix { get; set; }
    public string? WadoPrefix { get; set; }
    public string? StowPrefix { get; set; }
    public DeadlineForm Deadlines { get; init; } = new();
    public string Path { get; set; } = "";
    public int? QuotaGb { get; set; }
    public int? WarnGb { get; set; }

    private AcceptedData AcceptedData =>
        (AcceptsIdentified ? AcceptedData.Identified : AcceptedData.None)
        | (AcceptsPseudonymised ? AcceptedData.Pseudonymised : AcceptedData.None);

    public static NodeForm New(NodeKind kind) => new() { Kind = kind };

    public static NodeForm From(ServerInput server) =>
        new()
        {
            _server = server,
            Kind = NodeKind.Server,
            Name = server.Name,
            IdDomain = server.IdDomain,
            AcceptsIdentified = server.AcceptedData.HasFlag(AcceptedData.Identified),
            AcceptsPseudonymised = server.AcceptedData.HasFlag(AcceptedData.Pseudonymised),
            AeTitle = server.AeTitle,
            Host = server.Host,
            Port = server.Port,
            CanFind = server.Services.HasFlag(ServerServices.StudyRootFind),
            CanGet = server.Services.HasFlag(ServerServices.StudyRootGet),
            CanMove = server.Services.HasFlag(ServerServices.StudyRootMove),
            CanStore = server.Services.HasFlag(ServerServices.Store),
            FallbackCharacterSet = server.FallbackCharacterSet,
            ExpectedSet = server.ExpectedSet,
            MaxSearchResults = server.MaxSearchResults,
            MaxAssociations = server.MaxAssociations,
            HasQido = server.Services.HasFlag(ServerServices.QidoRs),
            HasWado = server.Services.HasFlag(ServerServices.WadoRs),
            HasStow = server.Services.HasFlag(ServerServices.StowRs),
            DicomWebUrl = server.DicomWebUrl,
            QidoPrefix = server.QidoPrefix,
            WadoPrefix = server.WadoPrefix,
            StowPrefix = server.StowPrefix,
            Deadlines = DeadlineForm.From(server.Timeouts),
        };

    public static NodeForm From(FolderInput folder) =>
        new()
        {
            Kind = NodeKind.Folder,
            Name = folder.Name,
            IdDomain = folder.IdDomain,
            AcceptsIdentified = folder.AcceptedData.HasFlag(AcceptedData.Identified),
            AcceptsPseudonymised = folder.AcceptedData.HasFlag(AcceptedData.Pseudonymised),
            Path = folder.Path,
            QuotaGb = folder.QuotaGb,
            WarnGb = folder.WarnGb,
        };

    /// <summary>Settings that this page does not show keep their values.</summary>
    public ServerInput ToServer(int? id)
    {
        var services = _server.Services;
        services = With(
            services,
            ServerServices.PatientRootFind,
            ServerServices.StudyRootFind,
            CanFind
        );
        services = With(
            services,
            ServerServices.PatientRootGet,
            ServerServices.StudyRootGet,
            CanGet
        );
        services = With(
            services,
            ServerServices.PatientRootMove,
            ServerServices.StudyRootMove,
            CanMove
        );
        services = With(services, ServerServices.Store, CanStore);
        services = With(services, ServerServices.QidoRs, HasQido);
        services = With(services, ServerServices.WadoRs, HasWado);
        services = With(services, ServerServices.StowRs, HasStow);
        return _server with
        {
            Id = id,
            Name = Name,
            IdDomain = IdDomain,
            AcceptedData = AcceptedData,
            AeTitle = AeTitle,
            Host = Host,
            Port = Port,
            Services = services,
            FallbackCharacterSet = FallbackCharacterSet,
            ExpectedSet = ExpectedSet,
            MaxSearchResults = MaxSearchResults,
            MaxAssociations = MaxAssociations,
            DicomWebUrl = DicomWebUrl,
            QidoPrefix = QidoPrefix,
            WadoPrefix = WadoPrefix,
            StowPrefix = StowPrefix,
            Timeouts = Deadlines.ToTimeouts(),
        };
    }

    public FolderInput ToFolder(int? id) =>
        new()
        {
            Id = id,
            Name = Name,
            IdDomain = IdDomain,
            AcceptedData = AcceptedData,
            Path = Path,
            QuotaGb = QuotaGb,
            WarnGb = WarnGb,
        };

    private static ServerServices With(ServerServices all, ServerServices one, bool offered) =>
        offered ? all | one : all & ~one;

    // A server that offers a service offers it in the study root model; the patient root may differ and is then kept.
    private static ServerServices With(
        ServerServices all,
        ServerServices patientRoot,
        ServerServices studyRoot,
        bool offered
    ) =>
        (offered, all.HasFlag(studyRoot)) switch
        {
            (true, true) => all,
            (true, false) => all | patientRoot | studyRoot,
            (false, _) => all & ~patientRoot & ~studyRoot,
        };
}
