using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Network.Pdus;
using Adit.Dicom.Tests.Peers;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>A C-MOVE whose destination lets the association go, and what the destination learns of its originator.</summary>
public sealed class ServerMoveTests : NetworkTest, IAsyncLifetime
{
    private const int ImageCount = 8;

    private readonly SyntheticCt _ct = new() { Size = 100 };
    private readonly TestArchive _source;
    private readonly TestArchive _destination;
    private readonly DicomServer _receiver;

    public ServerMoveTests()
    {
        _source = new TestArchive(_ct, ImageCount);
        _destination = new TestArchive(_ct, 0);
        _receiver = Start("DEST", _destination);
        _source.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            _receiver.Port,
            "DEST",
            "SANDBOX"
        );
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Move_DestinationAbortsOnce_OnlyThatImageFails()
    {
        await using var server = Start("SANDBOX", _source);
        _destination.StoreStatus = AbortAt(3);

        var result = await MoveAsync(server);

        result.SubOperations.ShouldBe(new DicomSubOperations(0, ImageCount - 1, 1, 0));
        result.FailedSopInstanceUids.ShouldBe([new DicomUid(_ct.SopInstanceUid(3))]);
    }

    [Fact]
    public async Task Move_DestinationAbortsTwice_TheRestIsNamedAsFailed()
    {
        await using var server = Start("SANDBOX", _source);
        _destination.StoreStatus = AbortAt(3, 5);

        var result = await MoveAsync(server);

        // 1, 2 and 4 are there; a destination that aborts again and again is not called for every image.
        result.SubOperations.ShouldBe(new DicomSubOperations(0, 3, ImageCount - 3, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Move_MessageIdGiven_ComesWithEachImageWhereTheServerNamesIt(bool names)
    {
        await using var server = Start("SANDBOX", _source, namesMoveOriginator: names);
        var messageId = DicomAssociation.NextMessageId();

        await MoveAsync(server, messageId);

        _destination.Incoming.Count.ShouldBe(ImageCount);
        _destination.Incoming.ShouldAllBe(image =>
            image.MoveOriginatorAeTitle == (names ? "ADIT" : null)
            && image.MoveOriginatorMessageId == (names ? messageId : null)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public async Task Move_MessageIdThatIsNone_IsRefused(int messageId)
    {
        await using var server = Start("SANDBOX", _source);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => MoveAsync(server, messageId));
    }

    [Fact]
    public async Task Admission_Refuses_CallerIsToldWhy()
    {
        await using var server = Start(
            "SANDBOX",
            _source,
            admits: (caller, _) =>
                new(
                    caller.CallingAeTitle == "ADIT"
                        ? DicomRejection.CallingAeTitleNotRecognized
                        : null
                )
        );

        var fault = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            new DicomClient(Peer(server.Port, "SANDBOX"), Timeouts).EchoAsync(Cancellation)
        );

        fault.Rejection.ShouldBe(DicomRejection.CallingAeTitleNotRecognized);
    }

    [Fact]
    public async Task Admission_CannotTell_CallerIsRejectedForNow()
    {
        await using var server = Start(
            "SANDBOX",
            _source,
            admits: (_, _) => throw new IOException("as the test says")
        );

        var fault = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            new DicomClient(Peer(server.Port, "SANDBOX"), Timeouts).EchoAsync(Cancellation)
        );

        fault.Rejection.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Request_CallingAeTitleWithALineBreak_ForgesNoLogLine()
    {
        var lines = new LineLogger();
        await using var server = DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = "SANDBOX",
                Address = IPAddress.Loopback,
                Timeouts = Timeouts,
                AcceptsCallingAeTitle = _ => false,
            },
            _source,
            lines
        );
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        var request = AssociationNegotiation.BuildRequest(
            Peer(server.Port, "SANDBOX"),
            [Verification]
        );
        var bytes = AssociateWriter.Write(request);
        // PS3.8 table 9-11: the calling AE title stands in bytes 27 to 42.
        "EVIL\nall is well"u8.CopyTo(bytes.AsSpan(26));

        await client.GetStream().WriteAsync(bytes, Cancellation);
        var answer = new byte[10];
        await client.GetStream().ReadExactlyAsync(answer, Cancellation);

        answer[0].ShouldBe((byte)PduType.AssociateReject);
        lines
            .Lines.ShouldHaveSingleItem()
            .ShouldStartWith("Rejected an association of EVIL?all is well at ");
    }

    private sealed class LineLogger : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue(formatter(state, exception));
    }

    private static Func<DicomStatus> AbortAt(params int[] numbers)
    {
        var count = 0;
        return () =>
            numbers.Contains(++count)
                ? throw new DicomAssociationAbortedException("As the test says.", byPeer: false)
                : DicomStatus.Success;
    }

    private static DicomServer Start(
        string aeTitle,
        TestArchive archive,
        bool namesMoveOriginator = true,
        Func<DicomCaller, CancellationToken, ValueTask<DicomRejection?>>? admits = null
    ) =>
        DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = aeTitle,
                Address = IPAddress.Loopback,
                Timeouts = Timeouts,
                NamesMoveOriginator = namesMoveOriginator,
                AdmitsCaller = admits,
            },
            archive
        );

    private async Task<DicomRetrieveResult> MoveAsync(DicomServer server, int? messageId = null)
    {
        var association = await DicomAssociation.RequestAsync(
            Peer(server.Port, "SANDBOX"),
            [new(DicomUids.StudyRootMove, DicomTransferSyntax.ExplicitVrLittleEndian)],
            Timeouts,
            Cancellation
        );
        await using (association)
        {
            return await association.MoveAsync(
                DicomUids.StudyRootMove,
                OfStudy(_ct),
                "DEST",
                messageId: messageId,
                cancellationToken: Cancellation
            );
        }
    }
}
