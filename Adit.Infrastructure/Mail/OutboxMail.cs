namespace Adit.Infrastructure.Mail;

/// <summary>Why a mail is sent. The numbers are stored.</summary>
public enum MailKind
{
    JobFinished = 1,
}

/// <summary>
/// A mail to be sent, written in the transaction that is its reason. The text is made when it is sent; it never holds
/// patient data.
/// </summary>
public sealed class OutboxMail
{
    private OutboxMail() { }

    public OutboxMail(MailKind kind, int recipientId, int? jobId, DateTime createdAt)
    {
        Kind = kind;
        RecipientId = recipientId;
        JobId = jobId;
        CreatedAt = createdAt;
        DueAt = createdAt;
    }

    public long Id { get; private set; }

    public MailKind Kind { get; private set; }

    public int RecipientId { get; private set; }

    public int? JobId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTime? SentAt { get; private set; }

    public string? LastError { get; private set; }
}
