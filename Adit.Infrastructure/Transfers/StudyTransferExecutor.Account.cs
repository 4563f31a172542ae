using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Infrastructure.Transfers.Routes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers;

/// <summary>What people are told at the end.</summary>
internal sealed partial class StudyTransferExecutor
{
    /// <summary>The account of the whole study, this and earlier attempts together.</summary>
    private static TaskOutcome Account(
        TaskExecutionContext context,
        StudyTransfer transfer,
        DicomNode destination,
        TimeSpan elapsed
    )
    {
        var manifest = transfer.Manifest;
        var stored = manifest.Stored;
        var missing = manifest.Missing;
        var failed = manifest.Failed;
        var refused = manifest.Excluded;
        var expected = Math.Max(manifest.Expected ?? 0, stored + failed + refused);
        var sent = stored - manifest.StoredEarlier;
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        context.Log.Write(
            LogLevel.Information,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sent:N0} images{Amount(manifest.BytesSent, seconds)} sent to {destination.Name}: {sent / seconds:0} images/s{Rate(manifest.BytesSent, seconds)}."
            )
        );
        if (transfer.BytesSpilled > 0)
        {
            context.Log.Write(
                LogLevel.Information,
                $"{destination.Name} stood still for a while; {ByteText.Of(transfer.BytesSpilled)} waited in a temporary file."
            );
        }
        if (manifest.Unlisted > 0)
        {
            context.Log.Write(
                LogLevel.Warning,
                $"{Number(manifest.Unlisted)} images of this study came although the source did not list them; they are transferred as well."
            );
        }
        if (manifest.Unexpected > 0)
        {
            context.Log.Write(
                LogLevel.Warning,
                $"{Number(manifest.Unexpected)} images came that were not asked for; they were not sent."
            );
        }
        foreach (var (reason, count) in manifest.Reasons(InstanceOutcome.Failed).Take(10))
        {
            context.Log.Write(LogLevel.Warning, $"{Number(count)} × {reason}");
        }
        foreach (
            var (reason, count) in manifest.Reasons(InstanceOutcome.StoredWithWarning).Take(10)
        )
        {
            context.Log.Write(LogLevel.Warning, $"{Number(count)} × {reason}");
        }
        foreach (var (reason, count) in manifest.Reasons(InstanceOutcome.Excluded).Take(10))
        {
            context.Log.Write(LogLevel.Warning, $"Refused: {Number(count)} × {reason}");
        }

        var why =
            (
                manifest.Reasons(InstanceOutcome.Failed) is [var (mostFrequent, _), ..]
                    ? " " + mostFrequent
                    : ""
            ) + WhyRefused(manifest);
        if (stored == 0)
        {
            return TaskOutcome.Failure(
                refused == expected
                    ? $"No image was transferred: {(expected == 1 ? "the only one" : $"all {Number(expected)}")} had to be refused.{why}"
                    : $"None of {Number(expected)} images could be transferred.{why}"
            );
        }
        var uncounted = manifest.UncountedSeries.Count;
        if (missing + failed + refused + uncounted > 0)
        {
            var parts = new List<string>();
            if (refused > 0)
            {
                parts.Add($"{Number(refused)} refused");
            }
            if (failed > 0)
            {
                parts.Add($"{Number(failed)} failed");
            }
            if (missing > 0)
            {
                parts.Add($"{Number(missing)} did not come");
            }
            if (uncounted > 0)
            {
                parts.Add(
                    $"{Number(uncounted)} series could not be read, with an unknown number of images"
                );
            }
            return TaskOutcome.Warning(
                $"{Number(stored)} of {Number(expected)} images transferred, {string.Join(", ", parts)}.{why}"
            );
        }
        if (manifest.Warned > 0)
        {
            var warning = manifest.Reasons(InstanceOutcome.StoredWithWarning) is [var (text, _), ..]
                ? " " + text
                : "";
            return TaskOutcome.Warning(
                $"All {Number(stored)} images transferred, {Number(manifest.Warned)} of them with a warning of {destination.Name}.{warning}"
            );
        }
        var all = stored == 1 ? "The one image is" : $"All {Number(stored)} images";
        var leftOut = LeftOut(
            transfer.ExcludedSeries - transfer.SeriesExcludedByProfile,
            transfer.SeriesExcludedByProfile
        );
        if (transfer.IsConfirmedByCountsOnly)
        {
            context.Log.Write(LogLevel.Warning, DirectMove.CountsOnly);
            return TaskOutcome.Success($"{all} transferred. {DirectMove.CountsOnly}{leftOut}");
        }
        return TaskOutcome.Success(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all} transferred{Amount(manifest.BytesSent, seconds)}.{leftOut}"
            )
        );
    }

    private static string WhyRefused(TransferManifest manifest)
    {
        var reasons = manifest.Reasons(InstanceOutcome.Excluded);
        return reasons.Count == 0
            ? ""
            : " Refused: "
                + string.Join(" ", reasons.Take(3).Select(r => $"{Number(r.Count)} × {r.Reason}"))
                + (reasons.Count > 3 ? " And for other reasons, see the log." : "");
    }

    private static string LeftOut(int byOwner, int byProfile) =>
        (byOwner == 0 ? "" : $" {Number(byOwner)} series left out as asked.")
        + (byProfile == 0 ? "" : $" {Number(byProfile)} series left out by the profile.");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Nothing of a direct C-MOVE passes by here, so that its bytes are not known.</summary>
    private static string Amount(long bytes, double seconds)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"in {seconds:0.0} s");
        return bytes == 0 ? " " + time : $" ({ByteText.Of(bytes)} {time})";
    }

    private static string Rate(long bytes, double seconds) =>
        bytes == 0 ? "" : $", {ByteText.Of((long)(bytes / seconds))}/s";
}
