using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;

namespace Adit.Domain.Deidentification;

/// <summary>What was done to the images of a task: tags, rules and counts, never a value.</summary>
public sealed class TaskDeidentification
{
    /// <summary>A report is shortened to this many characters at most.</summary>
    public const int MaxReportLength = 1_000_000;

    private TaskDeidentification() { }

    public TaskDeidentification(long taskId, string report, DateTime at)
    {
        TaskId = taskId;
        Report = report;
        At = at;
    }

    public long TaskId { get; private set; }

    /// <summary>A <see cref="DeidentificationReport"/> as JSON.</summary>
    public string Report { get; private set; } = "";

    public DateTime At { get; private set; }

    public void Replace(string report, DateTime at)
    {
        Report = report;
        At = at;
    }
}

/// <summary>A task's report, with what a reader needs to place it.</summary>
public sealed record TaskReport(long TaskId, int JobId, DateTime At, DeidentificationReport Report)
{
    /// <summary>The project's name.</summary>
    public string? ProjectName { get; init; }

    public string? Pseudonym { get; init; }
}

public interface IDeidentificationReports
{
    /// <summary>
    /// Stores the report of the task that runs, in place of the one of an earlier attempt. False, and nothing is stored, when the
    /// task was taken away from this runner. A report of too many rows is cut, the rarest first.
    /// </summary>
    Task<bool> SaveAsync(
        long taskId,
        Guid claimId,
        DeidentificationReport report,
        CancellationToken cancellationToken
    );

    /// <summary>What earlier attempts have stored, for the executor; null: nothing.</summary>
    Task<DeidentificationReport?> FindAsync(long taskId, CancellationToken cancellationToken);

    /// <summary>For who may see the job, else null; null also when the task was not pseudonymised.</summary>
    Task<TaskReport?> GetAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    );
}
