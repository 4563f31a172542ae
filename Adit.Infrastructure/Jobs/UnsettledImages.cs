using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// When a task ends, nothing is expected or on its way any more: every image that is not stored is told with a reason, also when the
/// attempt that would have told it never came to its account.
/// </summary>
internal static class UnsettledImages
{
    private const string AnswerLost =
        "It was sent, but no answer came, so nobody knows whether it is stored. ";

    /// <summary>Within the transaction that ends the task.</summary>
    public static async Task SettleAsync(
        AditDbContext db,
        long taskId,
        string message,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var lost = await SettleAsync(
                db,
                taskId,
                InstanceOutcome.InFlight,
                AnswerLost + message,
                now,
                cancellationToken
            )
            .ConfigureAwait(false);
        var missing = await SettleAsync(
                db,
                taskId,
                InstanceOutcome.Expected,
                message,
                now,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (lost + missing > 0)
        {
            await db
                .Tasks.Where(t => t.Id == taskId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(t => t.FailedImages, t => t.FailedImages + lost + missing),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    private static Task<int> SettleAsync(
        AditDbContext db,
        long taskId,
        InstanceOutcome outcome,
        string reason,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var bounded =
            reason.Length > TransferredInstance.MaxReasonLength
                ? reason[..TransferredInstance.MaxReasonLength]
                : reason;
        return db
            .Ledger.Where(i => i.TaskId == taskId && i.Outcome == outcome)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.Outcome, InstanceOutcome.Failed)
                        .SetProperty(i => i.Reason, bounded)
                        .SetProperty(i => i.At, now),
                cancellationToken
            );
    }
}
