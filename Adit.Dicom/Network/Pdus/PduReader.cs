using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Adit.Dicom.Network.Pdus;

/// <summary>What <see cref="PduReader"/> found.</summary>
internal enum PieceKind
{
    /// <summary>Bytes of a command set or data set.</summary>
    Data,

    /// <summary>A-RELEASE-RQ.</summary>
    ReleaseRequest,

    /// <summary>A-RELEASE-RP.</summary>
    ReleaseResponse,
}

/// <summary>Consecutive bytes of one fragment, lying in the receive buffer.</summary>
internal readonly record struct Piece(
    PieceKind Kind,
    byte ContextId,
    bool IsCommand,
    bool IsLast,
    ReadOnlyMemory<byte> Bytes,
    ReceiveBlock? Block
);

/// <summary>A pooled receive buffer; it goes back to the pool when nobody reads from it any more. Used by one flow at a time.</summary>
internal sealed class ReceiveBlock
{
    private int _users = 1;

    public byte[] Array { get; } = ArrayPool<byte>.Shared.Rent(PduReader.BlockLength);

    public bool IsShared => _users > 1;

    public void AddUser() => _users++;

    public void Release()
    {
        if (--_users == 0)
        {
            ArrayPool<byte>.Shared.Return(Array);
        }
    }
}

/// <summary>
/// Takes PDUs apart in the buffer that the socket filled: fragments are handed out as slices of it, also before their PDU
/// has arrived as a whole, so that neither a long PDU nor a long fragment costs memory.
/// </summary>
internal sealed class PduReader(DicomConnection connection) : IDisposable
{
    /// <summary>Large enough for a few system calls per image, small enough to stay in the processor's cache.</summary>
    public const int BlockLength = 256 * 1024;

    private const int MinRoom = 32 * 1024;

    private ReceiveBlock _block = new();
    private int _start;
    private int _end;
    private uint _pduRemaining;
    private uint _fragmentRemaining;
    private bool _inFragment;
    private byte _contextId;
    private byte _control;
    private bool _disposed;

