using Adit.Domain.Results;

namespace Adit.Domain.DicomNodes;

/// <summary>What a connection test found.</summary>
public sealed record ProbeResult(bool Answered, string Message, TimeSpan Elapsed)
{
    /// <summary>
    /// What this means for tasks. A server may answer and still not like the question, which keeps no transfer from working.
    /// </summary>
    public NodeFault Fault { get; init; } = Answered ? NodeFault.None : NodeFault.Unreachable;

    /// <summary>All places at the server were taken, so nothing was asked: it is in use, hence not dead.</summary>
    public bool WasBusy { get; init; }
}

public interface IServerProbe
{
    /// <summary>
    /// C-ECHO, or a web request where the server has nothing else. An unreachable or refusing server is an answer, not an
    /// exception. A person waits for a place at the server; a task goes without the answer when none is free.
    /// </summary>
    Task<ProbeResult> EchoAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    );
}

/// <summary>Who waits for a server: a task in the background, or a person at a screen.</summary>
public enum LimiterLane
{
    Task = 0,
    Interactive = 1,
}

/// <summary>
/// The one limiter for everything that Adit opens to a server. A share is reserved for people, so that a night's
/// batch does not make a search wait.
/// </summary>
public interface IServerLimiter
{
    /// <summary>Waits for a free association; disposing the lease gives it back.</summary>
    ValueTask<IAsyncDisposable> AcquireAsync(
        int serverId,
        LimiterLane lane,
        CancellationToken cancellationToken
    );
}

/// <summary>Puts what went wrong with a node into words for a person, without patient data.</summary>
public interface IDicomFaultMessages
{
    DomainError Describe(Exception exception, DicomNode node);
}
