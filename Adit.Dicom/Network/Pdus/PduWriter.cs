using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Adit.Dicom.Network.Pdus;

/// <summary>
/// Writes messages as P-DATA-TF PDUs. Several PDUs, headers and payload, leave in one call of the operating system; the
/// payload is sent from where it lies.
/// </summary>
internal sealed class PduWriter(DicomConnection connection) : IDisposable
{
    private const int OverheadLength = PduLimits.HeaderLength + PduLimits.FragmentHeaderLength;

    /// <summary>What one gathered send takes at most, so that the first bytes leave while the rest still arrives.</summary>
    private const int MaxBatchLength = 512 * 1024;

    private const int MaxBatchPdus = 64;
    private const int MaxBatchBuffers = 512;

    // A response or cancel may be sent while a data set is on its way.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<ArraySegment<byte>> _batch = [];
    private byte[]? _headers;
    private int _maxPayload = 16_384 - PduLimits.FragmentHeaderLength;

    /// <summary>Sets what the peer announced as the longest PDU that it accepts; 0 means no limit.</summary>
    public uint PeerMaxPduLength
    {
        set
        {
            var length =
                value == 0
                    ? PduLimits.MaxSentLength
                    : (int)Math.Min(value, PduLimits.MaxSentLength);
            _maxPayload =
                (Math.Max(length, PduLimits.MinSentLength) - PduLimits.FragmentHeaderLength) & ~1;
        }
    }

    public async ValueTask SendRawAsync(ReadOnlyMemory<byte> pdu)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await connection.SendAsync(pdu).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a command set and, when it has one, a data set that lies in memory, in one write.</summary>
    public async ValueTask SendAsync(DimseCommand command, ReadOnlyMemory<byte> dataset = default)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        var commandBytes = ArrayPool<byte>.Shared.Rent(DimseCommandCodec.MeasureMax(command));
        byte[]? buffer = null;
        try
        {
            var commandLength = DimseCommandCodec.Write(command, commandBytes);
            var length =
                Measure(commandLength) + (command.HasDataset ? Measure(dataset.Length) : 0);
            buffer = ArrayPool<byte>.Shared.Rent(length);
            var written = WriteFragments(
                buffer,
                command.ContextId,
                1,
                commandBytes.AsSpan(0, commandLength)
            );
            if (command.HasDataset)
            {
                written += WriteFragments(
                    buffer.AsSpan(written),
                    command.ContextId,
                    0,
                    dataset.Span
                );
            }
            await connection.SendAsync(buffer.AsMemory(0, written)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(commandBytes);
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            _turn.Release();
        }
    }

