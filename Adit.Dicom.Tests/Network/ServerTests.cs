using System.Globalization;
using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>DCMTK's commands against the server.</summary>
public sealed class ServerTests : NetworkTest, IAsyncLifetime
{
    private const int ImageCount = 12;

    private readonly SyntheticCt _ct = new() { Size = 100 };
    private readonly TestArchive _archive;
    private readonly DicomServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-server-");

    public ServerTests()
    {
        _archive = new TestArchive(_ct, ImageCount);
        _server = DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = "SANDBOX",
                Address = IPAddress.Loopback,
                Timeouts = Timeouts,
            },
            _archive
        );
    }

    private string Port => _server.Port.ToString(CultureInfo.InvariantCulture);

    private string[] StudyKeys =>
        ["-k", "0008,0052=STUDY", "-k", $"0020,000D={_ct.StudyInstanceUid}"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Task<DcmtkResult> RunAsync(string tool, params string[] arguments) =>
        Dcmtk.RunAsync(tool, ["-v", .. arguments], Cancellation);

    private string[] ImageFiles(int number)
    {
        var paths = new List<string>();
        for (var i = 1; i <= number; i++)
        {
            paths.Add(Path.Combine(_folder.FullName, $"{i}.dcm"));
            File.WriteAllBytes(paths[^1], _ct.File(i));
        }
        return [.. paths];
    }

    [Fact]
    public async Task Echo_FromEchoScu_Succeeds()
    {
        var echo = await RunAsync("echoscu", "-aec", "SANDBOX", "--repeat", "3", "127.0.0.1", Port);

        echo.ExitCode.ShouldBe(0, echo.Output);
        echo.Output.ShouldContain("Received Echo Response (Success)");
    }

    [Fact]
    public async Task Request_OtherCalledTitle_IsRejected()
    {
        var echo = await RunAsync("echoscu", "-aec", "OTHER", "127.0.0.1", Port);

        echo.ExitCode.ShouldNotBe(0);
        echo.Output.ShouldContain("Called AE Title Not Recognized");
    }

    [Fact]
    public async Task Find_FromFindScu_GivesAllMatches()
    {
        var find = await RunAsync(
            "findscu",
            ["-S", "-aec", "SANDBOX", .. StudyKeys, "127.0.0.1", Port]
        );

        find.ExitCode.ShouldBe(0, find.Output);
        find.Output.ShouldContain(
            $"Find Response: {ImageCount} (Pending)",
            customMessage: find.Output
        );
        find.Output.ShouldContain("Received Final Find Response (Success)");
    }

    [Fact]
    public async Task Find_CancelledByFindScu_IsConfirmed()
    {
        var cancelSeen = new TaskCompletionSource();
        var matches = 0;
        // The archive is slow after three matches; only the cancel ends the query.
        _archive.BeforeMatch = async cancellationToken =>
        {
            if (++matches > 3)
            {
                await using var registration = cancellationToken.Register(() =>
                    cancelSeen.TrySetResult()
                );
                await cancelSeen.Task.WaitAsync(Cancellation);
                cancellationToken.ThrowIfCancellationRequested();
            }
        };

        var find = await RunAsync(
            "findscu",
            ["-S", "-aec", "SANDBOX", "--cancel", "3", .. StudyKeys, "127.0.0.1", Port]
        );

        cancelSeen.Task.IsCompleted.ShouldBeTrue(find.Output);
        find.Output.ShouldContain("Cancel");
        find.Output.ShouldNotContain("Find Response: 4");
    }

    [Fact]
    public async Task Find_ServiceThrows_AnswersFailureAndGoesOn()
    {
        _archive.BeforeMatch = _ => throw new InvalidOperationException("broken");
        await using var association = await DicomAssociation.RequestAsync(
            Peer(_server.Port, "SANDBOX"),
            [new(DicomUids.StudyRootFind, ExplicitLittle), Verification],
            Timeouts,
            Cancellation
        );

        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            ToListAsync(
                association.FindAsync(DicomUids.StudyRootFind, Query("STUDY"), Cancellation)
            )
        );

        exception.Status.ShouldBe(DicomStatus.CannotUnderstand);
        await association.EchoAsync(Cancellation);
    }

    [Fact]
    public async Task Find_ServiceRefuses_GivesItsStatusAndComment()
    {
        _archive.BeforeMatch = _ =>
            throw new DicomStatusException("refused", DicomStatus.NotAuthorized)
            {
                ErrorComment = "not for you",
                OffendingElements = [DicomTag.PatientId],
            };

        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            ToListAsync(
                new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).FindAsync(
                    DicomUids.PatientRootFind,
                    Query("PATIENT"),
                    Cancellation
                )
            )
        );

        exception.Status.ShouldBe(DicomStatus.NotAuthorized);
        exception.ErrorComment.ShouldBe("not for you");
        exception.OffendingElements.ShouldBe([DicomTag.PatientId]);
    }

    [Fact]
    public async Task Get_FromGetScu_WritesIdenticalFiles()
    {
        var get = await RunAsync(
            "getscu",
            [
                "-S",
                "-aec",
                "SANDBOX",
                "+B",
                "-od",
                _folder.FullName,
                .. StudyKeys,
                "127.0.0.1",
                Port,
            ]
        );

        get.ExitCode.ShouldBe(0, get.Output);
        var files = _folder.GetFiles();
        files.Length.ShouldBe(ImageCount);
        foreach (var file in files)
        {
            var read = await DicomFile.ReadAllAsync(file.FullName, cancellationToken: Cancellation);
            var number = read.Dataset.GetInt32(DicomTag.InstanceNumber)!.Value;
            var bytes = await File.ReadAllBytesAsync(file.FullName, Cancellation);
            bytes
                .AsSpan()[^_ct.Pixels(number).Length..]
                .SequenceEqual(_ct.Pixels(number))
                .ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Get_RequestorTakesImplicitOnly_IsConverted()
    {
        byte[]? received = null;

        var result = await new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).GetAsync(
            DicomUids.StudyRootGet,
            OfStudy(_ct),
            [(DicomUids.CtImageStorage, DicomTransferSyntax.ImplicitVrLittleEndian)],
            async (instance, cancellationToken) =>
            {
                received = await ReadAllAsync(instance.Data, cancellationToken);
                return DicomStatus.Success;
            },
            cancellationToken: Cancellation
        );

        result.SubOperations!.Value.Completed.ShouldBe(ImageCount);
        var dataset = DicomSerializer.Parse(received, DicomTransferSyntax.ImplicitVrLittleEndian);
        dataset.GetString(DicomTag.PatientName).ShouldBe("Phantom^Ct");
        received
            .AsSpan()[^_ct.Pixels(ImageCount).Length..]
            .SequenceEqual(_ct.Pixels(ImageCount))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Get_OneSourceFails_OthersComeAndItIsNamed()
    {
        _archive.BeforeOpen = number =>
            number == 5 ? throw new IOException("gone") : ValueTask.CompletedTask;
        var received = new List<string>();

        var result = await new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).GetAsync(
            DicomUids.StudyRootGet,
            OfStudy(_ct),
            [(DicomUids.CtImageStorage, ExplicitLittle)],
            (instance, _) =>
            {
                received.Add(instance.SopInstanceUid.Value);
                return ValueTask.FromResult(DicomStatus.Success);
            },
            cancellationToken: Cancellation
        );

        result.Status.ShouldBe(DicomStatus.SubOperationsCompleteWithFailures);
        result.SubOperations.ShouldBe(new DicomSubOperations(0, ImageCount - 1, 1, 0));
        result.FailedSopInstanceUids.ShouldBe([new DicomUid(_ct.SopInstanceUid(5))]);
        received.Count.ShouldBe(ImageCount - 1);
    }

    [Fact]
    public async Task Get_Cancelled_IsConfirmedAndAssociationStays()
    {
        using var cancelling = new CancellationTokenSource();
        await using var association = await DicomAssociation.RequestAsync(
            Peer(_server.Port, "SANDBOX"),
            [
                new(DicomUids.StudyRootGet, ExplicitLittle),
                new(DicomUids.CtImageStorage, ExplicitLittle, asScp: true),
                Verification,
            ],
            Timeouts,
            Cancellation
        );
        var received = 0;

        await Should.ThrowAsync<OperationCanceledException>(() =>
            association.GetAsync(
                DicomUids.StudyRootGet,
                OfStudy(_ct),
                async (_, _) =>
                {
                    if (++received == 4)
                    {
                        await cancelling.CancelAsync();
                    }
                    return DicomStatus.Success;
                },
                cancellationToken: cancelling.Token
            )
        );

        received.ShouldBe(4);
        await association.EchoAsync(Cancellation);
    }

    [Fact]
    public async Task Move_FromMoveScu_ArrivesAtStoreScp()
    {
        await using var destination = await StoreScp.StartAsync([], Cancellation);
        _archive.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            destination.Port,
            "DEST",
            "SANDBOX"
        );

        var move = await RunAsync(
            "movescu",
            ["-S", "-aec", "SANDBOX", "-aem", "DEST", .. StudyKeys, "127.0.0.1", Port]
        );

        move.ExitCode.ShouldBe(0, move.Output);
        move.Output.ShouldContain("Received Final Move Response (Success)");
        destination.Files.Count.ShouldBe(ImageCount);
    }

    [Fact]
    public async Task Move_DestinationTakesImplicitOnly_IsConverted()
    {
        await using var destination = await StoreScp.StartAsync(["+xi"], Cancellation);
        _archive.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            destination.Port,
            "DEST",
            "SANDBOX"
        );

        var result = await new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).MoveAsync(
            DicomUids.StudyRootMove,
            OfStudy(_ct),
            "DEST",
            cancellationToken: Cancellation
        );

        result.SubOperations.ShouldBe(new DicomSubOperations(0, ImageCount, 0, 0));
        var path = Path.Combine(destination.Folder, destination.Files[0]);
        var file = await DicomFile.ReadAllAsync(path, cancellationToken: Cancellation);
        file.TransferSyntax.ShouldBe(DicomTransferSyntax.ImplicitVrLittleEndian);
    }

    [Fact]
    public async Task Move_UnknownDestination_IsRefused()
    {
        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).MoveAsync(
                DicomUids.StudyRootMove,
                OfStudy(_ct),
                "NOBODY",
                cancellationToken: Cancellation
            )
        );

        exception.Status.ShouldBe(DicomStatus.MoveDestinationUnknown);
    }

    [Fact]
    public async Task Move_DestinationDown_AllAreNamedAsFailed()
    {
        _archive.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            PeerProcess.FreePort(),
            "DEST",
            "SANDBOX"
        );

        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).MoveAsync(
                DicomUids.StudyRootMove,
                OfStudy(_ct),
                "DEST",
                cancellationToken: Cancellation
            )
        );

        exception.Status.ShouldBe(DicomStatus.UnableToPerformSubOperations);
        exception.Retrieve!.SubOperations.ShouldBe(new DicomSubOperations(0, 0, ImageCount, 0));
        exception.Retrieve.FailedSopInstanceUids.Count.ShouldBe(ImageCount);
    }

    [Fact]
    public async Task Move_SourceBreaksInTheMiddle_OnlyThatImageFails()
    {
        await using var destination = await StoreScp.StartAsync(["--ignore"], Cancellation);
        _archive.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            destination.Port,
            "DEST",
            "SANDBOX"
        );
        _archive.BreakingNumber = 3;

        var result = await new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).MoveAsync(
            DicomUids.StudyRootMove,
            OfStudy(_ct),
            "DEST",
            cancellationToken: Cancellation
        );

        result.Status.ShouldBe(DicomStatus.SubOperationsCompleteWithFailures);
        result.SubOperations!.Value.Completed.ShouldBe(ImageCount - 1);
        result.FailedSopInstanceUids.ShouldBe([new DicomUid(_ct.SopInstanceUid(3))]);
    }

    [Fact]
    public async Task Move_DestinationAborts_TheRestIsNamedAsFailed()
    {
        await using var destination = await StoreScp.StartAsync(
            ["--ignore", "--abort-after"],
            Cancellation
        );
        _archive.Destinations["DEST"] = new DicomPeer(
            "127.0.0.1",
            destination.Port,
            "DEST",
            "SANDBOX"
        );

        var exception = await Should.ThrowAsync<DicomStatusException>(() =>
            new DicomClient(Peer(_server.Port, "SANDBOX"), Timeouts).MoveAsync(
                DicomUids.StudyRootMove,
                OfStudy(_ct),
                "DEST",
                cancellationToken: Cancellation
            )
        );

        exception.Retrieve!.SubOperations!.Value.Failed.ShouldBe(ImageCount);
    }

    [Theory]
    [InlineData("--max-pdu", "4096")]
    [InlineData("--max-pdu", "131072")]
    public async Task Store_FromStoreScu_GivesIdenticalBytes(params string[] options)
    {
        var store = await RunAsync(
            "storescu",
            [.. options, "-R", "-aec", "SANDBOX", "127.0.0.1", Port, .. ImageFiles(8)]
        );

        store.ExitCode.ShouldBe(0, store.Output);
        _archive.Stored.Count.ShouldBe(8);
        _archive.Stored[_ct.SopInstanceUid(7)].ShouldBe(_ct.Dataset(7));
        _archive.Incoming.ShouldAllBe(instance => instance.CallingAeTitle == "STORESCU");
    }

    [Fact]
    public async Task Store_ServiceWarns_StoreScuSeesIt()
    {
        _archive.StoreStatus = () => DicomStatus.ElementsDiscarded;

        var store = await RunAsync(
            "storescu",
            ["-R", "-aec", "SANDBOX", "127.0.0.1", Port, .. ImageFiles(1)]
        );

        store.Output.ShouldContain("ElementsDiscarded", Case.Insensitive, store.Output);
    }

    [Fact]
    public async Task Store_AbortedByStoreScu_OtherAssociationsGoOn()
    {
        await using var association = await DicomAssociation.RequestAsync(
            Peer(_server.Port, "SANDBOX"),
            [Verification],
            Timeouts,
            Cancellation
        );

        await RunAsync(
            "storescu",
            ["--abort", "-R", "-aec", "SANDBOX", "127.0.0.1", Port, .. ImageFiles(3)]
        );

        await association.EchoAsync(Cancellation);
    }

    [Fact]
    public async Task Move_FromOrthanc_ArrivesHereWithItsOriginator()
    {
        await using var orthanc = await OrthancServer.StartAsync(
            "ORTHANC1",
            cancellationToken: Cancellation
        );
        await orthanc.AddModalityAsync("sandbox", "SANDBOX", _server.Port, Cancellation);
        var other = new SyntheticCt();
        await orthanc.StoreAsync(other.File(1), Cancellation);

        var result = await new DicomClient(Peer(orthanc.DicomPort, "ORTHANC1"), Timeouts).MoveAsync(
            DicomUids.StudyRootMove,
            OfStudy(other),
            "SANDBOX",
            cancellationToken: Cancellation
        );

        result.Status.ShouldBe(DicomStatus.Success);
        _archive.Incoming.ShouldHaveSingleItem().MoveOriginatorAeTitle.ShouldBe("ADIT");
        var pixels = other.Pixels(1);
        _archive
            .Stored[other.SopInstanceUid(1)]
            .AsSpan()[^pixels.Length..]
            .SequenceEqual(pixels)
            .ShouldBeTrue();
    }
}
