using System.Collections.Concurrent;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Infrastructure.Receiver;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Receiver;

/// <summary>What the receiver takes, from whom, and for which retrieve.</summary>
public sealed class ReceiverTests(ReceiverHost host) : IClassFixture<ReceiverHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Association_OfAnUnknownPeer_IsRejectedAndCounted()
    {
        var fault = await Should.ThrowAsync<DicomAssociationRejectedException>(() =>
            host.SendAsync("STRANGER", new TestStudy(), 1, null, Cancel)
        );

        fault.Rejection.ShouldBe(DicomRejection.CallingAeTitleNotRecognized);
        var snapshot = Snapshot();
        snapshot.RejectedAssociations.ShouldBeGreaterThan(0);
        snapshot.LastRefusals.ShouldContain(refusal => refusal.CallingAeTitle == "STRANGER");
    }

    [Fact]
    public async Task Echo_OfAKnownPeer_IsAnswered() =>
        await new DicomClient(host.Peer("SRC1")).EchoAsync(Cancel);

    [Fact]
    public async Task Store_ThatNobodyAskedFor_IsRefusedAndShown()
    {
        var study = new TestStudy();
        var before = Snapshot().Refused;

        var answers = await host.SendAsync("SRC2", study, 3, messageId: null, Cancel);
        answers = [.. answers, .. await host.SendAsync("SRC2", study, 1, messageId: 4711, Cancel)];

        answers.ShouldAllBe(status => status == DicomStatus.NotAuthorized);
        var snapshot = Snapshot();
        (snapshot.Refused - before).ShouldBeGreaterThanOrEqualTo(4);
        var shown = snapshot.LastRefusals.First(refusal => refusal.CallingAeTitle == "SRC2");
        shown.Reason.ShouldNotContain(study.PatientId);
    }

    [Fact]
    public async Task Store_TwoRetrievesOfOneStudy_NeverMix()
    {
        var study = new TestStudy();
        await using var first = await ExpectAsync("SRC3", study);
        // The source is seen to name the originator, so that the second one need not wait.
        var firstId = first.Expectation.BeginMove();
        (await host.SendAsync("SRC3", study, 1, firstId, Cancel)).ShouldBe([DicomStatus.Success]);
        await using var second = await ExpectAsync("SRC3", study);
        var secondId = second.Expectation.BeginMove();

        await Task.WhenAll(
            host.SendAsync("SRC3", study, 4, firstId, Cancel),
            host.SendAsync("SRC3", study, 7, secondId, Cancel)
        );

        first.Images.Count.ShouldBe(5);
        second.Images.Count.ShouldBe(7);
        second.Images.Keys.ShouldNotContain(uid => first.Images.ContainsKey(uid));
        first.Expectation.TakenBy(firstId).ShouldBe(5);
    }

    [Fact]
    public async Task Store_OfAnotherServerWithTheSameOriginator_IsRefused()
    {
        var study = new TestStudy();
        await using var retrieve = await ExpectAsync("SRC4", study);
        var id = retrieve.Expectation.BeginMove();

        (await host.SendAsync("SRC5", study, 1, id, Cancel)).ShouldBe([DicomStatus.NotAuthorized]);

        retrieve.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_WithoutOriginator_GoesToTheOnlyRetrieveOfItsStudy()
    {
        var study = new TestStudy { PixelBytes = 64 * 64 * 64 };
        await using var retrieve = await ExpectAsync("SRC6", study);
        await using var other = await ExpectAsync("SRC6", new TestStudy());
        var id = retrieve.Expectation.BeginMove();
        other.Expectation.BeginMove();

        var answers = await host.SendAsync("SRC6", study, 3, messageId: null, Cancel);

        answers.ShouldAllBe(status => status.IsSuccess);
        retrieve.Images.Count.ShouldBe(3);
        // Looking for the study has taken nothing away from the image.
        retrieve.Images.Values.ShouldAllBe(length => length > study.PixelBytes);
        other.Images.ShouldBeEmpty();
        retrieve.Expectation.TakenBy(id).ShouldBe(3);
    }

    [Fact]
    public async Task Expect_SameStudyOfASourceThatOmitsTheOriginator_WaitsForTheFirst()
    {
        var study = new TestStudy();
        var first = await ExpectAsync("SRC7", study);
        first.Expectation.BeginMove();
        await host.SendAsync("SRC7", study, 1, messageId: null, Cancel);

        var second = ExpectAsync("SRC7", study);
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();

        await using var turn = await second.WaitAsync(Patience, Cancel);
        turn.Expectation.BeginMove();
        (await host.SendAsync("SRC7", study, 2, messageId: null, Cancel)).ShouldAllBe(s =>
            s.IsSuccess
        );
        turn.Images.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Expect_SameStudyAndTheFirstDoesNotEnd_IsSaidAfterTheDeadline()
    {
        var study = new TestStudy();
        await using var first = await ExpectAsync("SRC8", study);

        await Should.ThrowAsync<SameStudyBusyException>(() =>
            ExpectAsync("SRC8", study).WaitAsync(Patience, Cancel)
        );

        // Who gave up does not stand in the way.
        await first.DisposeAsync();
        await using var next = await ExpectAsync("SRC8", study).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Expect_SourceTurnsOutToNameTheOriginator_TheWaitingOneMayGo()
    {
        var study = new TestStudy();
        await using var first = await ExpectAsync("SRC9", study);
        var id = first.Expectation.BeginMove();
        var waiting = ExpectAsync("SRC9", study);
        waiting.IsCompleted.ShouldBeFalse();

        await host.SendAsync("SRC9", study, 1, id, Cancel);

        await using var second = await waiting.WaitAsync(Patience, Cancel);
        second.Expectation.BeginMove().ShouldNotBe(id);
    }

    [Fact]
    public async Task Store_AfterItsRetrieveHasEnded_IsRefused()
    {
        var study = new TestStudy();
        var retrieve = await ExpectAsync("SRC10", study);
        var id = retrieve.Expectation.BeginMove();
        await retrieve.DisposeAsync();

        (await host.SendAsync("SRC10", study, 1, id, Cancel)).ShouldBe([DicomStatus.NotAuthorized]);

        retrieve.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_TenAssociationsAtOnce_ArriveOneAfterTheOther()
    {
        var study = new TestStudy { PixelBytes = 256 * 1024 };
        var (running, most) = (0, 0);
        await using var retrieve = await ExpectAsync(
            "SRC11",
            study,
            around: async take =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                var status = await take();
                Interlocked.Decrement(ref running);
                return status;
            }
        );
        var id = retrieve.Expectation.BeginMove();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => host.SendAsync("SRC11", study, 20, id, Cancel))
        );

        answers.SelectMany(a => a).Count(status => status.IsSuccess).ShouldBe(200);
        retrieve.Images.Count.ShouldBe(200);
        most.ShouldBe(1);
        (
            await retrieve.Expectation.WaitForRestAsync(id, 200, TimeSpan.FromSeconds(5), Cancel)
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task Store_HandlerBreaks_RetrieveLearnsIt()
    {
        var study = new TestStudy();
        await using var retrieve = await ExpectAsync(
            "SRC12",
            study,
            around: _ => throw new InvalidDataException("as the test says")
        );
        var id = retrieve.Expectation.BeginMove();

        (await host.SendAsync("SRC12", study, 1, id, Cancel)).ShouldBe([
            DicomStatus.ProcessingFailure,
        ]);

        (
            await retrieve.Expectation.Fault.WaitAsync(Patience, Cancel)
        ).ShouldBeOfType<InvalidDataException>();
        (await host.SendAsync("SRC12", study, 1, id, Cancel)).ShouldBe([DicomStatus.NotAuthorized]);
    }

    [Fact]
    public async Task Store_RetrieveEndsInTheMiddleOfAnImage_ItsAssociationIsAborted()
    {
        var study = new TestStudy();
        var arrived = new TaskCompletionSource();
        var retrieve = await ExpectAsync(
            "SRC13",
            study,
            around: async take =>
            {
                arrived.SetResult();
                return await take();
            }
        );
        var id = retrieve.Expectation.BeginMove();
        // The source has more of it than it will be able to send.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(new byte[1 << 20], Cancel);
        var association = await DicomAssociation.RequestAsync(
            host.Peer("SRC13"),
            [new(study.SopClassUid, study.TransferSyntax)],
            DicomTimeouts.Default,
            Cancel
        );
        await using var closing = association;
        var sending = association.StoreAsync(
            new DicomStoreRequest(
                study.SopClassUid,
                DicomUid.New(),
                study.TransferSyntax,
                pipe.Reader
            )
            {
                MoveOriginatorAeTitle = ReceiverHost.Originator,
                MoveOriginatorMessageId = (ushort)id,
            },
            Cancel
        );
        await arrived.Task.WaitAsync(Patience, Cancel);

        await retrieve.DisposeAsync();
        await pipe.Writer.WriteAsync(new byte[1 << 20], Cancel);
        await pipe.Writer.CompleteAsync();

        await Should.ThrowAsync<DicomNetworkException>(() => sending.WaitAsync(Patience, Cancel));
    }

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.9999", "1.2.840.10008.1.2.4.9999")]
    [InlineData("1.3.12.2.1107.5.9.1", "1.2.840.113619.5.2")]
    public async Task Association_ClassAndSyntaxThatNobodyKnows_AreAccepted(
        string sopClass,
        string transferSyntax
    )
    {
        var syntax = DicomTransferSyntax.Lookup(transferSyntax);
        await using var association = await DicomAssociation.RequestAsync(
            host.Peer("SRC14"),
            [
                new(new DicomUid(sopClass), syntax),
                new(
                    DicomUids.CtImageStorage,
                    [
                        syntax,
                        DicomTransferSyntax.JpegLosslessFirstOrder,
                        DicomTransferSyntax.ExplicitVrLittleEndian,
                    ]
                ),
                new(DicomUids.StudyRootFind, DicomTransferSyntax.ExplicitVrLittleEndian),
            ],
            DicomTimeouts.Default,
            Cancel
        );

        association
            .Contexts.Select(context => context.TransferSyntax)
            .ShouldBe([syntax, DicomTransferSyntax.JpegLosslessFirstOrder, null]);
    }

    [Fact]
    public async Task WaitForSilence_NothingComes_EndsAfterTheFirstDeadline()
    {
        await using var retrieve = await ExpectAsync("SRC15", new TestStudy());
        retrieve.Expectation.BeginMove();

        await retrieve
            .Expectation.WaitForSilenceAsync(
                TimeSpan.FromMilliseconds(50),
                TimeSpan.FromHours(1),
                Cancel
            )
            .WaitAsync(Patience, Cancel);
        retrieve.Expectation.Touch();
        var between = retrieve.Expectation.WaitForSilenceAsync(
            TimeSpan.Zero,
            TimeSpan.FromHours(1),
            Cancel
        );

        between.IsCompleted.ShouldBeFalse();
    }

    private Adit.Domain.DicomNodes.ReceiverSnapshot Snapshot() =>
        host
            .Statistics.Get(
                new Adit.Domain.Accounts.Actor(
                    1,
                    "staff",
                    IsStaff: true,
                    null,
                    new HashSet<string>()
                )
            )
            .ShouldNotBeNull();

    private async Task<Retrieve> ExpectAsync(
        string source,
        TestStudy study,
        Func<Func<ValueTask<DicomStatus>>, ValueTask<DicomStatus>>? around = null
    )
    {
        var images = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var expectation = await host.Receiver.ExpectAsync(
            new MoveOrder(
                source,
                ReceiverHost.Originator,
                study.StudyInstanceUid,
                (image, token) =>
                    around is null ? TakeAsync(image, token) : around(() => TakeAsync(image, token))
            ),
            Cancel
        );
        return new Retrieve(expectation, images);

        async ValueTask<DicomStatus> TakeAsync(DicomIncomingInstance image, CancellationToken token)
        {
            using var bytes = new MemoryStream();
            await image.Data.CopyToAsync(bytes, token);
            images[image.SopInstanceUid.Value] = bytes.Length;
            return DicomStatus.Success;
        }
    }

    private sealed record Retrieve(
        MoveExpectation Expectation,
        ConcurrentDictionary<string, long> Images
    ) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Expectation.DisposeAsync();
    }
}