    /// <summary>
    /// Sends a command set and the data set that comes out of <paramref name="data"/>, which is read to its end. The
    /// command leaves together with the first bytes of the data.
    /// </summary>
    /// <returns>The number of data set bytes sent.</returns>
    public async ValueTask<long> SendAsync(
        DimseCommand command,
        PipeReader data,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var first = ArrayPool<byte>.Shared.Rent(DimseCommandCodec.MeasureMax(command));
        byte[]? commandBuffer = null;
        _headers ??= ArrayPool<byte>.Shared.Rent(MaxBatchPdus * OverheadLength);
        try
        {
            var commandLength = DimseCommandCodec.Write(command, first);
            commandBuffer = ArrayPool<byte>.Shared.Rent(Measure(commandLength));
            var written = WriteFragments(
                commandBuffer,
                command.ContextId,
                1,
                first.AsSpan(0, commandLength)
            );
            _batch.Clear();
            _batch.Add(new ArraySegment<byte>(commandBuffer, 0, written));
            return await SendDataAsync(command.ContextId, data, written, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _batch.Clear();
            ArrayPool<byte>.Shared.Return(first);
            if (commandBuffer is not null)
            {
                ArrayPool<byte>.Shared.Return(commandBuffer);
            }
            _turn.Release();
        }
    }

    private async ValueTask<long> SendDataAsync(
        byte contextId,
        PipeReader data,
        int batchLength,
        CancellationToken cancellationToken
    )
    {
        var total = 0L;
        var enough = Math.Min(_maxPayload, 16_384);
        for (var ended = false; !ended; )
        {
            var result = await data.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCanceled)
            {
                throw new OperationCanceledException(
                    "Reading the data set to be sent was cancelled."
                );
            }
            var available = result.Buffer;
            // The last fragment is marked and must not be empty, so two bytes stay back until the end is known;
            // little trickles are collected until they are worth a PDU.
            var sendable = result.IsCompleted ? available.Length : (available.Length - 2) & ~1L;
            if (!result.IsCompleted && sendable < enough)
            {
                data.AdvanceTo(available.Start, available.End);
                continue;
            }
            var rest = available.Slice(0, sendable);
            do
            {
                var taken = AddToBatch(contextId, rest, result.IsCompleted, ref batchLength);
                rest = rest.Slice(taken);
                ended = result.IsCompleted && rest.IsEmpty;
                await connection.SendAsync(_batch, batchLength).ConfigureAwait(false);
                _batch.Clear();
                batchLength = 0;
                total += taken;
            } while (!rest.IsEmpty);
            data.AdvanceTo(available.GetPosition(sendable), available.End);
        }
        return total;
    }

    private long AddToBatch(
        byte contextId,
        in ReadOnlySequence<byte> data,
        bool isEnd,
        ref int batchLength
    )
    {
        var taken = 0L;
        var pdus = 0;
        do
        {
            var length = (int)Math.Min(data.Length - taken, _maxPayload);
            var isLast = isEnd && taken + length == data.Length;
            var header = new ArraySegment<byte>(_headers!, pdus * OverheadLength, OverheadLength);
            WriteHeaders(header, contextId, (byte)(isLast ? 2 : 0), length);
            _batch.Add(header);
            foreach (var memory in data.Slice(taken, length))
            {
                if (memory.Length > 0)
                {
                    _batch.Add(
                        MemoryMarshal.TryGetArray(memory, out var segment)
                            ? segment
                            : new ArraySegment<byte>(memory.ToArray())
                    );
                }
            }
            taken += length;
            batchLength += OverheadLength + length;
            pdus++;
        } while (
            taken < data.Length
            && pdus < MaxBatchPdus
            && batchLength < MaxBatchLength
            && _batch.Count < MaxBatchBuffers
        );
        return taken;
    }

    private int Measure(int payloadLength) =>
        payloadLength
        + Math.Max(1, (payloadLength + _maxPayload - 1) / _maxPayload) * OverheadLength;

    private int WriteFragments(
        Span<byte> destination,
        byte contextId,
        byte control,
        ReadOnlySpan<byte> payload
    )
    {
        var written = 0;
        do
        {
            var length = Math.Min(payload.Length, _maxPayload);
            var isLast = length == payload.Length;
            WriteHeaders(
                destination[written..],
                contextId,
                (byte)(isLast ? control | 2 : control),
                length
            );
            payload[..length].CopyTo(destination[(written + OverheadLength)..]);
            payload = payload[length..];
            written += OverheadLength + length;
        } while (!payload.IsEmpty);
        return written;
    }

    private static void WriteHeaders(
        Span<byte> destination,
        byte contextId,
        byte control,
        int length
    )
    {
        destination[0] = (byte)PduType.Data;
        destination[1] = 0;
        BinaryPrimitives.WriteInt32BigEndian(
            destination[2..],
            length + PduLimits.FragmentHeaderLength
        );
        BinaryPrimitives.WriteInt32BigEndian(destination[6..], length + 2);
        destination[10] = contextId;
        destination[11] = control;
    }

    public void Dispose()
    {
        if (_headers is { } headers)
        {
            _headers = null;
            ArrayPool<byte>.Shared.Return(headers);
        }
        _turn.Dispose();
    }
}
