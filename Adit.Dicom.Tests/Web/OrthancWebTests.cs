using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Encoding;
using Adit.Dicom.Tests.Peers;
using Adit.Dicom.Web;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Web;

/// <summary>QIDO-RS, WADO-RS and STOW-RS with a real Orthanc.</summary>
public sealed class OrthancWebTests : WebTest, IAsyncLifetime
{
    private readonly SyntheticCt _ct = new() { PatientName = "Müller^Jörg" };
    private OrthancServer _orthanc = null!;
    private DicomWebClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _orthanc = await OrthancServer.StartAsync("WEB", cancellationToken: Cancellation);
        _client = new DicomWebClient(
            new DicomWebEndpoint(new Uri(_orthanc.Rest.BaseAddress!, "dicom-web")),
            Timeouts
        );
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _orthanc.DisposeAsync();
    }

    [Fact]
    public async Task QueryAsync_StudiesSeriesInstances_AreFoundPageByPage()
    {
        for (var number = 1; number <= 5; number++)
        {
            await _orthanc.StoreAsync(_ct.File(number), Cancellation);
        }
        var study = new DicomUid(_ct.StudyInstanceUid);

        var studies = await QueryAsync(
            new DicomWebQuery(DicomWebQueryLevel.Studies)
            {
                Matches = [new(DicomTag.PatientId, "CT-1")],
                IncludeFields = [DicomTag.StudyDescription],
            }
        );
        var series = await QueryAsync(
            new DicomWebQuery(DicomWebQueryLevel.Series) { StudyInstanceUid = study }
        );
        var instances = await QueryAsync(
            new DicomWebQuery(DicomWebQueryLevel.Instances)
            {
                StudyInstanceUid = study,
                SeriesInstanceUid = new DicomUid(_ct.SeriesInstanceUid),
                PageSize = 2,
            }
        );
        var limited = await QueryAsync(
            new DicomWebQuery(DicomWebQueryLevel.Instances)
            {
                StudyInstanceUid = study,
                Limit = 3,
                PageSize = 2,
            }
        );
        var none = await QueryAsync(
            new DicomWebQuery(DicomWebQueryLevel.Studies)
            {
                Matches = [new(DicomTag.PatientId, "nobody")],
            }
        );

        studies.Single().GetString(DicomTag.PatientName).ShouldBe("Müller^Jörg");
        studies.Single().GetInt32(DicomTag.NumberOfStudyRelatedInstances).ShouldBe(5);
        studies.Single().GetString(DicomTag.StudyDescription).ShouldBe("Synthetic phantom");
        series
            .Single()
            .GetUid(DicomTag.SeriesInstanceUid)
            .ShouldBe(new DicomUid(_ct.SeriesInstanceUid));
        instances
            .Select(instance => instance.GetString(DicomTag.SopInstanceUid))
            .ShouldBe(Enumerable.Range(1, 5).Select(_ct.SopInstanceUid), ignoreOrder: true);
        limited.Count.ShouldBe(3);
        none.ShouldBeEmpty();
    }

    [Fact]
    public async Task RetrieveAsync_StudySeriesInstance_BringsTheBytesAsTheyAreStored()
    {
        for (var number = 1; number <= 3; number++)
        {
            await _orthanc.StoreAsync(_ct.File(number), Cancellation);
        }
        var series = new DicomWebResource(
            new DicomUid(_ct.StudyInstanceUid),
            new DicomUid(_ct.SeriesInstanceUid)
        );

        var (result, ofStudy) = await RetrieveAsync(_client, Study(_ct.StudyInstanceUid));
        var (_, ofSeries) = await RetrieveAsync(_client, series);
        var (_, single) = await RetrieveAsync(
            _client,
            series with
            {
                SopInstanceUid = new DicomUid(_ct.SopInstanceUid(2)),
            }
        );

        result.ShouldBeEquivalentTo(new DicomWebRetrieveResult(3, 0, false, new List<string>()));
        ofStudy.Count.ShouldBe(3);
        ofSeries.Count.ShouldBe(3);
        for (var number = 1; number <= 3; number++)
        {
            ofStudy[_ct.SopInstanceUid(number)].Data.ShouldBe(_ct.Dataset(number));
            ofSeries[_ct.SopInstanceUid(number)].Data.ShouldBe(_ct.Dataset(number));
        }
        single.Single().Value.Data.ShouldBe(_ct.Dataset(2));
    }

    [Fact]
    public async Task RetrieveAsync_UnknownStudy_IsRefusedWithItsStatus()
    {
        var refused = await Should.ThrowAsync<DicomWebException>(() =>
            _client.RetrieveAsync(Study("1.2.3"), (_, _) => default, Cancellation)
        );

        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        refused.IsRetriable.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreAsync_Instances_AreStoredUnchanged(bool counted)
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(number =>
                    _client.StoreAsync(StoreRequest(_ct, number, counted), Cancellation)
                )
        );

        results.ShouldAllBe(result => result.Outcome == DicomWebStoreOutcome.Stored);
        var stored = await _orthanc.InstancesOfStudyAsync(_ct.StudyInstanceUid, Cancellation);
        stored.Count.ShouldBe(8);
        var file = await _orthanc.FileAsync(stored[_ct.SopInstanceUid(3)], Cancellation);
        file.AsSpan(file.Length - _ct.Dataset(3).Length)
            .SequenceEqual(_ct.Dataset(3))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task StoreAsync_NoDicom_FailsForThisInstanceOnly()
    {
        var junk = StoreRequest(_ct, 1) with
        {
            Data = System.IO.Pipelines.PipeReader.Create(
                new System.Buffers.ReadOnlySequence<byte>(new byte[100])
            ),
            Length = 100,
        };

        var failed = await _client.StoreAsync(junk, Cancellation);
        var stored = await _client.StoreAsync(StoreRequest(_ct, 2), Cancellation);

        failed.Outcome.ShouldBe(DicomWebStoreOutcome.Failed);
        stored.Outcome.ShouldBe(DicomWebStoreOutcome.Stored);
    }

    [Fact]
    public async Task StoreAndRetrieve_AllTransferSyntaxes_ComeBackUnchanged()
    {
        var sent = new Dictionary<string, (string Syntax, byte[] Data)>(StringComparer.Ordinal);
        foreach (var path in Corpus.Files("orthanc/transfer-syntaxes"))
        {
            var bytes = await File.ReadAllBytesAsync(path, Cancellation);
            await using var file = await DicomFile.OpenAsync(path, cancellationToken: Cancellation);
            var data = bytes.AsMemory((int)file.DatasetOffset);
            // Orthanc tells instances apart by their patient, study, series and instance; the files have different ones.
            var uid = file.Dataset.GetUid(DicomTag.SopInstanceUid)!.Value;
            var result = await _client.StoreAsync(
                new DicomWebStoreRequest(
                    file.Dataset.GetUid(DicomTag.SopClassUid)!.Value,
                    uid,
                    file.TransferSyntax,
                    System.IO.Pipelines.PipeReader.Create(
                        new System.Buffers.ReadOnlySequence<byte>(data)
                    )
                ),
                Cancellation
            );
            result.Outcome.ShouldBe(DicomWebStoreOutcome.Stored, path);
            sent.TryAdd(uid.Value, (file.TransferSyntax.Uid.Value, data.ToArray()));
        }
        sent.ShouldNotBeEmpty();
        await foreach (
            var study in _client.QueryAsync(
                new DicomWebQuery(DicomWebQueryLevel.Studies),
                Cancellation
            )
        )
        {
            var (result, instances) = await RetrieveAsync(
                _client,
                new DicomWebResource(study.GetUid(DicomTag.StudyInstanceUid)!.Value)
            );
            result.Damaged.ShouldBe(0);
            foreach (var (uid, instance) in instances)
            {
                instance.Syntax.ShouldBe(sent[uid].Syntax);
                instance.Data.ShouldBe(sent[uid].Data, uid);
                sent.Remove(uid);
            }
        }
        sent.ShouldBeEmpty();
    }

    private async Task<List<DicomDataset>> QueryAsync(DicomWebQuery query)
    {
        var found = new List<DicomDataset>();
        await foreach (var dataset in _client.QueryAsync(query, Cancellation))
        {
            found.Add(dataset);
        }
        return found;
    }
}
