using System.Globalization;

namespace Adit.Domain.Jobs;

/// <summary>How a job ended, as a function of nothing but the counts of its tasks.</summary>
public sealed record JobOutcome(JobStatus Status, string Message)
{
    /// <param name="counts">Counts without open tasks.</param>
    /// <param name="wasCanceled">A person canceled the job as a whole.</param>
    public static JobOutcome Of(TaskCounts counts, bool wasCanceled)
    {
        if (counts.Open > 0)
        {
            throw new InvalidOperationException("A job with open tasks has no outcome yet.");
        }

        var total = counts.Done;
        var finished = total - counts.Canceled;
        if (wasCanceled && counts.Canceled > 0)
        {
            return new(
                JobStatus.Canceled,
                finished == 0
                    ? "The job was canceled."
                    : $"The job was canceled after {Of(finished, total)} had ended."
            );
        }

        return (counts.Failure, counts.Warning, counts.Success, counts.Canceled) switch
        {
            (0, 0, 0, 0) => new(JobStatus.Success, "No tasks to process."),
            (0, 0, 0, _) => new(JobStatus.Canceled, "All tasks were canceled."),
            (0, 0, _, 0) => new(JobStatus.Success, "All tasks succeeded."),
            (0, 0, _, _) => new(
                JobStatus.Success,
                "Some tasks were canceled, all others succeeded."
            ),
            (0, _, 0, 0) => new(JobStatus.Warning, "All tasks have warnings."),
            (0, _, _, _) => new(JobStatus.Warning, $"{Of(counts.Warning, total)} have warnings."),
            (_, 0, 0, 0) => new(JobStatus.Failure, "All tasks failed."),
            _ => new(JobStatus.Failure, $"{Of(counts.Failure, total)} failed."),
        };

        static string Of(int part, int whole) =>
            string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {whole:N0} tasks");
    }
}
