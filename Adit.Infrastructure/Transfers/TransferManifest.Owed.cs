using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers;

/// <summary>What has to stand in the database before a source is told that its image has been taken.</summary>
internal sealed partial class TransferManifest
{
    /// <summary>Waits until everything that was handed over before is in the database.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) =>
        context.Ledger.FlushAsync(cancellationToken);

    /// <summary>The ledger has a line of this image, so that it cannot be forgotten.</summary>
    public bool IsListedOrOwed(string sopInstanceUid)
    {
        lock (_gate)
        {
            return _entries.ContainsKey(sopInstanceUid);
        }
    }

    /// <summary>
    /// Takes over an image that no list names and waits until its line is in the database: from now on it is expected like a listed
    /// one, and a crash does not forget it.
    /// </summary>
    public async ValueTask OweAsync(ListedImage image, CancellationToken cancellationToken)
    {
        await _ledgerTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                if (
                    !_entries.TryAdd(
                        image.SopInstanceUid,
                        new Entry(image, InstanceOutcome.Expected, 0, null)
                    )
                )
                {
                    return;
                }
                Unlisted++;
            }
            await context
                .Ledger.RecordAsync(
                    new InstanceRecord(
                        image.SopInstanceUid,
                        image.SeriesInstanceUid,
                        image.SopClassUid,
                        InstanceOutcome.InFlight
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            _ledgerTurn.Release();
        }
        await context.Ledger.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
