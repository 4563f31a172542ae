using Adit.Domain.Accounts;

namespace Adit.Domain.DicomNodes;

public enum ReceiverState
{
    /// <summary>Switched off by the configuration.</summary>
    Off = 0,

    Starting = 1,

    Listening = 2,

    /// <summary>Something else uses its port; it tries again.</summary>
    PortTaken = 3,

    /// <summary>It broke, and the program ends.</summary>
    Failed = 4,

    Stopped = 5,
}

/// <summary>Something that the receiver did not take. Holds nothing of a patient.</summary>
public sealed record ReceiverRefusal(DateTime AtUtc, string CallingAeTitle, string Reason);

/// <summary>What staff sees of Adit's own storage SCP, which takes what sources send by C-MOVE.</summary>
/// <param name="State">What it does.</param>
/// <param name="AeTitle">The name that sources have to send to.</param>
/// <param name="Address">Where it listens, such as 0.0.0.0.</param>
/// <param name="Port">The TCP port; null while it does not listen.</param>
/// <param name="ListeningSinceUtc">Null while it does not listen.</param>
/// <param name="Problem">What is wrong and what to do; null when nothing is.</param>
/// <param name="OpenAssociations">Connections at this moment.</param>
/// <param name="RunningRetrieves">Retrieves that wait for images at this moment.</param>
/// <param name="Received">Images taken since the start of the program.</param>
/// <param name="Refused">Images refused since the start of the program, because no running retrieve asked for them.</param>
/// <param name="RejectedAssociations">Associations of unknown callers since the start of the program.</param>
/// <param name="LastRefusals">The last few of both, the newest first.</param>
public sealed record ReceiverSnapshot(
    ReceiverState State,
    string AeTitle,
    string Address,
    int? Port,
    DateTime? ListeningSinceUtc,
    string? Problem,
    int OpenAssociations,
    int RunningRetrieves,
    long Received,
    long Refused,
    long RejectedAssociations,
    IReadOnlyList<ReceiverRefusal> LastRefusals
);

public interface IReceiverQueries
{
    /// <summary>Whether Adit can take what a source sends; also true when the receiver is switched off on purpose.</summary>
    bool IsReady { get; }

    /// <summary>Null for who is not staff.</summary>
    ReceiverSnapshot? Get(Actor staff);
}
