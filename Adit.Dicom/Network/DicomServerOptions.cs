using System.Net;
using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>How a <see cref="DicomServer"/> listens and whom it lets in.</summary>
public sealed record DicomServerOptions
{
    private static readonly HashSet<DicomUid> QueryModels =
    [
        DicomUids.PatientRootFind,
        DicomUids.PatientRootGet,
        DicomUids.PatientRootMove,
        DicomUids.StudyRootFind,
        DicomUids.StudyRootGet,
        DicomUids.StudyRootMove,
    ];

    /// <summary>Own AE title, 1 to 16 characters.</summary>
    public required string AeTitle { get; init; }

    /// <summary>Address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>TCP port; 0 takes a free one, see <see cref="DicomServer.Port"/>.</summary>
    public int Port { get; init; }

    /// <summary>Associations served at the same time; further ones are rejected as "limit reached".</summary>
    public int MaxAssociations { get; init; } = 32;

    /// <summary>Rejects associations that call another AE title than <see cref="AeTitle"/>.</summary>
    public bool ChecksCalledAeTitle { get; init; } = true;

    /// <summary>Decides whether a calling AE title may come in; null lets all in.</summary>
    public Func<string, bool>? AcceptsCallingAeTitle { get; init; }

    /// <summary>
    /// Decides whether a caller may come in, where that needs a look-up: null lets the caller in, anything else is answered. Asked
    /// after <see cref="AcceptsCallingAeTitle"/>, within <see cref="DicomTimeouts.Association"/>; an exception rejects the caller for
    /// now. Null lets all in.
    /// </summary>
    public Func<
        DicomCaller,
        CancellationToken,
        ValueTask<DicomRejection?>
    >? AdmitsCaller { get; init; }

    /// <summary>Decides which SOP classes are served.</summary>
    public Func<DicomUid, bool> AcceptsSopClass { get; init; } = IsStandardService;

    /// <summary>Decides which transfer syntaxes are taken for storage; null takes all. Of the proposed ones that are accepted the
    /// first known one is chosen, or the first, when none is known: the order is the peer's, who knows how its images lie.</summary>
    public Func<DicomTransferSyntax, bool>? AcceptsTransferSyntax { get; init; }

    /// <summary>Tells the receiver of a C-MOVE with each instance who asked for it and by which message (PS3.7 9.3.1.1). The two
    /// elements are optional, and some archives leave them out.</summary>
    public bool NamesMoveOriginator { get; init; } = true;

    /// <summary>The deadlines; <see cref="DicomTimeouts.Idle"/> also ends associations that ask nothing.</summary>
    public DicomTimeouts Timeouts { get; init; } = DicomTimeouts.Default;

    /// <summary>Verification, query and retrieve in both models, and all storage classes of the standard.</summary>
    /// <param name="sopClass">The SOP class.</param>
    /// <returns>True when it is one of them.</returns>
    public static bool IsStandardService(DicomUid sopClass) =>
        sopClass == DicomUids.Verification
        || QueryModels.Contains(sopClass)
        || DicomUids.IsStorageClass(sopClass);
}
