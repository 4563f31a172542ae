using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>Peers that fail: each must give the exception that says what happened.</summary>
public sealed class FaultTests : NetworkTest
{
    private static readonly byte[] Rejected = [3, 0, 0, 0, 0, 4, 0, 1, 1, 7];

    [Fact]
    public async Task Request_NobodyListens_SaysConnectionRefused()
    {
        var exception = await Should.ThrowAsync<DicomConnectionException>(() =>
            AssociateAsync(PeerProcess.FreePort(), null, Verification)
        );

        exception.WasEstablished.ShouldBeFalse();
        exception.Message.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Request_UnknownHost_SaysSo()
    {
        var peer = new DicomPeer("no-such-host.invalid", 104, "PACS", "ADIT");

        var exception = await Should.ThrowAsync<DicomConnectionException>(() =>
            DicomAssociation.RequestAsync(peer, [Verification], Timeouts, Cancellation)
        );

        exception.Message.ShouldContain("host name is not known");
    }

    [Fact]
    public async Task Request_PeerNeverAnswers_NamesWhatWasAwaited()
    {
        await using var silent = MisbehavingPeer.Silent();

        var exception = await Should.ThrowAsync<DicomTimeoutException>(() =>
            AssociateAsync(silent.Port, Impatient, Verification)
        );

        exception.Awaited.ShouldBe("the answer to the association request");
        exception.Timeout.ShouldBe(Impatient.Association);
    }

    [Fact]
    public async Task Request_CancelledWhileWaiting_EndsAtOnce()
    {
        var connected = new TaskCompletionSource();
        await using var silent = new MisbehavingPeer(
            async (stream, cancellationToken) =>
            {
                await MisbehavingPeer.ReadPduAsync(stream, cancellationToken);
                connected.SetResult();
                await MisbehavingPeer.ReadForEverAsync(stream, cancellationToken);
            }
        );
        using var cancelling = new CancellationTokenSource();

        var request = DicomAssociation.RequestAsync(
            Peer(silent.Port),
            [Verification],
            Timeouts,
            cancelling.Token
        );
        await connected.Task.WaitAsync(Cancellation);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Request_CalledTitleUnknown_SaysWhatToDo()
    {
        await using var peer = MisbehavingPeer.Answering(Rejected);

        var exception = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            AssociateAsync(peer.Port, null, Verification)
        );

        exception.Rejection.ShouldBe(DicomRejection.CalledAeTitleNotRecognized);
        exception.Message.ShouldContain("called AE title not recognised");
        exception.Message.ShouldContain("Check the called AE title ANY-SCP");
    }

    [Fact]
    public async Task Request_StoreScpRefuses_IsRejected()
    {
        await using var scp = await StoreScp.StartAsync(["--refuse"], Cancellation);

        await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            AssociateAsync(scp.Port, null, Ct)
        );
    }

    [Fact]
    public async Task Request_NoDicom_SaysSo()
    {
        await using var web = MisbehavingPeer.Answering(
            "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()
        );

        var exception = await Should.ThrowAsync<DicomProtocolException>(() =>
            AssociateAsync(web.Port, null, Verification)
        );

        exception.Message.ShouldContain("no DICOM association");
    }