    /// <summary>Waits for more bytes. The running receive deadline applies.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        _end += await connection
            .ReceiveAsync(_block.Array.AsMemory(_end), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Waits for more bytes of a data set under the idle deadline, which runs only while there really is a wait.</summary>
    public ValueTask FillDataAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var receiving = connection.ReceiveAsync(_block.Array.AsMemory(_end), cancellationToken);
        if (receiving.IsCompletedSuccessfully)
        {
            _end += receiving.Result;
            return default;
        }
        return AwaitFillDataAsync(receiving);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitFillDataAsync(ValueTask<int> receiving)
    {
        connection.Receiving.Start("the rest of a data set", connection.Timeouts.Idle);
        try
        {
            _end += await receiving.ConfigureAwait(false);
        }
        finally
        {
            connection.Receiving.Stop();
        }
    }

    /// <summary>Takes the next piece out of what has been received, without waiting.</summary>
    /// <exception cref="DicomProtocolException">The peer broke the protocol.</exception>
    /// <exception cref="DicomAssociationAbortedException">The peer aborted.</exception>
    public bool TryTake(out Piece piece)
    {
        piece = default;
        if (!_inFragment)
        {
            if (_pduRemaining == 0)
            {
                if (!TryReadPduHeader(out var control))
                {
                    return false;
                }
                if (control is { } kind)
                {
                    piece = new Piece(kind, 0, false, false, default, null);
                    return true;
                }
            }
            if (!TryReadFragmentHeader())
            {
                return false;
            }
        }
        var count = (int)Math.Min(_fragmentRemaining, (uint)(_end - _start));
        if (count == 0 && _fragmentRemaining > 0)
        {
            return false;
        }
        var bytes = _block.Array.AsMemory(_start, count);
        _start += count;
        _pduRemaining -= (uint)count;
        _fragmentRemaining -= (uint)count;
        _inFragment = _fragmentRemaining > 0;
        piece = new Piece(
            PieceKind.Data,
            _contextId,
            (_control & 1) != 0,
            !_inFragment && (_control & 2) != 0,
            bytes,
            _block
        );
        return true;
    }

    /// <summary>Reads one of the PDUs that open an association as a whole.</summary>
    public async ValueTask<(PduType Type, byte[] Body)> ReadAssociationPduAsync()
    {
        while (_end - _start < PduLimits.HeaderLength)
        {
            await FillAsync(CancellationToken.None).ConfigureAwait(false);
        }
        var type = (PduType)_block.Array[_start];
        var length = BinaryPrimitives.ReadUInt32BigEndian(_block.Array.AsSpan(_start + 2));
        if (type is < PduType.AssociateRequest or > PduType.Abort || type == PduType.Data)
        {
            throw new DicomProtocolException(
                $"{connection.PeerName} answered with something that is no DICOM association (first byte {(byte)type:X2}). "
                    + "Check that the port is a DICOM port and needs no TLS."
            );
        }
        if (length > PduLimits.MaxAssociateLength)
        {
            throw new DicomProtocolException(
                $"{connection.PeerName} sent an association PDU of {length} bytes; at most {PduLimits.MaxAssociateLength} are accepted."
            );
        }
        _start += PduLimits.HeaderLength;
        // Grows with what arrives, so that a claimed length alone allocates nothing.
        var body = new ArrayBufferWriter<byte>(Math.Min((int)length, 4096) + 1);
        while (body.WrittenCount < length)
        {
            if (_start == _end)
            {
                await FillAsync(CancellationToken.None).ConfigureAwait(false);
            }
            var count = (int)Math.Min(length - body.WrittenCount, _end - _start);
            body.Write(_block.Array.AsSpan(_start, count));
            _start += count;
        }
        return (type, body.WrittenSpan.ToArray());
    }

    /// <summary>Must be called by the flow that reads, when it will read no more.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _block.Release();
        }
    }

    private bool TryReadPduHeader(out PieceKind? control)
    {
        control = null;
        if (_end - _start < PduLimits.HeaderLength)
        {
            return false;
        }
        var header = _block.Array.AsSpan(_start, _end - _start);
        var type = (PduType)header[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[2..]);
        if (type == PduType.Data)
        {
            if (length < PduLimits.FragmentHeaderLength)
            {
                throw new DicomProtocolException(
                    $"{connection.PeerName} sent a P-DATA-TF PDU of {length} bytes."
                );
            }
            _start += PduLimits.HeaderLength;
            _pduRemaining = length;
            return true;
        }
        if (
            type is not (PduType.ReleaseRequest or PduType.ReleaseResponse or PduType.Abort)
            || length != 4
        )
        {
            throw new DicomProtocolException(
                $"{connection.PeerName} sent PDU type {(byte)type:X2} with {length} bytes inside an association."
            );
        }
        if (header.Length < 10)
        {
            return false;
        }
        _start += 10;
        if (type == PduType.Abort)
        {
            throw AbortedByPeer(header[8], header[9]);
        }
        control =
            type == PduType.ReleaseRequest ? PieceKind.ReleaseRequest : PieceKind.ReleaseResponse;
        return true;
    }

    private bool TryReadFragmentHeader()
    {
        if (_pduRemaining < PduLimits.FragmentHeaderLength)
        {
            throw new DicomProtocolException(
                $"{connection.PeerName} sent a P-DATA-TF PDU with {_pduRemaining} bytes behind its last fragment."
            );
        }
        if (_end - _start < PduLimits.FragmentHeaderLength)
        {
            return false;
        }
        var header = _block.Array.AsSpan(_start);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length < 2 || length > _pduRemaining - 4)
        {
            throw new DicomProtocolException(
                $"{connection.PeerName} sent a fragment that claims {length} bytes inside a PDU with {_pduRemaining} bytes left."
            );
        }
        _contextId = header[4];
        _control = header[5];
        _start += PduLimits.FragmentHeaderLength;
        _pduRemaining -= PduLimits.FragmentHeaderLength;
        _fragmentRemaining = length - 2;
        _inFragment = true;
        return true;
    }

    internal DicomAssociationAbortedException AbortedByPeer(byte source, byte reason)
    {
        var why = (source, reason) switch
        {
            (2, 1) => " because it did not recognise a PDU",
            (2, 2) => " because it did not expect a PDU",
            (2, 4) => " because it did not recognise a PDU parameter",
            (2, 5) => " because it did not expect a PDU parameter",
            (2, 6) => " because a PDU parameter was invalid",
            _ => "",
        };
        var waiting =
            connection.Receiving.Awaited.Length > 0
                ? $" while {connection.Receiving.Awaited} was awaited"
                : "";
        return new DicomAssociationAbortedException(
            $"{connection.PeerName} aborted the association{why}{waiting}. Look into the peer's log for the cause.",
            byPeer: true
        );
    }

    private void MakeRoom()
    {
        if (_start == _end && !_block.IsShared)
        {
            _start = _end = 0;
            return;
        }
        if (_block.Array.Length - _end >= MinRoom)
        {
            return;
        }
        // Only a cut header can be left here; data was handed out.
        var next = new ReceiveBlock();
        _block.Array.AsSpan(_start, _end - _start).CopyTo(next.Array);
        _end -= _start;
        _start = 0;
        _block.Release();
        _block = next;
    }
}
