namespace Adit.Domain.Jobs;

// The numbers are stored: never change one, add at the end.

public enum JobKind
{
    SelectiveTransfer = 1,
    BatchQuery = 2,
    BatchTransfer = 3,
    ContinuousTransfer = 4,
    Upload = 5,
}

public enum JobStatus
{
    Unverified = 1,
    Pending = 2,
    InProgress = 3,
    Canceling = 4,
    Canceled = 5,
    Success = 6,
    Warning = 7,
    Failure = 8,
}

public enum JobTaskStatus
{
    Querying = 1,
    Ready = 2,
    Pending = 3,
    InProgress = 4,
    Canceled = 5,
    Success = 6,
    Warning = 7,
    Failure = 8,
}

/// <summary>What a person can do with a job or one of its tasks.</summary>
public enum JobAction
{
    Verify = 1,
    Delete = 2,
    Cancel = 3,
    Resume = 4,
    Retry = 5,
    Restart = 6,
    MakeUrgent = 7,
    MakeOrdinary = 8,
}

public enum TaskAction
{
    Cancel = 1,
    Kill = 2,
    Retry = 3,
}
