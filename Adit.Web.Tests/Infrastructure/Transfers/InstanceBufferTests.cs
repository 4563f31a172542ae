using System.Buffers;
using System.Security.Cryptography;
using Adit.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

public sealed class InstanceBufferTests
{
    private const int BlockBytes = 16 << 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BlockBytes)]
    [InlineData((3 * BlockBytes) + 17)]
    public async Task ReadAsync_WholeInstance_SameBytes(int length)
    {
        using var buffer = Buffer();
        var bytes = RandomNumberGenerator.GetBytes(length);
        var instance = new InstanceBuffer(buffer);
        await instance.WriteAsync(new ReadOnlySequence<byte>(bytes), Cancel);
        await instance.CompleteWritingAsync(null, Cancel);

        (await ReadToEndAsync(instance, take: 1000)).ShouldBe(bytes);
        instance.Length.ShouldBe(length);
        buffer.Pool.FreeBlocks.ShouldBe(64);
    }

    [Fact]
    public async Task WriteAsync_MuchMoreThanTheMemory_WaitsForTheReader()
    {
        using var buffer = Buffer();
        var bytes = RandomNumberGenerator.GetBytes(200 * BlockBytes);
        var instance = new InstanceBuffer(buffer);
        var writing = Task.Run(
            async () =>
            {
                await instance.WriteAsync(new ReadOnlySequence<byte>(bytes), Cancel);
                await instance.CompleteWritingAsync(null, Cancel);
            },
            Cancel
        );

        var read = await ReadToEndAsync(instance, take: 100_000);

        await writing;
        read.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        buffer.Spill.BytesWritten.ShouldBe(0);
        buffer.Pool.FreeBlocks.ShouldBe(64);
    }

    [Fact]
    public async Task WriteAsync_ReaderStandsStill_SpillsAndKeepsTheOrder()
    {
        using var buffer = Buffer(TimeSpan.FromMilliseconds(10));
        var bytes = RandomNumberGenerator.GetBytes((100 * BlockBytes) + 5);
        var instance = new InstanceBuffer(buffer);
        await instance.WriteAsync(new ReadOnlySequence<byte>(bytes), Cancel);
        await instance.CompleteWritingAsync(null, Cancel);

        var read = await ReadToEndAsync(instance, take: 5_000);

        buffer.Spill.BytesWritten.ShouldBeGreaterThan(0);
        read.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        buffer.Pool.FreeBlocks.ShouldBe(64);
    }

    [Fact]
    public async Task WriteAsync_SpillFileFull_Throws()
    {
        using var buffer = Buffer(TimeSpan.FromMilliseconds(10), maxSpill: 4 * BlockBytes);
        var instance = new InstanceBuffer(buffer);

        await Should.ThrowAsync<TransferBufferFullException>(
            instance
                .WriteAsync(new ReadOnlySequence<byte>(new byte[100 * BlockBytes]), Cancel)
                .AsTask()
        );

        await instance.CompleteWritingAsync(new IOException("full"), Cancel);
        await instance.CompleteAsync();
        buffer.Pool.FreeBlocks.ShouldBe(64);
    }

    [Fact]
    public async Task Complete_ReaderLeavesEarly_EverythingIsGivenBack()
    {
        using var buffer = Buffer();
        var instance = new InstanceBuffer(buffer);
        await instance.WriteAsync(new ReadOnlySequence<byte>(new byte[5 * BlockBytes]), Cancel);

        await instance.CompleteAsync();
        await instance.WriteAsync(new ReadOnlySequence<byte>(new byte[5 * BlockBytes]), Cancel);
        await instance.CompleteWritingAsync(null, Cancel);

        buffer.Pool.FreeBlocks.ShouldBe(64);
    }

    [Fact]
    public async Task ReadAsync_SourceBreaksOff_ReaderIsTold()
    {
        using var buffer = Buffer();
        var instance = new InstanceBuffer(buffer);
        var reading = ReadToEndAsync(instance, take: 10);
        await instance.WriteAsync(new ReadOnlySequence<byte>(new byte[100]), Cancel);

        await instance.CompleteWritingAsync(new IOException("gone"), Cancel);

        await Should.ThrowAsync<IOException>(reading);
        instance.IsBroken.ShouldBeTrue();
    }

    private static TransferBuffer Buffer(TimeSpan? patience = null, long maxSpill = 1 << 30) =>
        new(
            new TransferOptions
            {
                BufferBytes = 64 * BlockBytes,
                BlockBytes = BlockBytes,
                StallBeforeSpill = patience ?? TimeSpan.FromSeconds(30),
                MaxSpillBytes = maxSpill,
                SpillDirectory = Path.GetTempPath(),
            }
        );

    /// <summary>As the network does it: takes some, looks at all, leaves two bytes for later.</summary>
    private static async Task<byte[]> ReadToEndAsync(InstanceBuffer instance, int take)
    {
        var output = new ArrayBufferWriter<byte>();
        while (true)
        {
            var result = await instance.ReadAsync(Cancel);
            var count = Math.Min(
                take,
                result.IsCompleted ? result.Buffer.Length : Math.Max(0, result.Buffer.Length - 2)
            );
            var taken = result.Buffer.Slice(0, count);
            foreach (var part in taken)
            {
                output.Write(part.Span);
            }
            var ended = result.IsCompleted && count == result.Buffer.Length;
            instance.AdvanceTo(taken.End, count < take ? result.Buffer.End : taken.End);
            if (ended)
            {
                await instance.CompleteAsync();
                return output.WrittenSpan.ToArray();
            }
        }
    }
}
