using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.StudySearch;
using Adit.Infrastructure.Transfers.Routes;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.StudySearch;

[Collection(nameof(TransferServers))]
public sealed class SeriesSearcherTests(TransferServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_StudyOfOrthanc_GivesItsSeriesAndFreesItsPlace()
    {
        var study = new TestStudy(Guid.NewGuid().ToString("N"));
        var ct = TestStudy.NewSeries();
        var mr = TestStudy.NewSeries();
        await servers.Source.StoreAsync(study.NewInstance(ct, 1).File, Cancel);
        await servers.Source.StoreAsync(study.NewInstance(ct, 2).File, Cancel);
        await servers.Source.StoreAsync(
            (study with { Modality = "MR" }).NewInstance(mr).File,
            Cancel
        );
        var server = TransferRun.Server(
            "Source PACS",
            "SOURCE",
            servers.Source.DicomPort,
            maxAssociations: 1
        );
        var run = new TransferRun();

        var found = await FindAsync(run, server, study);

        found.Count.ShouldBe(2);
        var first = found.Single(s => s.SeriesInstanceUid == ct);
        first.Modality.ShouldBe("CT");
        first.ImageCount.ShouldBe(2);
        found.Single(s => s.SeriesInstanceUid == mr).Modality.ShouldBe("MR");
        var place = run.Connector.TryReserve(server, LimiterLane.Interactive).ShouldNotBeNull();
        await place.DisposeAsync();
    }

    [Fact]
    public async Task Find_ServerSaysHowSoonItDelivers_IsTold()
    {
        await using var pacs = new MisbehavingPacs { Answers = _ => [Answer()] };
        var server = TransferRun.Server("Archive", "MISBEHAVE", pacs.Port);

        var series = (
            await FindAsync(
                new TransferRun(),
                server,
                new TestStudy("P1") { StudyInstanceUid = "2.25.1" }
            )
        ).ShouldHaveSingleItem();

        series.ShouldBe(
            new StudySeries("2.25.1.7")
            {
                SeriesNumber = 7,
                Description = "Thorax",
                Modality = "CT",
                BodyPart = "CHEST",
                ImageCount = 12,
                Availability = InstanceAvailability.Nearline,
            }
        );

        static DicomDataset Answer()
        {
            var answer = new DicomDataset();
            answer.Set(DicomTag.QueryRetrieveLevel, "SERIES");
            answer.Set(DicomTag.StudyInstanceUid, "2.25.1");
            answer.Set(DicomTag.SeriesInstanceUid, "2.25.1.7");
            answer.Set(DicomTag.SeriesNumber, "7");
            answer.Set(DicomTag.SeriesDescription, "Thorax");
            answer.Set(DicomTag.Modality, "CT");
            answer.Set(DicomTag.BodyPartExamined, "CHEST");
            answer.Set(DicomTag.NumberOfSeriesRelatedInstances, "12");
            answer.Set(DicomTag.InstanceAvailability, "NEARLINE");
            return answer;
        }
    }

    [Fact]
    public async Task Find_UnknownStudy_GivesNone()
    {
        var server = TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

        (await FindAsync(new TransferRun(), server, new TestStudy("nobody"))).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<StudySeries>> FindAsync(
        TransferRun run,
        DicomServerNode server,
        TestStudy study
    ) =>
        new SeriesSearcher(
            run.Connector,
            new TransferRoutes([new FindListingRoute(run.Connector)], [], []),
            TimeProvider.System
        ).FindAsync(server, study.PatientId, study.StudyInstanceUid, Cancel);
}
