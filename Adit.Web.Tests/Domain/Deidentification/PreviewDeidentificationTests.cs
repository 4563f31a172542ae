using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Deidentification;

/// <summary>What people are told before the start.</summary>
public sealed class PreviewDeidentificationTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_StudyOfManySeries_NamesWhatIsLeftOutAndHeads()
    {
        await using var host = await HostAsync(
            new SeriesOfTest(
                new StudySeries("2.25.11")
                {
                    Modality = "CT",
                    BodyPart = "HEAD",
                    Description = "1.0",
                    ImageCount = 120,
                },
                new StudySeries("2.25.12") { Modality = "SR", ImageCount = 1 },
                new StudySeries("2.25.13") { Modality = "US", ImageCount = 30 },
                new StudySeries("2.25.14")
                {
                    Modality = "MR",
                    Description = "Knee",
                    ImageCount = 40,
                }
            )
        );
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);

        var preview = await PreviewAsync(host, ann, id, [new PreviewStudy("4711001", "2.25.1")]);
        var limited = await host.Get<PreviewDeidentification>()
            .ExecuteAsync(
                ann,
                Input(host, id, [new PreviewStudy("4711001", "2.25.1")]) with
                {
                    OnlyModalities = ["CT"],
                },
                cancellationToken: Token
            );

        preview.ProfileName.ShouldBe(ProjectBench.DefaultProfile);
        preview.ProfileVersion.ShouldBe(1);
        preview.ExcludedModalities.ShouldBe(["SR", "PR", "KO"]);
        var study = preview.Studies.ShouldHaveSingleItem();
        study.Error.ShouldBeNull();
        study.MayShowFace.ShouldBeTrue();
        study.ImagesOf(SeriesFate.Sent).ShouldBe(160);
        study.ImagesOf(SeriesFate.Excluded).ShouldBe(1);
        study
            .Series.Single(s => s.Modality == "US")
            .ShouldSatisfyAllConditions(
                s => s.Fate.ShouldBeOneOf(SeriesFate.Refused, SeriesFate.MayBeRefused),
                s => s.Reason.ShouldBe(DeidentificationRefusal.Ultrasound),
                s => s.Explanation.ShouldNotBeNullOrEmpty(),
                s => s.Images.ShouldBe(30)
            );
        limited.Value.Studies[0].ImagesOf(SeriesFate.NotChosen).ShouldBe(71);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Execute_StudyIsThereUnderOtherRules_NamesEachDifference(
        DatabaseProvider provider
    )
    {
        await using var host = await HostAsync(new SeriesOfTest(), provider);
        var ann = await host.PersonAsync("ann", Token);
        var lung = await host.AddProjectAsync(ann, Token);
        var liver = await host.AddProjectAsync(ann, Token, "Liver");
        var create = host.Get<CreateSelectiveTransfer>();
        var same = host.Pseudonymised(lung, ("4711001", "A1"));
        await DeliveredAsync(host, ann, same);
        await DeliveredAsync(host, ann, same with { ProfileName = "Strict" });
        await DeliveredAsync(host, ann, host.Pseudonymised(liver, ("4711001", "Z9")));
        await DeliveredAsync(host, ann, host.Input());
        // Never arrived, and another study: neither is there.
        await create.ExecuteAsync(ann, host.Pseudonymised(liver, ("4711001", "Z9")), Token);

        var preview = await PreviewAsync(
            host,
            ann,
            lung,
            [new PreviewStudy("4711001", "2.25.1"), new PreviewStudy("4711001", "2.25.2")]
        );

        preview.Studies[1].Earlier.ShouldBeEmpty();
        var study = preview.Studies[0];
        study.LinkedPseudonym.ShouldBe("A1");
        study
            .Earlier.Select(e => e.Differences)
            .ShouldBe([
                DeliveryDifferences.Identified,
                DeliveryDifferences.Project,
                DeliveryDifferences.Profile,
            ]);
        study.Earlier.ShouldAllBe(e => e.Images == 7 && e.JobId != null);
        study.Earlier[2].ProfileName.ShouldBe("Strict");
        study.Earlier[2].Pseudonym.ShouldBe("A1");
        study.Earlier[1].Pseudonym.ShouldBeNull();
    }

    [Fact]
    public async Task Execute_ServerDoesNotAnswer_SaysSoForTheStudyAndEnds()
    {
        var clock = new FakeTimeProvider();
        using var silent = new SeriesOfTest { Silent = true };
        await using var host = await HostAsync(silent, time: clock);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var studies = Enumerable
            .Range(1, 8)
            .Select(i => new PreviewStudy("4711001", FormattableString.Invariant($"2.25.{i}")));

        var asked = PreviewAsync(host, ann, id, [.. studies]);
        // Three at once, 20 s each.
        foreach (var atOnce in new[] { 3, 3, 2 })
        {
            for (var i = 0; i < atOnce; i++)
            {
                (await silent.Asked.WaitAsync(EngineHost.Patience, Token)).ShouldBeTrue();
            }

            clock.Advance(TimeSpan.FromSeconds(20));
        }

        var preview = await asked;
        preview.Studies.Count.ShouldBe(8);
        preview.Studies.ShouldAllBe(s => s.Error!.Code == "series-too-slow");
    }

    [Fact]
    public async Task Execute_EachRefusal_HasItsName()
    {
        await using var host = await HostAsync(new SeriesOfTest());
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var preview = host.Get<PreviewDeidentification>();
        var input = Input(host, id, [new PreviewStudy("4711001", "2.25.1")]);

        (await preview.ExecuteAsync(ben, input, cancellationToken: Token)).Error.ShouldBe(
            ProjectErrors.NotFound
        );
        (
            await preview.ExecuteAsync(ann with { GroupId = null }, input, cancellationToken: Token)
        ).Error.ShouldBe(AccountErrors.NoGroup);
        (
            await preview.ExecuteAsync(
                ann,
                input with
                {
                    SourceId = host.DestinationId,
                },
                cancellationToken: Token
            )
        ).Error.ShouldBe(NodeErrors.NotSource);
        (
            await preview.ExecuteAsync(ann, input with { Studies = [] }, cancellationToken: Token)
        ).Error!.Message.ShouldStartWith("Choose 1 to 100");
    }

    private static async Task DeliveredAsync(
        EngineHost host,
        Actor actor,
        SelectiveTransferInput input
    )
    {
        var created = await host.Get<CreateSelectiveTransfer>().ExecuteAsync(actor, input, Token);
        created.Error.ShouldBeNull();
        await using var db = await host.OpenAsync(Token);
        await db
            .Tasks.Where(t => t.JobId == created.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.StoredImages, 7), Token);
    }

    private static PreviewInput Input(
        EngineHost host,
        int projectId,
        IReadOnlyList<PreviewStudy> studies
    ) =>
        new()
        {
            SourceId = host.SourceId,
            DestinationId = host.DestinationId,
            ProjectId = projectId,
            Studies = studies,
        };

    private static async Task<DeidentificationPreview> PreviewAsync(
        EngineHost host,
        Actor actor,
        int projectId,
        IReadOnlyList<PreviewStudy> studies
    )
    {
        var preview = await host.Get<PreviewDeidentification>()
            .ExecuteAsync(actor, Input(host, projectId, studies), cancellationToken: Token);
        preview.Error.ShouldBeNull();
        return preview.Value;
    }

    private Task<EngineHost> HostAsync(
        SeriesOfTest series,
        DatabaseProvider provider = DatabaseProvider.Sqlite,
        TimeProvider? time = null
    ) =>
        EngineHost.CreateAsync(
            provider,
            cluster,
            Token,
            start: false,
            configure: services =>
            {
                services.AddSingleton<IStudySeriesSearcher>(series);
                if (time is not null)
                {
                    services.AddSingleton(time);
                }
            }
        );

    private sealed class SeriesOfTest(params StudySeries[] series)
        : IStudySeriesSearcher,
            IDisposable
    {
        public bool Silent { get; init; }

        public SemaphoreSlim Asked { get; } = new(0);

        public async Task<IReadOnlyList<StudySeries>> FindAsync(
            DicomServerNode server,
            string patientId,
            string studyInstanceUid,
            CancellationToken cancellationToken
        )
        {
            Asked.Release();
            if (Silent)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return series;
        }

        public void Dispose() => Asked.Dispose();
    }
}
