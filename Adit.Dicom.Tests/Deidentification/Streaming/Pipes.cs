using System.Buffers;
using System.IO.Pipelines;

namespace Adit.Dicom.Tests.Deidentification.Streaming;

/// <summary>Gives bytes in pieces, at once, without memory of its own.</summary>
internal sealed class PiecewiseReader(byte[] bytes, int piece) : PipeReader
{
    private int _position;
    private int _shown;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        TryRead(out var result);
        return new ValueTask<ReadResult>(result);
    }

    public override bool TryRead(out ReadResult result)
    {
        _shown = Math.Min(Math.Max(_shown, _position) + piece, bytes.Length);
        result = new ReadResult(
            new ReadOnlySequence<byte>(bytes, _position, _shown - _position),
            isCanceled: false,
            isCompleted: _shown == bytes.Length
        );
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => _position = consumed.GetInteger();

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
        AdvanceTo(consumed);

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null) { }
}

/// <summary>Counts bytes and forgets them.</summary>
internal sealed class DiscardingWriter : PipeWriter
{
    private static readonly byte[] Buffer = new byte[64 << 10];

    public long Count { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => 0;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Buffer;

    public override Span<byte> GetSpan(int sizeHint = 0) => Buffer;

    public override void Advance(int bytes) => Count += bytes;

    public override ValueTask<FlushResult> FlushAsync(
        CancellationToken cancellationToken = default
    ) => default;

    public override void CancelPendingFlush() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null) { }
}
