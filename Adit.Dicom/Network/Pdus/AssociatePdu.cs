namespace Adit.Dicom.Network.Pdus;

/// <summary>A-ASSOCIATE-RQ or A-ASSOCIATE-AC (PS3.8 9.3.2, 9.3.3) as plain values.</summary>
internal sealed class AssociatePdu
{
    public const string DicomApplicationContext = "1.2.840.10008.3.1.1.1";

    public bool IsAccept { get; init; }
    public ushort ProtocolVersion { get; set; } = 1;
    public string CalledAeTitle { get; set; } = "";
    public string CallingAeTitle { get; set; } = "";
    public string ApplicationContext { get; set; } = DicomApplicationContext;
    public List<ContextItem> Contexts { get; } = [];
    public List<RoleSelection> Roles { get; } = [];

    /// <summary>0 means that the sender sets no limit.</summary>
    public uint MaxPduLength { get; set; }
    public string ImplementationClassUid { get; set; } = "";
    public string? ImplementationVersionName { get; set; }

    /// <summary>Set when the asynchronous operations window was negotiated (PS3.7 D.3.3.3).</summary>
    public (ushort Invoked, ushort Performed)? AsynchronousOperations { get; set; }

    /// <summary>Proposed context (abstract syntax and choices) or answer to one (result and one transfer syntax).</summary>
    public sealed record ContextItem(
        byte Id,
        byte Result,
        string AbstractSyntax,
        IReadOnlyList<string> TransferSyntaxes
    );

    public readonly record struct RoleSelection(string SopClassUid, bool Scu, bool Scp);
}
