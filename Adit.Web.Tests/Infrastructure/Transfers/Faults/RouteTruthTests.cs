using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.Jobs;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>What a source says or sends against the truth, by whichever route it comes.</summary>
[Collection(nameof(FaultBench))]
public sealed class RouteTruthTests(FaultBench bench)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Stage Stage => new(bench, Cancel);

    [Theory]
    [InlineData(Role.CGet, true)]
    [InlineData(Role.CGet, false)]
    [InlineData(Role.CMove, true)]
    [InlineData(Role.CMove, false)]
    public async Task Transfer_ImageOfSomebodyElse_FailsAndItIsNotSent(
        Role fetch,
        bool isOtherPatient
    )
    {
        var (scene, pacs) = await FromMisbehavingAsync(fetch);
        await using var _ = scene;
        var owner = Somebody(scene, isOtherPatient);
        var intruder = owner.NewSource(TestStudy.NewSeries());
        pacs.Intruders.Add(intruder);

        await FailsAndIsNotSentAsync(scene, owner, intruder.SopInstanceUid.Value, isOtherPatient);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transfer_WebAnswerHoldsImageOfSomebodyElse_FailsAndItIsNotSent(
        bool isOtherPatient
    )
    {
        await using var scene = await Stage.HealthyAsync();
        var owner = Somebody(scene, isOtherPatient);
        var intruder = Stage.NewFile(owner, TestStudy.NewSeries(), 1);
        await WadoColumn.AnswerAsync(
            scene,
            bench,
            (context, wanted) => WebPeer.SendAsync(context, [.. wanted, intruder]),
            Cancel
        );

        await FailsAndIsNotSentAsync(scene, owner, intruder.Uid, isOtherPatient);
    }

    [Fact]
    public async Task Transfer_WebServiceFailsWithOneSeries_CostsOnlyItsImages()
    {
        await using var scene = await Stage.HealthyAsync();
        var dead = scene.Files[^1].Series;
        var peer = await WebPeer.StartAsync(
            bench.Source.Rest.BaseAddress!,
            context =>
            {
                var isDead =
                    WebPeer.Wanted(context, scene)?.Count == scene.Files.Count
                    || context.Request.Path.ToString().Contains(dead, StringComparison.Ordinal);
                context.Response.StatusCode = isDead
                    ? StatusCodes.Status500InternalServerError
                    : StatusCodes.Status200OK;
                return Task.FromResult(isDead);
            },
            Cancel
        );
        scene.Own(peer);
        scene.Source = Stage.WebSource(peer.Port);

        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Warning, run.Message + run.LogText);
        run.Message.ShouldContain("4 of 6 images");
        run.Message.ShouldContain("2 did not come");
        run.Ledger.Values.Count(line => line.IsStored).ShouldBe(4);
        (await scene.AskDestination(Cancel)).Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(Role.CGet)]
    [InlineData(Role.CMove)]
    public async Task Transfer_SourceListsAndSendsTwice_SaysSoAndStoresOnce(Role fetch)
    {
        var (scene, pacs) = await FromMisbehavingAsync(fetch);
        await using var _ = scene;
        var destination = Stage.ToMisbehaving(scene);
        pacs.AnswersTwice = true;
        pacs.SendsTwice = true;

        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Success, run.Message + run.LogText);
        run.LogText.ShouldContain("6 images more than once");
        destination.Stored.Order().ShouldBe(scene.Images.Order());
        run.Ledger.Count.ShouldBe(scene.Images.Count);
    }

    [Fact]
    public async Task Transfer_WebAnswerHoldsEachImageTwice_StoresOnce()
    {
        await using var scene = await Stage.HealthyAsync();
        var destination = Stage.ToMisbehaving(scene);
        await WadoColumn.AnswerAsync(
            scene,
            bench,
            (context, wanted) => WebPeer.SendAsync(context, [.. wanted, .. wanted]),
            Cancel
        );

        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Success, run.Message + run.LogText);
        destination.Stored.Order().ShouldBe(scene.Images.Order());
        run.Ledger.Count.ShouldBe(scene.Images.Count);
    }

    [Theory]
    [InlineData(Role.CGet)]
    [InlineData(Role.CMove)]
    public async Task Transfer_OneSeriesIsDead_CostsOnlyItsImages(Role fetch)
    {
        var (scene, pacs) = await FromMisbehavingAsync(fetch);
        await using var _ = scene;
        var dead = scene.Files[^1].Series;
        pacs.Lost.UnionWith(scene.Files.Where(f => f.Series == dead).Select(f => f.Uid));
        pacs.Touch = answer =>
        {
            var isImage = answer.GetString(DicomTag.QueryRetrieveLevel) == "IMAGE";
            if (isImage && answer.GetString(DicomTag.SeriesInstanceUid) == dead)
            {
                throw new DicomStatusException("As the test says.", new DicomStatus(0xC001));
            }
        };

        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Warning, run.Message + run.LogText);
        run.Message.ShouldContain("4 of 6 images");
        run.Message.ShouldContain("2");
        run.Ledger.Values.Count(line => line.IsStored).ShouldBe(4);
        (await scene.AskDestination(Cancel)).Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(Role.CGet, 1)]
    [InlineData(Role.CGet, 3)]
    [InlineData(Role.CMove, 1)]
    [InlineData(Role.CMove, 3)]
    public async Task Transfer_SeriesAreChosen_SeriesAreAskedForOnce(Role fetch, int chosen)
    {
        var study = Stage.NewScene().Study;
        StudyFile[] files =
        [
            .. Enumerable
                .Range(1, 4)
                .Select(number => Stage.NewFile(study, TestStudy.NewSeries(), number)),
        ];
        await using var scene = new Scene(study, files)
        {
            ChosenSeries = [.. files.Take(chosen).Select(file => file.Series)],
        };
        var pacs = await FromMisbehavingAsync(scene, fetch);

        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Success, run.Message + run.LogText);
        pacs.Queries.Count(level => level == "SERIES").ShouldBe(1);
        pacs.Queries.Count(level => level == "IMAGE").ShouldBe(chosen);
        (await scene.AskDestination(Cancel)).Order().ShouldBe(scene.Images.Take(chosen).Order());
    }

    private async Task<(Scene Scene, MisbehavingPacs Pacs)> FromMisbehavingAsync(Role fetch)
    {
        var scene = Stage.NewScene();
        return (scene, await FromMisbehavingAsync(scene, fetch));
    }

    private async Task<MisbehavingPacs> FromMisbehavingAsync(Scene scene, Role fetch)
    {
        var pacs = await Stage.FromMisbehavingAsync(scene);
        if (fetch == Role.CMove)
        {
            MoveColumn.SendToReceiver(scene, pacs, bench);
        }
        return pacs;
    }

    private static TestStudy Somebody(Scene scene, bool isOtherPatient) =>
        isOtherPatient
            ? new TestStudy("SOMEBODY-ELSE") { StudyInstanceUid = scene.Study.StudyInstanceUid }
            : scene.Study with
            {
                StudyInstanceUid = DicomUid.New().Value,
            };

    private async Task FailsAndIsNotSentAsync(
        Scene scene,
        TestStudy owner,
        string intruder,
        bool isOtherPatient
    )
    {
        var run = await bench.RunAsync(scene, Cancel);

        run.Ending.ShouldBe(Ending.Failure, run.LogText);
        run.Message.ShouldContain(isOtherPatient ? "another patient" : "another study");
        run.Ledger[intruder].Outcome.ShouldBe(InstanceOutcome.Unexpected);
        run.Ledger[intruder].Reason.ShouldNotBeNullOrWhiteSpace();
        var there = await scene.AskDestination(Cancel);
        there.ShouldNotContain(intruder);
        (
            await bench.Destination.InstancesOfStudyAsync(owner.StudyInstanceUid, Cancel)
        ).Keys.ShouldNotContain(intruder);
        run.LogText.ShouldNotContain("SOMEBODY-ELSE");
        run.Ledger.Values.Where(line => line.IsStored)
            .Select(line => line.SopInstanceUid)
            .ShouldBeSubsetOf(there);
    }
}
