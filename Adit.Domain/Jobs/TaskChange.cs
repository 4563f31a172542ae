namespace Adit.Domain.Jobs;

/// <summary>
/// What a decision of the job means for its tasks. A job may have ten thousand of them, so that they are changed in
/// the database by the set, never loaded.
/// </summary>
public abstract record TaskChange
{
    private TaskChange() { }

    /// <summary>Only this task; null: all of the job.</summary>
    public long? TaskId { get; init; }

    /// <summary>Every task that is <paramref name="From"/> becomes <paramref name="To"/>.</summary>
    public sealed record Move(JobTaskStatus From, JobTaskStatus To) : TaskChange
    {
        /// <summary>Replaces the task's message; null leaves it.</summary>
        public string? Message { get; init; }

        /// <summary>Attempts and counts begin at 0 again.</summary>
        public bool Reset { get; init; }

        /// <summary>The other patient ID that a person accepts; null leaves what was accepted before.</summary>
        public string? AcceptedPatientId { get; init; }

        /// <summary>When a pending task may start; null: now.</summary>
        public DateTime? DueAt { get; init; }
    }

    /// <summary>Running tasks are told to end; they stay in progress until they have.</summary>
    public sealed record RequestStop(bool Kill) : TaskChange;
}
