using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>Requesting with real archives: queries, retrieves, sending.</summary>
public sealed class AssociationTests(StandardPeers peers)
    : NetworkTest,
        IClassFixture<StandardPeers>
{
    public static TheoryData<string> Archives => ["Orthanc", "dcmqrscp"];

    private DicomPeer Archive(string name) =>
        name == "Orthanc"
            ? Peer(peers.Orthanc.DicomPort, peers.Orthanc.AeTitle)
            : Peer(peers.DcmQrScp.Port, peers.DcmQrScp.AeTitle);

    private DicomClient Client(string name) => new(Archive(name), Timeouts);

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Echo_Archive_Answers(string archive) =>
        await Client(archive).EchoAsync(Cancellation);

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Find_StudyOfPatient_GivesItsUid(string archive)
    {
        var matches = await ToListAsync(
            Client(archive).FindAsync(DicomUids.StudyRootFind, OfPatient(peers.Ct), Cancellation)
        );

        // Other tests of this class store further studies of the same patient.
        matches
            .Select(match => match.GetString(DicomTag.StudyInstanceUid))
            .ShouldContain(peers.Ct.StudyInstanceUid);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Find_LeftEarly_AssociationStaysUsable(string archive)
    {
        await using var association = await DicomAssociation.RequestAsync(
            Archive(archive),
            [new(DicomUids.StudyRootFind, ExplicitLittle), Verification],
            Timeouts,
            Cancellation
        );
        var images = Query(
            "IMAGE",
            (DicomTag.StudyInstanceUid, peers.Ct.StudyInstanceUid),
            (DicomTag.SeriesInstanceUid, peers.Ct.SeriesInstanceUid),
            (DicomTag.SopInstanceUid, null)
        );

        var seen = 0;
        await foreach (
            var match in association.FindAsync(DicomUids.StudyRootFind, images, Cancellation)
        )
        {
            seen++;
            match.GetString(DicomTag.SopInstanceUid).ShouldStartWith(peers.Ct.SeriesInstanceUid);
            if (seen == 2)
            {
                break;
            }
        }

        seen.ShouldBe(2);
        await association.EchoAsync(Cancellation);
        await association.ReleaseAsync(Cancellation);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Get_WholeStudy_GivesIdenticalBytes(string archive)
    {
        var received = new Dictionary<string, byte[]>(StringComparer.Ordinal);

        var result = await Client(archive)
            .GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(peers.Ct),
                [(DicomUids.CtImageStorage, ExplicitLittle)],
                async (instance, cancellationToken) =>
                {
                    received[instance.SopInstanceUid.Value] = await ReadAllAsync(
                        instance.Data,
                        cancellationToken
                    );
                    instance.TransferSyntax.ShouldBe(ExplicitLittle);
                    return DicomStatus.Success;
                },
                cancellationToken: Cancellation
            );

        result.Status.ShouldBe(DicomStatus.Success);
        result.SubOperations!.Value.Completed.ShouldBe(StandardPeers.ImageCount);
        received.Count.ShouldBe(StandardPeers.ImageCount);
        foreach (var number in Enumerable.Range(1, StandardPeers.ImageCount))
        {
            var pixels = peers.Ct.Pixels(number);
            received[peers.Ct.SopInstanceUid(number)]
                .AsSpan()[^pixels.Length..]
                .SequenceEqual(pixels)
                .ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Get_SinkReadsNothing_EverythingIsSkipped(string archive)
    {
        var count = 0;

        var result = await Client(archive)
            .GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(peers.Ct),
                [(DicomUids.CtImageStorage, ExplicitLittle)],
                (_, _) =>
                {
                    count++;
                    return ValueTask.FromResult(DicomStatus.Success);
                },
                cancellationToken: Cancellation
            );

        result.SubOperations!.Value.Completed.ShouldBe(StandardPeers.ImageCount);
        count.ShouldBe(StandardPeers.ImageCount);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Get_SinkRefusesSome_CountsAreReported(string archive)
    {
        var client = Client(archive);
        var number = 0;

        var result = await client.GetAsync(
            DicomUids.StudyRootGet,
            OfStudy(peers.Ct),
            [(DicomUids.CtImageStorage, ExplicitLittle)],
            (_, _) =>
                ValueTask.FromResult(
                    ++number % 3 == 0 ? DicomStatus.OutOfResources : DicomStatus.Success
                ),
            cancellationToken: Cancellation
        );

        result.Status.IsWarning.ShouldBeTrue();
        result.SubOperations!.Value.Failed.ShouldBe(StandardPeers.ImageCount / 3);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Get_SinkThrows_ExceptionComesOutAndAssociationEnds(string archive)
    {
        await using var association = await DicomAssociation.RequestAsync(
            Archive(archive),
            [
                new(DicomUids.StudyRootGet, ExplicitLittle),
                new(DicomUids.CtImageStorage, ExplicitLittle, asScp: true),
            ],
            Timeouts,
            Cancellation
        );

        var exception = await Should.ThrowAsync<IOException>(() =>
            association.GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(peers.Ct),
                (_, _) => throw new IOException("disk full"),
                cancellationToken: Cancellation
            )
        );

        exception.Message.ShouldBe("disk full");
        association.IsOpen.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Get_Cancelled_EndsSoon(string archive)
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var count = 0;

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new DicomClient(
                Archive(archive),
                Timeouts with
                {
                    Cancel = TimeSpan.FromMilliseconds(500),
                }
            ).GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(peers.Ct),
                [(DicomUids.CtImageStorage, ExplicitLittle)],
                async (_, cancellationToken) =>
                {
                    if (++count == 3)
                    {
                        await cancelling.CancelAsync();
                        cancellationToken.ThrowIfCancellationRequested();
                    }
                    return DicomStatus.Success;
                },
                cancellationToken: cancelling.Token
            )
        );

        count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Move_ToStoreScp_Completes(string archive)
    {
        var progress = new List<DicomSubOperations>();

        var result = await Client(archive)
            .MoveAsync(
                DicomUids.StudyRootMove,
                OfStudy(peers.Ct),
                "DESTINATION",
                new Listing(progress),
                cancellationToken: Cancellation
            );

        result.Status.ShouldBe(DicomStatus.Success);
        result.SubOperations!.Value.Completed.ShouldBe(StandardPeers.ImageCount);
        progress.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Move_UnknownDestination_NamesTheStatus(string archive)
    {
        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            Client(archive)
                .MoveAsync(
                    DicomUids.StudyRootMove,
                    OfStudy(peers.Ct),
                    "NOBODY",
                    cancellationToken: Cancellation
                )
        );

        exception.Status.IsFailure.ShouldBeTrue();
        exception.Message.ShouldContain("C-MOVE");
    }

    [Fact]
    public async Task Store_ToOrthanc_IsThereWithIdenticalPixels()
    {
        var ct = new SyntheticCt { Size = 300 };
        await using var association = await AssociateAsync(peers.Orthanc.DicomPort, null, Ct);

        for (var number = 1; number <= 5; number++)
        {
            var result = await association.StoreAsync(StoreRequest(ct, number), Cancellation);
            result.Status.ShouldBe(DicomStatus.Success);
            result.DatasetLength.ShouldBe(ct.Dataset(number).Length);
        }
        await association.ReleaseAsync(Cancellation);

        var stored = await peers.Orthanc.InstancesOfStudyAsync(ct.StudyInstanceUid, Cancellation);
        stored.Count.ShouldBe(5);
        (await peers.Orthanc.FrameAsync(stored[ct.SopInstanceUid(3)], 0, Cancellation)).ShouldBe(
            ct.Pixels(3)
        );
    }

    [Fact]
    public async Task Abort_WhileFinding_ReportsTheAbort()
    {
        await using var silent = MisbehavingPeer.SilentAfterAssociation();
        await using var association = await AssociateAsync(silent.Port, null, Verification);

        var echo = association.EchoAsync(Cancellation);
        association.Abort();

        var exception = await Should.ThrowAsync<DicomAssociationAbortedException>(() => echo);
        exception.ByPeer.ShouldBeFalse();
        association.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_SecondOperation_IsRefusedWithoutHarm()
    {
        await using var silent = MisbehavingPeer.SilentAfterAssociation();
        await using var association = await AssociateAsync(silent.Port, null, Verification);
        var echo = association.EchoAsync(Cancellation);

        await Should.ThrowAsync<InvalidOperationException>(() =>
            association.EchoAsync(Cancellation)
        );

        association.IsOpen.ShouldBeTrue();
        association.Abort();
        await Should.ThrowAsync<DicomAssociationAbortedException>(() => echo);
    }

    private sealed class Listing(List<DicomSubOperations> into) : IProgress<DicomSubOperations>
    {
        public void Report(DicomSubOperations value) => into.Add(value);
    }
}
