namespace Adit.Domain.Jobs;

/// <summary>One unit of work of a job: usually one study from a source to a destination.</summary>
public sealed class JobTask
{
    public const int MaxMessageLength = 2000;

    private JobTask() { }

    public JobTask(
        int sourceId,
        int? destinationId,
        string patientId,
        string studyInstanceUid,
        DateTime createdAt
    )
    {
        SourceId = sourceId;
        DestinationId = destinationId;
        PatientId = patientId;
        StudyInstanceUid = studyInstanceUid;
        CreatedAt = createdAt;
        DueAt = createdAt;
    }

    public long Id { get; private set; }

    public int JobId { get; private set; }

    public int SourceId { get; private set; }

    public int? DestinationId { get; private set; }

    public string PatientId { get; private set; } = "";

    public string StudyInstanceUid { get; private set; } = "";

    /// <summary>Another patient's ID that images of this study carried; the task failed for it.</summary>
    public string? FoundPatientId { get; private set; }

    /// <summary>A person has said that images with this patient ID belong to the study, too.</summary>
    public string? AcceptedPatientId { get; private set; }

    /// <summary>Only these series; empty: all of the study.</summary>
    public IReadOnlyList<string> SeriesInstanceUids { get; init; } = [];

    public string? Pseudonym { get; init; }

    public string? StudyDescription { get; init; }

    public DateOnly? StudyDate { get; init; }

    /// <summary>Modalities of the study as the search said, separated by commas.</summary>
    public string? Modalities { get; init; }

    public JobTaskStatus Status { get; private set; } = JobTaskStatus.Pending;

    /// <summary>Starts that ended by themselves; a stop or crash of the application is not the task's attempt.</summary>
    public int Attempts { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>When it may start; a retry moves it on. Never null, so that one index serves the dispatcher.</summary>
    public DateTime DueAt { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? StartedAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public string Message { get; private set; } = "";

    /// <summary>Who runs it may write to it; every other writer hits 0 rows.</summary>
    public Guid? ClaimId { get; private set; }

    /// <summary>The process that runs it.</summary>
    public string? ClaimedBy { get; private set; }

    public DateTime? LeaseUntil { get; private set; }

    public bool CancelRequested { get; private set; }

    public bool KillRequested { get; private set; }

    public int? ExpectedImages { get; init; }

    public int StoredImages { get; private set; }

    public int FailedImages { get; private set; }

    public int ExcludedImages { get; private set; }

    public long BytesStored { get; private set; }

    /// <summary>How the images travelled, such as "C-GET to C-STORE".</summary>
    public string? Route { get; private set; }
}
