using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>One presentation context to propose (PS3.8 7.1.1.13).</summary>
/// <param name="AbstractSyntax">The SOP class.</param>
/// <param name="TransferSyntaxes">The transfer syntaxes, preferred one first. Some peers convert silently when a storage
/// context holds several: propose one context per transfer syntax to get images unchanged.</param>
/// <param name="AsScp">True to take the SCP role (PS3.7 D.3.3.4), needed to receive images by C-GET.</param>
public sealed record PresentationContextProposal(
    DicomUid AbstractSyntax,
    IReadOnlyList<DicomTransferSyntax> TransferSyntaxes,
    bool AsScp = false
)
{
    /// <summary>Proposes one transfer syntax.</summary>
    /// <param name="abstractSyntax">The SOP class.</param>
    /// <param name="transferSyntax">The transfer syntax.</param>
    /// <param name="asScp">True to take the SCP role.</param>
    public PresentationContextProposal(
        DicomUid abstractSyntax,
        DicomTransferSyntax transferSyntax,
        bool asScp = false
    )
        : this(abstractSyntax, [transferSyntax], asScp) { }
}

/// <summary>What the acceptor answered to a proposed presentation context (PS3.8 table 9-18).</summary>
public enum PresentationContextResult
{
    /// <summary>The context can be used.</summary>
    Accepted = 0,

    /// <summary>The peer's user refused it.</summary>
    UserRejection = 1,

    /// <summary>Refused without a reason, or not answered at all.</summary>
    NoReason = 2,

    /// <summary>The peer does not know the SOP class.</summary>
    AbstractSyntaxNotSupported = 3,

    /// <summary>The peer supports none of the proposed transfer syntaxes.</summary>
    TransferSyntaxesNotSupported = 4,
}

/// <summary>A negotiated presentation context.</summary>
/// <param name="Id">Odd number from 1 to 255.</param>
/// <param name="AbstractSyntax">The SOP class.</param>
/// <param name="Result">Whether it may be used.</param>
/// <param name="TransferSyntax">The transfer syntax that the acceptor chose; null when refused.</param>
/// <param name="RequestorIsScu">The requestor may send requests.</param>
/// <param name="RequestorIsScp">The requestor may be sent requests (C-STORE inside a C-GET).</param>
public sealed record PresentationContext(
    byte Id,
    DicomUid AbstractSyntax,
    PresentationContextResult Result,
    DicomTransferSyntax? TransferSyntax,
    bool RequestorIsScu = true,
    bool RequestorIsScp = false
)
{
    /// <summary>True when the context may be used.</summary>
    public bool IsAccepted =>
        Result == PresentationContextResult.Accepted && TransferSyntax is not null;
}
