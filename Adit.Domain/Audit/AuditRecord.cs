namespace Adit.Domain.Audit;

/// <summary>The stored form of an <see cref="AuditEntry"/>. It has no verbs: nothing changes it.</summary>
public sealed class AuditRecord
{
    public const int MaxDetailLength = 2000;

    private AuditRecord() { }

    public AuditRecord(AuditEntry entry, DateTime at)
    {
        At = at;
        ActorId = entry.ActorId;
        ActorName = entry.ActorName;
        Action = entry.Action;
        SubjectKind = entry.SubjectKind;
        SubjectId = entry.SubjectId;
        Detail = entry.Detail is { Length: > MaxDetailLength } text
            ? text[..MaxDetailLength]
            : entry.Detail;
        Outcome = entry.Outcome;
    }

    public long Id { get; private set; }

    public DateTime At { get; private set; }

    public int? ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public string Action { get; private set; } = "";

    public string SubjectKind { get; private set; } = "";

    public string? SubjectId { get; private set; }

    public string? Detail { get; private set; }

    public AuditOutcome Outcome { get; private set; }
}
