namespace Adit.Infrastructure.Transfers;

/// <summary>
/// What stands between the side that receives and the side that sends: a fixed amount of memory, and behind it a bounded
/// temporary file for the time in which the destination stalls. An instance never has to fit into either.
/// </summary>
internal sealed class TransferBuffer : IDisposable
{
    private const long LargestHeldBack = 4 << 20;

    private readonly TimeSpan _patience;
    private byte[]? _scratch;
    private bool _stalled;

    public TransferBuffer(TransferOptions options)
    {
        _patience = options.StallBeforeSpill;
        Pool = new BlockPool(
            options.BlockBytes,
            Math.Max(4, (int)(options.BufferBytes / options.BlockBytes))
        );
        HandOverBytes = Math.Min(options.BufferBytes / 4, LargestHeldBack);
        Spill = new SpillFile(options.SpillDirectory, options.MaxSpillBytes);
    }

    public BlockPool Pool { get; }

    /// <summary>From this many bytes on an image is sent while it still arrives.</summary>
    public long HandOverBytes { get; }

    public SpillFile Spill { get; }

    /// <summary>The next place to write to. Only one instance is received at a time, so one scratch block is enough.</summary>
    public async ValueTask<(byte[] Block, bool IsSpill)> NextBlockAsync(
        CancellationToken cancellationToken
    )
    {
        // After the first stall there is no second wait of this length: the source would give up on us.
        var block = await Pool.RentAsync(_stalled ? TimeSpan.Zero : _patience, cancellationToken)
            .ConfigureAwait(false);
        _stalled = block is null;
        return block is null
            ? (_scratch ??= GC.AllocateUninitializedArray<byte>(Pool.BlockSize), true)
            : (block, false);
    }

    public void Dispose()
    {
        Spill.Dispose();
        Pool.Dispose();
    }
}

/// <summary>The destination takes nothing and the temporary file is full: the retrieve has to stop here.</summary>
internal sealed class TransferBufferFullException()
    : IOException("The destination does not keep up and the temporary file is full.");
