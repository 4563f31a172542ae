using System.Collections.Concurrent;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// A fixed number of byte blocks, lent one at a time. The number of blocks is what bounds the memory of a transfer: whoever
/// wants one more waits until the other side has given one back.
/// </summary>
internal sealed class BlockPool(int blockSize, int blockCount) : IDisposable
{
    // A stack, so that the block whose bytes are still in the processor's cache is used again first.
    private readonly ConcurrentStack<byte[]> _idle = new();
    private readonly SemaphoreSlim _free = new(blockCount, blockCount);

    public int BlockSize { get; } = blockSize;

    public int FreeBlocks => _free.CurrentCount;

    /// <summary>A block, or null when none became free within <paramref name="patience"/>.</summary>
    public async ValueTask<byte[]?> RentAsync(
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        if (!await _free.WaitAsync(patience, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }
        return _idle.TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(BlockSize);
    }

    public void Return(byte[] block)
    {
        _idle.Push(block);
        _free.Release();
    }

    public void Dispose()
    {
        _idle.Clear();
        _free.Dispose();
    }
}
