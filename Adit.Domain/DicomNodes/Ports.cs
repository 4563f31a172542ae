using Adit.Domain.Results;

namespace Adit.Domain.DicomNodes;

/// <summary>What a connection test found.</summary>
public sealed record ProbeResult(bool Answered, string Message, TimeSpan Elapsed);

public interface IServerProbe
{
    /// <summary>C-ECHO. An unreachable or refusing server is an answer, not an exception.</summary>
    Task<ProbeResult> EchoAsync(DicomServerNode server, CancellationToken cancellationToken);
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
