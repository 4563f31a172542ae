using System.Buffers;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Network.Pdus;

/// <summary>Messages over a connection, the same for both sides of an association. One flow reads at a time.</summary>
internal sealed class DimseChannel : IDisposable
{
    /// <summary>Identifiers are queries and their answers; images never pass through here.</summary>
    private const int MaxIdentifierLength = 16 * 1024 * 1024;

    private static int _lastMessageId;

    private readonly ArrayBufferWriter<byte> _assembly = new(1024);

    public DimseChannel(DicomConnection connection)
    {
        Connection = connection;
        Data = new IncomingDataReader(connection);
    }

    public DicomConnection Connection { get; }

    /// <summary>The data set of the message whose command set was read last.</summary>
    public IncomingDataReader Data { get; }

    /// <summary>Unique among the messages that are under way in this process; 0 is left out.</summary>
    public static ushort NextMessageId()
    {
        ushort id;
        do
        {
            id = (ushort)Interlocked.Increment(ref _lastMessageId);
        } while (id == 0);
        return id;
    }

    /// <summary>
    /// Waits for the next command set. If it has a data set, that must be read or skipped through <see cref="Data"/>
    /// before the next call.
    /// </summary>
    /// <param name="awaited">How a missed deadline names the wait.</param>
    /// <param name="timeout">How long it may take; null for no limit.</param>
    /// <returns>The command, or null when the peer asks to release the association.</returns>
    public async ValueTask<DimseCommand?> ReadCommandAsync(string awaited, TimeSpan? timeout)
    {
        if (timeout is { } limit)
        {
            Connection.Receiving.Start(awaited, limit);
        }
        _assembly.ResetWrittenCount();
        try
        {
            while (true)
            {
                while (Connection.Reader.TryTake(out var piece))
                {
                    if (piece.Kind == PieceKind.ReleaseRequest)
                    {
                        return null;
                    }
                    if (piece.Kind != PieceKind.Data || !piece.IsCommand)
                    {
                        throw new DicomProtocolException(
                            $"{Connection.PeerName} sent {(piece.Kind == PieceKind.Data ? "a data set without a command set" : "a release response that nobody asked for")}."
                        );
                    }
                    if (piece.IsLast && _assembly.WrittenCount == 0)
                    {
                        return Begin(piece.Bytes.Span, piece.ContextId);
                    }
                    if (_assembly.WrittenCount + piece.Bytes.Length > PduLimits.MaxCommandLength)
                    {
                        throw new DicomProtocolException(
                            $"{Connection.PeerName} sent a command set of more than {PduLimits.MaxCommandLength} bytes."
                        );
                    }
                    _assembly.Write(piece.Bytes.Span);
                    if (piece.IsLast)
                    {
                        return Begin(_assembly.WrittenSpan, piece.ContextId);
                    }
                }
                await Connection.Reader.FillAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            Connection.Receiving.Stop();
        }
    }

    /// <summary>Reads the data set of the current message into memory.</summary>
    public async ValueTask<DicomDataset> ReadIdentifierAsync(DicomTransferSyntax transferSyntax)
    {
        while (true)
        {
            var result = await Data.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (result.Buffer.Length > MaxIdentifierLength)
            {
                throw new DicomProtocolException(
                    $"{Connection.PeerName} sent an identifier of more than {MaxIdentifierLength} bytes."
                );
            }
            if (!result.IsCompleted)
            {
                Data.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }
            // Data sets keep their values; the receive buffer is used again.
            ReadOnlyMemory<byte> bytes = result.Buffer.ToArray();
            Data.AdvanceTo(result.Buffer.End);
            Data.Complete();
            return DicomSerializer.Parse(bytes, transferSyntax);
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        Connection.Reader.Dispose();
        Connection.Writer.Dispose();
    }

    private DimseCommand Begin(ReadOnlySpan<byte> bytes, byte contextId)
    {
        var command = DimseCommandCodec.Read(bytes, contextId);
        if (command.HasDataset)
        {
            Data.Open(contextId);
        }
        return command;
    }
}
