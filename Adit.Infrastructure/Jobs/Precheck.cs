using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>Whether both ends of a task can be used, before anything of it is done.</summary>
internal sealed class Precheck(INodeHealth health)
{
    // The dispatcher leaves the node out until it answers; then its tasks are due at once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="TransferPostponedException">One of them cannot: the task waits, and no attempt is counted.</exception>
    public async Task ThrowUnlessUsableAsync(TransferEnds ends, CancellationToken cancellationToken)
    {
        var source = health.CheckAsync(ends.Source, asSource: true, cancellationToken).AsTask();
        var destination = ends.Destination is { } node
            ? health.CheckAsync(node, asSource: false, cancellationToken).AsTask()
            : null;
        await Task.WhenAll(source, destination ?? Task.CompletedTask).ConfigureAwait(false);
        foreach (var check in new[] { source, destination })
        {
            if (check is not null && await check.ConfigureAwait(false) is { IsUsable: false } state)
            {
                throw new TransferPostponedException(Message(state), Pause);
            }
        }
    }

    private static string Message(NodeState state) =>
        state.NextTryAt is { } next
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Message} Nothing was transferred; all tasks of this server or folder wait until it answers, first tried again at {next:HH:mm:ss} UTC."
            )
            : $"{state.Message} Nothing was transferred; the task is tried again by itself.";
}
