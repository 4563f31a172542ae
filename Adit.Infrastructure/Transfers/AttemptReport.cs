using System.Globalization;
using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers;

/// <summary>What de-identification has done to the images of a task: in this attempt, and in those before whose images count.</summary>
internal sealed class AttemptReport
{
    private readonly IDeidentificationReports _reports;
    private readonly TaskExecutionContext _context;
    private readonly Deidentifier _deidentifier;
    private readonly DeidentificationReport? _earlier;

    private AttemptReport(
        IDeidentificationReports reports,
        TaskExecutionContext context,
        Deidentifier deidentifier,
        DeidentificationReport? earlier
    ) => (_reports, _context, _deidentifier, _earlier) = (reports, context, deidentifier, earlier);

    public static async Task<AttemptReport> BeginAsync(
        IDeidentificationReports reports,
        TaskExecutionContext context,
        TransferDeidentification deidentification,
        IReadOnlyList<TransferredInstance> ledger,
        CancellationToken cancellationToken
    )
    {
        var earlier =
            ledger.Count == 0
                ? null
                : await reports.FindAsync(context.Task.Id, cancellationToken).ConfigureAwait(false);
        return new AttemptReport(
            reports,
            context,
            deidentification.Deidentifier,
            // Another version of the profile counts for itself.
            earlier is null
            || !IsOf(earlier, deidentification.Profile)
                ? null
                : Counting(
                    earlier,
                    isAnyStored: ledger.Any(line => line.IsStored),
                    // Images that were refused are looked at again in the first attempt of a person.
                    areRefusalsKept: context.Task.Attempts > 0
                )
        );
    }

    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        var now = _deidentifier.Report();
        if (now.Instances > 0 || now.Refusals.Count > 0)
        {
            _context.Log.Write(LogLevel.Information, Summary(now));
        }
        await _reports
            .SaveAsync(
                _context.Task.Id,
                _context.ClaimId,
                _earlier?.Plus(now) ?? now,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>What an attempt de-identified and nobody has does not count: it is done again.</summary>
    internal static DeidentificationReport Counting(
        DeidentificationReport earlier,
        bool isAnyStored,
        bool areRefusalsKept
    )
    {
        earlier = earlier with
        {
            Refusals =
            [
                .. earlier.Refusals.Where(refusal =>
                    areRefusalsKept && StaysRefused(refusal.Reason)
                ),
            ],
        };
        return isAnyStored
            ? earlier
            : earlier with
            {
                Instances = 0,
                InstancesWithBlankedRegions = 0,
                Counts = [],
                Deviations = [],
            };
    }

    /// <summary>A damaged image has failed and is asked for again; a pseudonym ends the task.</summary>
    private static bool StaysRefused(DeidentificationRefusal reason) =>
        reason
            is not (DeidentificationRefusal.Damaged or DeidentificationRefusal.RevealingPseudonym);

    private static bool IsOf(DeidentificationReport report, DeidentificationProfile profile) =>
        report.Profile == profile.Name && report.ProfileVersion == profile.Version;

    private static string Summary(DeidentificationReport report)
    {
        var refused = report.Refusals.Sum(refusal => refusal.Count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"De-identified with the profile {report.Profile} (version {report.ProfileVersion}): {report.Instances:N0} {(report.Instances == 1 ? "image" : "images")}{(report.InstancesWithBlankedRegions > 0 ? $", regions blanked in {report.InstancesWithBlankedRegions:N0}" : "")}{(refused > 0 ? $", {refused:N0} refused" : "")}. The report names every rule."
        );
    }
}
