using System.Net;
using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>Callers that are too many, too slow or hostile.</summary>
public sealed class ServerLimitTests : NetworkTest
{
    private static readonly byte[] EchoCommand =
    [
        .. (byte[])[0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0],
        .. (byte[])[0, 0, 0x10, 1, 2, 0, 0, 0, 7, 0],
        .. (byte[])[0, 0, 0, 8, 2, 0, 0, 0, 1, 1],
    ];

    private static DicomServer Start(Func<DicomServerOptions, DicomServerOptions> change) =>
        DicomServer.Start(
            change(
                new DicomServerOptions
                {
                    AeTitle = "SANDBOX",
                    Address = IPAddress.Loopback,
                    Timeouts = Timeouts,
                }
            ),
            new TestArchive(new SyntheticCt(), 3)
        );

    private static Task<DicomAssociation> AssociateAsync(DicomServer server) =>
        DicomAssociation.RequestAsync(
            Peer(server.Port, "SANDBOX"),
            [Verification],
            Timeouts,
            Cancellation
        );

    private static async Task<NetworkStream> ConnectAsync(DicomServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Type of the next PDU, 0 when the connection was closed.</summary>
    private static async Task<byte> ReadTypeAsync(NetworkStream stream)
    {
        try
        {
            return await MisbehavingPeer.ReadPduAsync(stream, Cancellation) is [var type, ..]
                ? type
                : (byte)0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [Fact]
    public async Task Request_BeyondTheLimit_IsRejectedForNow()
    {
        await using var server = Start(options => options with { MaxAssociations = 2 });
        await using var first = await AssociateAsync(server);
        await using var second = await AssociateAsync(server);

        var exception = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            AssociateAsync(server)
        );

        exception.Rejection.IsTransient.ShouldBeTrue();
        await first.EchoAsync(Cancellation);
        await second.EchoAsync(Cancellation);
    }

    [Fact]
    public async Task Request_UnknownCaller_IsRejected()
    {
        await using var server = Start(options =>
            options with
            {
                AcceptsCallingAeTitle = title => title == "FRIEND",
            }
        );

        var exception = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            AssociateAsync(server)
        );

        exception.Rejection.ShouldBe(DicomRejection.CallingAeTitleNotRecognized);
    }

    [Fact]
    public async Task Request_UnknownSopClass_OnlyThatContextIsRefused()
    {
        await using var server = Start(options => options);
        await using var association = await DicomAssociation.RequestAsync(
            Peer(server.Port, "SANDBOX"),
            [new(new DicomUid("1.2.3.4"), ExplicitLittle), Verification],
            Timeouts,
            Cancellation
        );

        association
            .Contexts[0]
            .Result.ShouldBe(PresentationContextResult.AbstractSyntaxNotSupported);
        association.Contexts[1].IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Connection_NeverAsks_IsClosedAtTheDeadline()
    {
        await using var server = Start(options => options with { Timeouts = Impatient });
        await using var stream = await ConnectAsync(server);

        // An A-ABORT and the end, or only the end.
        (await ReadTypeAsync(stream)).ShouldBeOneOf((byte)7, (byte)0);
    }

    [Fact]
    public async Task Association_Idle_IsAbortedAtTheDeadline()
    {
        await using var server = Start(options => options with { Timeouts = Impatient });
        await using var stream = await ConnectAsync(server);
        await stream.WriteAsync(
            MisbehavingPeer.Request("SANDBOX", "ADIT", DicomUids.Verification.Value),
            Cancellation
        );
        (await ReadTypeAsync(stream)).ShouldBe((byte)2);

        (await ReadTypeAsync(stream)).ShouldBe((byte)7);
    }

    public static TheoryData<byte[]> HostileRequests =>
        [
            "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
            // Claims four gigabytes.
            new byte[] { 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1 },
            // An item longer than the PDU.
            MisbehavingPeer.Pdu(1, [0, 1, .. new byte[66], 0x10, 0, 0xFF, 0xFF]),
            MisbehavingPeer.Pdu(1, [0, 1]),
            MisbehavingPeer.Pdu(5, new byte[4]),
            // The same context twice.
            Repeated(2),
            Repeated(200),
        ];

    private static byte[] Repeated(int count)
    {
        var request = MisbehavingPeer.Request("SANDBOX", "ADIT", DicomUids.Verification.Value);
        var at = request.AsSpan(74).IndexOf((byte)0x20) + 74;
        var context = request[at..(at + 4 + request[at + 3])];
        return MisbehavingPeer.Pdu(
            1,
            [.. request[6..at], .. Enumerable.Repeat(context, count).SelectMany(item => item)]
        );
    }

    [Theory]
    [MemberData(nameof(HostileRequests))]
    public async Task Request_Hostile_IsAbortedAndOthersAreServed(byte[] request)
    {
        await using var server = Start(options => options);
        await using var stream = await ConnectAsync(server);

        await stream.WriteAsync(request, Cancellation);

        (await ReadTypeAsync(stream)).ShouldBeOneOf((byte)7, (byte)0, (byte)3);
        await using var association = await AssociateAsync(server);
        await association.EchoAsync(Cancellation);
    }

    public static TheoryData<byte[]> HostileMessages =>
        [
            MisbehavingPeer.Pdu(4, [0, 0, 1, 0, 1, 3, 0, 0]),
            MisbehavingPeer.Pdu(9, []),
            // In a context that was not accepted.
            MisbehavingPeer.Data(77, 3, EchoCommand),
            MisbehavingPeer.Data(1, 2, [1, 2, 3, 4]),
            MisbehavingPeer.Data(
                1,
                3,
                [0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0x80, 0, 0, 0, 8, 2, 0, 0, 0, 1, 1]
            ),
        ];

    [Theory]
    [MemberData(nameof(HostileMessages))]
    public async Task Message_Hostile_IsAbortedAndOthersAreServed(byte[] message)
    {
        await using var server = Start(options => options);
        await using var other = await AssociateAsync(server);
        await using var stream = await ConnectAsync(server);
        await stream.WriteAsync(
            MisbehavingPeer.Request("SANDBOX", "ADIT", DicomUids.Verification.Value),
            Cancellation
        );
        (await ReadTypeAsync(stream)).ShouldBe((byte)2);

        await stream.WriteAsync(message, Cancellation);

        (await ReadTypeAsync(stream)).ShouldBe((byte)7);
        await other.EchoAsync(Cancellation);
    }

    [Fact]
    public async Task Echo_OneBytePerWrite_IsAnswered()
    {
        await using var server = Start(options => options);
        await using var stream = await ConnectAsync(server);
        foreach (
            var single in (byte[])
                [
                    .. MisbehavingPeer.Request("SANDBOX", "ADIT", DicomUids.Verification.Value),
                    // The command set in two fragments.
                    .. MisbehavingPeer.Data(1, 1, EchoCommand[..13]),
                    .. MisbehavingPeer.Data(1, 3, EchoCommand[13..]),
                ]
        )
        {
            await stream.WriteAsync(new[] { single }, Cancellation);
        }

        (await ReadTypeAsync(stream)).ShouldBe((byte)2);
        (await ReadTypeAsync(stream)).ShouldBe((byte)4);
    }

    [Fact]
    public async Task Find_IdentifierDamaged_IsAnsweredAndAssociationStays()
    {
        await using var server = Start(options => options);
        await using var stream = await ConnectAsync(server);
        await stream.WriteAsync(
            MisbehavingPeer.Request("SANDBOX", "ADIT", DicomUids.StudyRootFind.Value),
            Cancellation
        );
        (await ReadTypeAsync(stream)).ShouldBe((byte)2);
        byte[] find =
        [
            .. (byte[])[0, 0, 0, 1, 2, 0, 0, 0, 0x20, 0],
            .. (byte[])[0, 0, 0x10, 1, 2, 0, 0, 0, 7, 0],
            .. (byte[])[0, 0, 0, 8, 2, 0, 0, 0, 0, 0],
        ];
        byte[] message =
        [
            .. MisbehavingPeer.Data(1, 3, find),
            // A value longer than the data set.
            .. MisbehavingPeer.Data(1, 2, [0x10, 0, 0x20, 0, 0xF0, 0, 0, 0, 0x41, 0x42]),
        ];

        for (var i = 0; i < 2; i++)
        {
            await stream.WriteAsync(message, Cancellation);
            var answer = await MisbehavingPeer.ReadPduAsync(stream, Cancellation);
            answer[0].ShouldBe((byte)4);
            answer
                .AsSpan()
                .IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 9, 2, 0, 0, 0, 0, 0xC0])
                .ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Dispose_WithOpenAssociation_AbortsIt()
    {
        var server = Start(options => options);
        await using var association = await AssociateAsync(server);

        await server.DisposeAsync();

        await Should.ThrowAsync<DicomNetworkException>(() => association.EchoAsync(Cancellation));
        server.AssociationCount.ShouldBe(0);
    }

    [Fact]
    public async Task Start_PortTaken_SaysSo()
    {
        await using var server = Start(options => options);

        var exception = Should.Throw<DicomConnectionException>(() =>
            Start(options => options with { Port = server.Port })
        );

        exception.Message.ShouldContain("Choose another port");
    }
}