    [Fact]
    public async Task Request_PeerAborts_SaysSo()
    {
        await using var peer = MisbehavingPeer.Answering([7, 0, 0, 0, 0, 4, 0, 0, 2, 6]);

        var exception = await Should.ThrowAsync<DicomAssociationAbortedException>(() =>
            AssociateAsync(peer.Port, null, Verification)
        );

        exception.ByPeer.ShouldBeTrue();
        exception.Message.ShouldContain("a PDU parameter was invalid");
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0 }, "at most")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 4, 0, 0, 0, 0 }, "at least 68")]
    [InlineData(new byte[] { 6, 0, 0, 0, 0, 4, 0, 0, 0, 0 }, "PDU type 06")]
    public async Task Request_HostileAnswer_IsProtocolError(byte[] answer, string part)
    {
        await using var peer = MisbehavingPeer.Answering(answer);

        var exception = await Should.ThrowAsync<DicomProtocolException>(() =>
            AssociateAsync(peer.Port, null, Verification)
        );

        exception.Message.ShouldContain(part);
    }

    [Fact]
    public async Task Request_AnswerCutShort_IsLostConnection()
    {
        await using var peer = MisbehavingPeer.Answering([2, 0, 0, 0, 1, 0, 0, 1]);

        var exception = await Should.ThrowAsync<DicomConnectionException>(() =>
            AssociateAsync(peer.Port, null, Verification)
        );

        exception.WasEstablished.ShouldBeTrue();
        exception.Message.ShouldContain("closed the connection");
    }

    [Fact]
    public async Task Echo_NeverAnswered_NamesTheResponse()
    {
        await using var silent = MisbehavingPeer.SilentAfterAssociation();
        await using var association = await AssociateAsync(silent.Port, Impatient, Verification);

        var exception = await Should.ThrowAsync<DicomTimeoutException>(() =>
            association.EchoAsync(Cancellation)
        );

        exception.Awaited.ShouldBe("the C-ECHO response");
        association.IsOpen.ShouldBeFalse();
        var later = await Should.ThrowAsync<DicomAssociationAbortedException>(() =>
            association.EchoAsync(Cancellation)
        );
        later.Message.ShouldContain("the C-ECHO response");
    }

    [Fact]
    public async Task Find_TotalDeadlinePasses_NamesTheOperation()
    {
        await using var silent = MisbehavingPeer.SilentAfterAssociation();
        var timeouts = Timeouts with { Total = TimeSpan.FromMilliseconds(200) };

        var exception = await Should.ThrowAsync<DicomTimeoutException>(() =>
            ToListAsync(
                new DicomClient(Peer(silent.Port), timeouts).FindAsync(
                    DicomUids.StudyRootFind,
                    Query("STUDY"),
                    Cancellation
                )
            )
        );

        exception.Awaited.ShouldBe("the end of C-FIND");
    }

    [Fact]
    public async Task Find_CancelledAndNeverConfirmed_EndsAfterTheDeadline()
    {
        await using var silent = MisbehavingPeer.SilentAfterAssociation();
        await using var association = await AssociateAsync(
            silent.Port,
            Timeouts with
            {
                Cancel = TimeSpan.FromMilliseconds(200),
            },
            new PresentationContextProposal(DicomUids.StudyRootFind, ExplicitLittle)
        );
        using var cancelling = new CancellationTokenSource();

        var find = ToListAsync(
            association.FindAsync(DicomUids.StudyRootFind, Query("STUDY"), cancelling.Token)
        );
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => find);
        association.IsOpen.ShouldBeFalse();
    }

    public static TheoryData<byte[], string> HostileMessages =>
        new()
        {
            // A fragment that is longer than its PDU.
            { MisbehavingPeer.Pdu(4, [0, 0, 1, 0, 1, 3, 0, 0]), "claims 256 bytes" },
            // A fragment without room for its header.
            { MisbehavingPeer.Pdu(4, [0, 0, 0]), "P-DATA-TF PDU of 3 bytes" },
            { MisbehavingPeer.Pdu(4, [0, 0, 0, 0, 1, 3, 0, 0]), "claims 0 bytes" },
            { MisbehavingPeer.Pdu(9, [0, 0, 0, 0]), "PDU type 09" },
            { MisbehavingPeer.Pdu(7, [0, 0, 0, 0, 0, 0]), "PDU type 07 with 6 bytes" },
            // A data set where a command set must come.
            { MisbehavingPeer.Data(1, 2, [0, 0, 0, 0]), "a data set without a command set" },
            // A command set whose element runs out of it.
            {
                MisbehavingPeer.Data(1, 3, [0, 0, 0, 1, 0xFF, 0xFF, 0, 0, 0, 0]),
                "claims 65535 bytes"
            },
            { MisbehavingPeer.Data(1, 3, [0, 0, 0, 1]), "ends inside an element header" },
            { MisbehavingPeer.Data(1, 3, []), "lacks (0000,0100)" },
            // A response that nobody asked for.
            {
                MisbehavingPeer.Data(
                    1,
                    3,
                    [
                        .. new byte[] { 0, 0, 0, 1, 2, 0, 0, 0, 0x20, 0x80 },
                        .. new byte[] { 0, 0, 0, 8, 2, 0, 0, 0, 1, 1 },
                        .. new byte[] { 0, 0, 0, 9, 2, 0, 0, 0, 0, 0 },
                    ]
                ),
                "C-FIND response"
            },
        };

    [Theory]
    [MemberData(nameof(HostileMessages))]
    public async Task Echo_HostileAnswer_IsProtocolError(byte[] answer, string part)
    {
        await using var peer = MisbehavingPeer.AnsweringRequest(answer);
        await using var association = await AssociateAsync(peer.Port, Timeouts, Verification);

        var exception = await Should.ThrowAsync<DicomProtocolException>(() =>
            association.EchoAsync(Cancellation)
        );

        exception.Message.ShouldContain(part);
        association.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Echo_EndlessCommand_IsBounded()
    {
        var fragment = MisbehavingPeer.Data(1, 1, new byte[16_000]);
        await using var peer = MisbehavingPeer.AnsweringRequest([
            .. Enumerable.Repeat(fragment, 5).SelectMany(pdu => pdu),
        ]);
        await using var association = await AssociateAsync(peer.Port, Timeouts, Verification);

        var exception = await Should.ThrowAsync<DicomProtocolException>(() =>
            association.EchoAsync(Cancellation)
        );

        exception.Message.ShouldContain("more than 65536 bytes");
    }

    [Fact]
    public async Task Echo_PeerReleases_SaysSo()
    {
        await using var peer = MisbehavingPeer.AnsweringRequest(
            MisbehavingPeer.Pdu(5, new byte[4])
        );
        await using var association = await AssociateAsync(peer.Port, Timeouts, Verification);

        var exception = await Should.ThrowAsync<DicomAssociationAbortedException>(() =>
            association.EchoAsync(Cancellation)
        );

        exception.Message.ShouldContain(
            "released the association while the C-ECHO response was awaited"
        );
    }

    [Fact]
    public async Task Store_SopClassRefused_SaysWhich()
    {
        var profile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                profile,
                """
                [[TransferSyntaxes]]
                [Plain]
                TransferSyntax1 = LocalEndianExplicit
                [[PresentationContexts]]
                [MrOnly]
                PresentationContext1 = MRImageStorage\Plain
                [[Profiles]]
                [Default]
                PresentationContexts = MrOnly

                """,
                Cancellation
            );
            await using var scp = await StoreScp.StartAsync(
                ["--ignore", "-xf", profile, "Default"],
                Cancellation
            );
            await using var association = await AssociateAsync(
                scp.Port,
                null,
                Ct,
                new PresentationContextProposal(DicomUids.MrImageStorage, ExplicitLittle)
            );

            var exception = await Should.ThrowAsync<DicomPresentationContextException>(() =>
                association.StoreAsync(StoreRequest(new SyntheticCt(), 1), Cancellation)
            );

            exception.AbstractSyntax.ShouldBe(DicomUids.CtImageStorage);
            exception.Message.ShouldContain("CT Image Storage");
            association.FindContext(DicomUids.MrImageStorage).ShouldNotBeNull();
            association.IsOpen.ShouldBeTrue();
        }
        finally
        {
            File.Delete(profile);
        }
    }

    [Theory]
    [InlineData("--abort-during")]
    [InlineData("--abort-after")]
    public async Task Store_PeerAborts_SaysSo(string option)
    {
        await using var scp = await StoreScp.StartAsync(["--ignore", option], Cancellation);
        await using var association = await AssociateAsync(scp.Port, null, Ct);
        var ct = new SyntheticCt { Size = 1024 };

        var exception = await Should.ThrowAsync<DicomAssociationAbortedException>(() =>
            association.StoreAsync(StoreRequest(ct, 1), Cancellation)
        );

        exception.ByPeer.ShouldBeTrue();
        association.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Store_PeerSleeps_NamesTheResponse()
    {
        await using var scp = await StoreScp.StartAsync(
            ["--ignore", "--sleep-during", "30"],
            Cancellation
        );
        await using var association = await AssociateAsync(scp.Port, Impatient, Ct);

        var exception = await Should.ThrowAsync<DicomTimeoutException>(() =>
            association.StoreAsync(StoreRequest(new SyntheticCt(), 1), Cancellation)
        );

        exception.Awaited.ShouldBe("the C-STORE response");
    }

    [Fact]
    public async Task Store_PeerDoesNotTakeData_EndsAtTheIdleDeadline()
    {
        await using var deaf = new MisbehavingPeer(
            async (stream, cancellationToken) =>
            {
                await MisbehavingPeer.AcceptAssociationAsync(stream, cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        );
        await using var association = await AssociateAsync(deaf.Port, Impatient, Ct);
        var ct = new SyntheticCt { Size = 3000 };

        var exception = await Should.ThrowAsync<DicomTimeoutException>(() =>
            association.StoreAsync(StoreRequest(ct, 1), Cancellation)
        );

        exception.Awaited.ShouldBe("the peer to take data");
    }

    [Fact]
    public async Task Store_CancelledInTheMiddle_ClosesAtOnce()
    {
        await using var scp = await StoreScp.StartAsync(["--ignore"], Cancellation);
        await using var association = await AssociateAsync(scp.Port, null, Ct);
        var pipe = new System.IO.Pipelines.Pipe();
        using var cancelling = new CancellationTokenSource();
        var request = StoreRequest(new SyntheticCt(), 1) with { Data = pipe.Reader };

        var store = association.StoreAsync(request, cancelling.Token);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => store);
        association.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Store_PeerWarns_IsStored()
    {
        await using var peer = MisbehavingPeer.AnsweringStore(0xB007);
        await using var association = await AssociateAsync(peer.Port, null, Ct);

        var result = await association.StoreAsync(StoreRequest(new SyntheticCt(), 1), Cancellation);

        result.Status.ShouldBe(DicomStatus.DatasetDoesNotMatchSopClassWarning);
        result.IsStored.ShouldBeTrue();
        result.ErrorComment.ShouldBe("a comment");
    }

    [Fact]
    public async Task Store_PeerFails_IsNotStoredAndAssociationStays()
    {
        await using var peer = MisbehavingPeer.AnsweringStore(0xA700);
        await using var association = await AssociateAsync(peer.Port, null, Ct);

        var first = await association.StoreAsync(StoreRequest(new SyntheticCt(), 1), Cancellation);
        var second = await association.StoreAsync(StoreRequest(new SyntheticCt(), 2), Cancellation);

        first.IsStored.ShouldBeFalse();
        second.Status.ToString().ShouldBe("refused: the peer is out of resources (A700)");
        association.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_ConnectionCutAtImage50_SaysItWasLost()
    {
        var ct = new SyntheticCt { Size = 64 };
        await using var archive = await DcmQrScp.StartAsync(
            "QRSCP",
            Enumerable.Range(1, 60).Select(ct.File),
            new Dictionary<string, int>(),
            Cancellation
        );
        await using var cutting = MisbehavingPeer.CuttingAfter(
            archive.Port,
            50L * ct.Dataset(1).Length
        );
        var received = 0;

        var exception = await Should.ThrowAsync<DicomConnectionException>(() =>
            new DicomClient(Peer(cutting.Port, "QRSCP"), Timeouts).GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(ct),
                [(DicomUids.CtImageStorage, ExplicitLittle)],
                async (instance, cancellationToken) =>
                {
                    await ReadAllAsync(instance.Data, cancellationToken);
                    received++;
                    return DicomStatus.Success;
                },
                cancellationToken: Cancellation
            )
        );

        exception.WasEstablished.ShouldBeTrue();
        received.ShouldBeInRange(40, 49);
    }
}
