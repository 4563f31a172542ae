using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Peers;

/// <summary>A peer that speaks bytes: each connection is handed to a script, which may do everything wrong.</summary>
public sealed class MisbehavingPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _script;
    private readonly Task _accepting;

    /// <param name="script">What happens on a connection; it is closed when the script returns.</param>
    public MisbehavingPeer(Func<NetworkStream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Accepts connections and never says a word.</summary>
    public static MisbehavingPeer Silent() => new(ReadForEverAsync);

    /// <summary>Accepts the association and then never answers.</summary>
    public static MisbehavingPeer SilentAfterAssociation() =>
        new(
            async (stream, cancellationToken) =>
            {
                await AcceptAssociationAsync(stream, cancellationToken);
                await ReadForEverAsync(stream, cancellationToken);
            }
        );

    /// <summary>Answers the association request with the given bytes and closes.</summary>
    public static MisbehavingPeer Answering(byte[] answer) =>
        new(
            async (stream, cancellationToken) =>
            {
                await ReadPduAsync(stream, cancellationToken);
                await stream.WriteAsync(answer, cancellationToken);
            }
        );

    /// <summary>Accepts the association, reads one PDU, answers with the given bytes and goes on reading.</summary>
    public static MisbehavingPeer AnsweringRequest(byte[] answer) =>
        new(
            async (stream, cancellationToken) =>
            {
                await AcceptAssociationAsync(stream, cancellationToken);
                await ReadPduAsync(stream, cancellationToken);
                await stream.WriteAsync(answer, cancellationToken);
                await ReadForEverAsync(stream, cancellationToken);
            }
        );

    /// <summary>Takes every C-STORE and answers with the given status and the comment "a comment".</summary>
    public static MisbehavingPeer AnsweringStore(ushort status) =>
        new(
            async (stream, cancellationToken) =>
            {
                await AcceptAssociationAsync(stream, cancellationToken);
                byte[] messageId = [];
                while (await ReadPduAsync(stream, cancellationToken) is { Length: > 12 } pdu)
                {
                    if (pdu[0] != 4)
                    {
                        await stream.WriteAsync(Pdu(6, new byte[4]), cancellationToken);
                    }
                    else if ((pdu[11] & 1) != 0)
                    {
                        var at = pdu.AsSpan()
                            .IndexOf((ReadOnlySpan<byte>)[0, 0, 0x10, 1, 2, 0, 0, 0]);
                        messageId = pdu[(at + 8)..(at + 10)];
                    }
                    else if ((pdu[11] & 2) != 0)
                    {
                        await stream.WriteAsync(
                            Data(pdu[10], 3, StoreResponse(messageId, status)),
                            cancellationToken
                        );
                    }
                }
            }
        );

    /// <summary>Stands between a caller and a real peer and cuts the line after so many bytes from the peer.</summary>
    public static MisbehavingPeer CuttingAfter(int targetPort, long bytes) =>
        new(
            async (stream, cancellationToken) =>
            {
                using var target = new TcpClient { NoDelay = true };
                await target.ConnectAsync(IPAddress.Loopback, targetPort, cancellationToken);
                var targetStream = target.GetStream();
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                    cancellationToken
                );
                var forward = stream.CopyToAsync(targetStream, ending.Token);
                var buffer = new byte[16 * 1024];
                for (var left = bytes; left > 0; )
                {
                    var count = await targetStream.ReadAsync(
                        buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)),
                        cancellationToken
                    );
                    if (count == 0)
                    {
                        break;
                    }

                    await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    left -= count;
                }

                await ending.CancelAsync();
                await forward.ContinueWith(
                    _ => { },
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                );
            }
        );

    /// <summary>Reads one PDU and returns it whole; empty when the other side has closed.</summary>
    public static async Task<byte[]> ReadPduAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var header = new byte[6];
        if (
            await stream.ReadAtLeastAsync(
                header,
                header.Length,
                throwOnEndOfStream: false,
                cancellationToken
            ) < header.Length
        )
        {
            return [];
        }

        var pdu = new byte[6 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(2))];
        header.CopyTo(pdu, 0);
        await stream.ReadExactlyAsync(pdu.AsMemory(6), cancellationToken);
        return pdu;
    }

    /// <summary>Reads an A-ASSOCIATE-RQ and accepts every context with its first transfer syntax.</summary>
    public static async Task AcceptAssociationAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var request = await ReadPduAsync(stream, cancellationToken);
        await stream.WriteAsync(Accept(request), cancellationToken);
    }

    public static async Task ReadForEverAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0) { }
    }

    /// <summary>An A-ASSOCIATE-AC that agrees to everything in the request.</summary>
    public static byte[] Accept(ReadOnlySpan<byte> request)
    {
        var body = new List<byte>(request[6..74].ToArray());
        for (var offset = 74; offset < request.Length; )
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(request[(offset + 2)..]);
            var item = request.Slice(offset, 4 + length);
            switch (item[0])
            {
                case 0x10:
                    body.AddRange(item);
                    break;
                case 0x20:
                    body.AddRange(
                        Item(0x21, [item[4], 0, 0, 0, .. FirstTransferSyntax(item[8..])])
                    );
                    break;
                case 0x50:
                    // Maximum length, implementation and roles are repeated as they came.
                    body.AddRange(item);
                    break;
            }

            offset += 4 + length;
        }

        return Pdu(2, [.. body]);
    }

    public static byte[] Pdu(byte type, byte[] body)
    {
        var pdu = new byte[6 + body.Length];
        pdu[0] = type;
        BinaryPrimitives.WriteInt32BigEndian(pdu.AsSpan(2), body.Length);
        body.CopyTo(pdu, 6);
        return pdu;
    }

    public static byte[] Item(byte type, byte[] body)
    {
        var item = new byte[4 + body.Length];
        item[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(item.AsSpan(2), (ushort)body.Length);
        body.CopyTo(item, 4);
        return item;
    }

    /// <summary>A P-DATA-TF PDU with one fragment; control 1 = command, 2 = last.</summary>
    public static byte[] Data(byte contextId, byte control, byte[] payload)
    {
        var fragment = new byte[6 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(fragment, 2 + payload.Length);
        fragment[4] = contextId;
        fragment[5] = control;
        payload.CopyTo(fragment, 6);
        return Pdu(4, fragment);
    }

    /// <summary>An A-ASSOCIATE-RQ with one context, in implicit VR little endian.</summary>
    public static byte[] Request(string called, string calling, string abstractSyntax)
    {
        byte[] context =
        [
            1,
            0,
            0,
            0,
            .. Item(0x30, TextEncoding.ASCII.GetBytes(abstractSyntax)),
            .. Item(0x40, "1.2.840.10008.1.2"u8.ToArray()),
        ];
        return Pdu(
            1,
            [
                0,
                1,
                0,
                0,
                .. TextEncoding.ASCII.GetBytes(called.PadRight(16)),
                .. TextEncoding.ASCII.GetBytes(calling.PadRight(16)),
                .. new byte[32],
                .. Item(0x10, "1.2.840.10008.3.1.1.1"u8.ToArray()),
                .. Item(0x20, context),
                .. Item(0x50, Item(0x51, [0, 0, 0x40, 0])),
            ]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private static byte[] StoreResponse(byte[] messageId, ushort status) =>
        [
            .. (byte[])[0, 0, 0, 1, 2, 0, 0, 0, 1, 0x80],
            .. (byte[])[0, 0, 0x20, 1, 2, 0, 0, 0, .. messageId],
            .. (byte[])[0, 0, 0, 8, 2, 0, 0, 0, 1, 1],
            .. (byte[])[0, 0, 0, 9, 2, 0, 0, 0, (byte)status, (byte)(status >> 8)],
            .. (byte[])[0, 0, 2, 9, 10, 0, 0, 0, .. "a comment "u8],
        ];

    private static byte[] FirstTransferSyntax(ReadOnlySpan<byte> items)
    {
        while (items[0] != 0x40)
        {
            items = items[(4 + BinaryPrimitives.ReadUInt16BigEndian(items[2..]))..];
        }

        return items[..(4 + BinaryPrimitives.ReadUInt16BigEndian(items[2..]))].ToArray();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RunAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        // A listener that was stopped between two clients says so in three ways.
        catch (Exception exception)
            when (_stopping.IsCancellationRequested
                && exception
                    is OperationCanceledException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await _script(client.GetStream(), _stopping.Token);
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or IOException)
            {
                // The test has ended or the other side has left, which is what many scripts wait for.
            }
        }
    }
}
