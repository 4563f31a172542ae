using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What the source's answers to the look-ups mean for a transfer.</summary>
public sealed class ListingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_StudyUnavailable_FailsAndIsNotTriedAgain()
    {
        await using var source = new MisbehavingPacs();
        await using var destination = new MisbehavingPacs();
        var study = new TestStudy();
        await source.PutAsync(study, TestStudy.NewSeries(), 2, Cancel);
        source.Touch = answer => answer.Set(DicomTag.InstanceAvailability, "UNAVAILABLE");
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Node(source), Node(destination), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure);
        outcome.Message.ShouldContain("UNAVAILABLE");
        source.Retrieves.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("NEARLINE")]
    [InlineData("OFFLINE")]
    public async Task ExecuteAsync_StudyOnSlowMedium_GivesUpEarlyForALaterAttempt(
        string availability
    )
    {
        await using var source = new MisbehavingPacs { IsRetrieveSilent = true };
        await using var destination = new MisbehavingPacs();
        var study = new TestStudy();
        await source.PutAsync(study, TestStudy.NewSeries(), 2, Cancel);
        source.Touch = answer => answer.Set(DicomTag.InstanceAvailability, availability);
        var run = new TransferRun();
        var patient = new ServerTimeouts
        {
            ConnectSeconds = 5,
            ResponseSeconds = 60,
            FirstImageSeconds = 60,
            IdleSeconds = 60,
            OfflineSeconds = 1,
        };

        var later = await Should.ThrowAsync<RetriableTransferException>(
            run.ExecuteAsync(Node(source, patient), Node(destination), study, Cancel)
        );

        later.Message.ShouldContain("slow medium");
        source.Retrieves.ShouldNotBeEmpty("asking begins the recall");
    }

    [Fact]
    public async Task ExecuteAsync_SlowMediumDeliversInTime_Succeeds()
    {
        await using var source = new MisbehavingPacs();
        await using var destination = new MisbehavingPacs();
        var study = new TestStudy();
        await source.PutAsync(study, TestStudy.NewSeries(), 3, Cancel);
        source.Touch = answer => answer.Set(DicomTag.InstanceAvailability, "NEARLINE");
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Node(source), Node(destination), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_OneSeriesCannotBeListed_OthersArriveAndItIsNamed()
    {
        await using var source = new MisbehavingPacs();
        await using var destination = new MisbehavingPacs();
        var study = new TestStudy();
        var (alive, dead) = (TestStudy.NewSeries(), TestStudy.NewSeries());
        await source.PutAsync(study, alive, 3, Cancel);
        await source.PutAsync(study, dead, 2, Cancel);
        source.Touch = answer =>
        {
            var isImage = answer.GetString(DicomTag.QueryRetrieveLevel) == "IMAGE";
            if (isImage && answer.GetString(DicomTag.SeriesInstanceUid) == dead)
            {
                throw new DicomStatusException("As the test says.", new DicomStatus(0xC001));
            }
        };
        foreach (var uid in await UidsOfAsync(source, study, dead))
        {
            source.Lost.Add(uid);
        }
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Node(source), Node(destination), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message + run.LogText);
        outcome.Message.ShouldContain("3 of 5 images");
        outcome.Message.ShouldContain("2 did not come");
        run.Series[dead].Reason.ShouldNotBeNull();
        run.CountOf(InstanceOutcome.Stored).ShouldBe(3);
    }

    [Fact]
    public async Task ExecuteAsync_ServerAnswersTwice_SaysSoAndTransfersOnce()
    {
        await using var source = new MisbehavingPacs();
        await using var destination = new MisbehavingPacs();
        var study = new TestStudy();
        await source.PutAsync(study, TestStudy.NewSeries(), 2, Cancel);
        source.AnswersTwice = true;
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Node(source), Node(destination), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.LogText.ShouldContain("2 images more than once");
        destination.Stored.Count.ShouldBe(2);
    }

    private static async Task<IReadOnlyList<string>> UidsOfAsync(
        MisbehavingPacs pacs,
        TestStudy study,
        string series
    )
    {
        var client = new DicomClient(
            new DicomPeer("127.0.0.1", pacs.Port, "MISBEHAVE", "TEST"),
            DicomTimeouts.Default
        );
        var touch = pacs.Touch;
        pacs.Touch = null;
        var identifier = new DicomDataset();
        identifier.Set(DicomTag.QueryRetrieveLevel, "IMAGE");
        identifier.Set(DicomTag.StudyInstanceUid, study.StudyInstanceUid);
        identifier.Set(DicomTag.SeriesInstanceUid, series);
        identifier.Set(DicomTag.SopInstanceUid, "");
        List<string> uids = [];
        await foreach (var answer in client.FindAsync(DicomUids.StudyRootFind, identifier, Cancel))
        {
            uids.Add(answer.GetString(DicomTag.SopInstanceUid)!);
        }
        pacs.Touch = touch;
        return uids;
    }

    private static DicomServerNode Node(MisbehavingPacs pacs, ServerTimeouts? timeouts = null) =>
        TransferRun.Server("Odd PACS", "MISBEHAVE", pacs.Port, timeouts: timeouts);
}
