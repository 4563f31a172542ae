using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.StudySearch;
using Adit.Web.Tests.Infrastructure.Transfers;
using Microsoft.AspNetCore.DataProtection;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.StudySearch;

[Collection(nameof(TransferServers))]
public sealed class StudySearcherTests(TransferServers servers)
{
    private static readonly ServerTimeouts Short = new()
    {
        ConnectSeconds = 1,
        ResponseSeconds = 1,
        FirstImageSeconds = 1,
        IdleSeconds = 1,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchAsync_OrthancWithUmlauts_FindsByBeginningOfName()
    {
        var id = Guid.NewGuid().ToString("N");
        var study = new TestStudy(id) { PatientName = "Muster^Anna" };
        await servers.Source.StoreAsync(study.NewInstance(TestStudy.NewSeries()).File, Cancel);

        var hits = await SearchAsync(
            Orthanc(),
            new StudySearchCriteria
            {
                PatientId = id[..20] + "*",
                PatientName = "mus, a",
                Modalities = ["MR", "CT"],
                StudyDateFrom = new DateOnly(2024, 1, 1),
                StudyDescription = "Transfer",
            }
        );

        var hit = hits.ShouldHaveSingleItem();
        hit.StudyInstanceUid.ShouldBe(study.StudyInstanceUid);
        hit.PatientName.ShouldBe("Muster^Anna");
        hit.PatientBirthDate.ShouldBe(new DateOnly(1970, 1, 2));
        hit.StudyTime.ShouldBe(new TimeOnly(10, 15));
        hit.Modalities.ShouldBe(["CT"]);
        hit.SeriesCount.ShouldBe(1);
        hit.ImageCount.ShouldBe(1);
    }

    [Fact]
    public async Task SearchAsync_FiveThousandStudies_StopsBehindTheLimitAndCancelsTheQuery()
    {
        var given = 0;
        await using var pacs = new MisbehavingPacs { Answers = _ => Studies(5_000, () => given++) };
        var server = TransferRun.Server("Big PACS", "MISBEHAVE", pacs.Port);

        var hits = await SearchAsync(
            server,
            new StudySearchCriteria { PatientName = "Many", Limit = 100 }
        );

        hits.Count.ShouldBe(101);
        given.ShouldBeLessThan(5_000);
    }

    [Fact]
    public async Task SearchAsync_ServerIgnoresKeys_OnlyMatchingOnesAreGiven()
    {
        await using var pacs = new MisbehavingPacs { Answers = _ => Studies(50, () => 0) };
        var server = TransferRun.Server("Lax PACS", "MISBEHAVE", pacs.Port);

        var hits = await SearchAsync(server, new StudySearchCriteria { PatientId = "P7" });

        hits.ShouldHaveSingleItem().PatientId.ShouldBe("P7");
    }

    [Fact]
    public async Task SearchAsync_ServerNeverAnswers_TimesOutWithMessage()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = TransferRun.Server(
            "Silent PACS",
            "SILENT",
            ((IPEndPoint)silent.LocalEndpoint).Port,
            timeouts: Short
        );

        var fault = await Should.ThrowAsync<DicomTimeoutException>(
            SearchAsync(server, new StudySearchCriteria { PatientId = "1" })
        );

        new DicomFaultMessages()
            .Describe(fault, server)
            .Message.ShouldContain("Silent PACS did not answer in time");
    }

    [Fact]
    public async Task SearchAsync_Cancelled_EndsSoonAndFreesItsPlace()
    {
        await using var pacs = new MisbehavingPacs { IsSilent = true };
        var server = TransferRun.Server("Silent PACS", "MISBEHAVE", pacs.Port, maxAssociations: 1);
        var run = new TransferRun();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var searching = SearchAsync(
            server,
            new StudySearchCriteria { PatientId = "1" },
            run.Connector,
            cancel.Token
        );
        while (pacs.Queries.IsEmpty)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            searching.WaitAsync(TimeSpan.FromSeconds(10), Cancel)
        );
        run.Connector.TryReserve(server, LimiterLane.Interactive).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", "Enter at least one of patient ID")]
    [InlineData("*", "A wildcard alone finds everything")]
    public void Validate_NothingToSearchBy_SaysWhatToEnter(string name, string start) =>
        new StudySearchCriteriaValidator()
            .Validate(new StudySearchCriteria { SourceId = 1, PatientName = name })
            .Errors.ShouldHaveSingleItem()
            .ErrorMessage.ShouldStartWith(start);

    private DicomServerNode Orthanc() =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    private static Task<List<StudySearchHit>> SearchAsync(
        DicomServerNode server,
        StudySearchCriteria criteria
    ) => SearchAsync(server, criteria, new TransferRun().Connector, Cancel);

    private static async Task<List<StudySearchHit>> SearchAsync(
        DicomServerNode server,
        StudySearchCriteria criteria,
        ServerConnector connector,
        CancellationToken cancellationToken
    )
    {
        List<StudySearchHit> hits = [];
        var web = new DicomWebConnector(
            connector,
            new AuthorizationProtector(new EphemeralDataProtectionProvider())
        );
        await foreach (
            var hit in new StudySearcher(connector, web).SearchAsync(
                server,
                criteria,
                cancellationToken
            )
        )
        {
            hits.Add(hit);
        }
        return hits;
    }

    private static IEnumerable<DicomDataset> Studies(int count, Func<int> onGiven)
    {
        for (var i = 1; i <= count; i++)
        {
            onGiven();
            var answer = new DicomDataset();
            answer.Set(DicomTag.QueryRetrieveLevel, "STUDY");
            answer.Set(DicomTag.PatientId, "P" + i.ToString(CultureInfo.InvariantCulture));
            answer.Set(DicomTag.PatientName, "Many^Studies");
            answer.Set(
                DicomTag.StudyInstanceUid,
                "2.25." + i.ToString(CultureInfo.InvariantCulture)
            );
            answer.Set(DicomTag.StudyDate, "20240131");
            yield return answer;
        }
    }
}
