using System.Globalization;
using Adit.Domain.Accounts;

namespace Adit.Domain.Audit;

public enum AuditOutcome
{
    Success = 0,
    Refused = 1,
    Failure = 2,
}

/// <summary>One line of the trail: who did what to what. Holds identifiers, never names of patients.</summary>
public sealed record AuditEntry(
    int? ActorId,
    string ActorName,
    string Action,
    string SubjectKind,
    string? SubjectId,
    string? Detail,
    AuditOutcome Outcome
)
{
    public static AuditEntry By(
        Actor actor,
        string action,
        string subjectKind,
        long? subjectId,
        string? detail = null,
        AuditOutcome outcome = AuditOutcome.Success
    ) =>
        new(
            actor.PersonId,
            actor.UserName,
            action,
            subjectKind,
            subjectId?.ToString(CultureInfo.InvariantCulture),
            detail,
            outcome
        );

    /// <summary>What the system did by itself, such as ending a job at its last task.</summary>
    public static AuditEntry BySystem(
        string action,
        string subjectKind,
        long? subjectId,
        string? detail = null
    ) =>
        new(
            null,
            "system",
            action,
            subjectKind,
            subjectId?.ToString(CultureInfo.InvariantCulture),
            detail,
            AuditOutcome.Success
        );
}

/// <summary>Append-only record of what people did.</summary>
public interface IAuditTrail
{
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);
}
