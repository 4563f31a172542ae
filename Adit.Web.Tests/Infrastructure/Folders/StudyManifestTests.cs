using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Infrastructure.Folders;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Folders;

public sealed class StudyManifestTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestStudy _study = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string StudyPath => Path.Combine(_folder.JobPath, "P", "20240131-101500-CT");

    private string ManifestPath => Path.Combine(StudyPath, StudyManifest.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_FilesThatNobodyKnows_AreRead()
    {
        await SaveAsync("1-A", TestStudy.NewSeries(), 3);
        await SaveAsync("2-B", TestStudy.NewSeries(), 1);

        await WriteAsync();

        Manifests.ShouldListWhatIsThere(_folder.JobPath);
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteAsync_FilesAddedRemovedAndChanged_ListSaysWhatIsThereNow()
    {
        var series = TestStudy.NewSeries();
        var files = await SaveAsync("1-A", series, 3);
        await WriteAsync();
        File.Delete(files[0]);
        await using (var changed = File.Open(files[1], FileMode.Append))
        {
            changed.Write([0, 0]);
        }
        await SaveAsync("1-A", series, 1);

        await WriteAsync();

        var rows = Manifests.Read(ManifestPath);
        rows.Count.ShouldBe(3);
        rows.ShouldAllBe(row => row["ImagesInSeries"] == "3");
        rows.Select(row => long.Parse(row["Bytes"], null))
            .Sum()
            .ShouldBe(
                Directory.GetFiles(Path.Combine(StudyPath, "1-A")).Sum(f => new FileInfo(f).Length)
            );
    }

    [Fact]
    public async Task WriteAsync_EarlierListIsDamaged_IsMadeAnew()
    {
        await SaveAsync("1-A", TestStudy.NewSeries(), 2);
        await WriteAsync();
        await File.AppendAllTextAsync(ManifestPath, "what,is,this,not,a,row,of,ours\r\n\"", Cancel);

        await WriteAsync();

        Manifests.ShouldListWhatIsThere(_folder.JobPath);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+49 123")]
    [InlineData("-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("a,\"b\"")]
    public async Task WriteAsync_FormulaInDescription_IsShownNotComputedAndSurvivesASecondRun(
        string description
    )
    {
        await SaveAsync("1-A", TestStudy.NewSeries(), 1, description);
        await WriteAsync();
        await WriteAsync();

        var text = await File.ReadAllTextAsync(ManifestPath, Cancel);
        text.ShouldNotContain("," + description);
        var shown = Manifests.Read(ManifestPath)[0]["SeriesDescription"];
        shown.ShouldBe("=+-@".Contains(description[0]) ? "'" + description : description);
    }

    [Fact]
    public async Task WriteAsync_LinkAmongTheFiles_IsNotListed()
    {
        await SaveAsync("1-A", TestStudy.NewSeries(), 1);
        using var outside = new TestFolder();
        var secret = Path.Combine(outside.Path, "secret.dcm");
        await File.WriteAllTextAsync(secret, "secret", Cancel);
        File.CreateSymbolicLink(Path.Combine(StudyPath, "1-A", "1.2.3.dcm"), secret);
        Directory.CreateSymbolicLink(Path.Combine(StudyPath, "2-B"), outside.Path);

        await WriteAsync();

        Manifests.Read(ManifestPath).Count.ShouldBe(1);
    }

    private Task WriteAsync() =>
        new StudyManifest(new StagingArea(_folder.Path), 1, DicomReadOptions.Default).WriteAsync(
            StudyPath,
            new Dictionary<string, ManifestRow>(),
            Cancel
        );

    private async Task<List<string>> SaveAsync(
        string directory,
        string series,
        int images,
        string description = "Thorax"
    )
    {
        List<string> files = [];
        Directory.CreateDirectory(Path.Combine(StudyPath, directory));
        for (var i = 0; i < images; i++)
        {
            var uid = DicomUid.New().Value;
            var dataset = _study.Dataset(uid, series, i);
            dataset.Set(DicomTag.SeriesDescription, description);
            var path = Path.Combine(StudyPath, directory, uid + ".dcm");
            await DicomFile.SaveAsync(
                path,
                dataset,
                DicomTransferSyntax.ExplicitVrLittleEndian,
                cancellationToken: Cancel
            );
            files.Add(path);
        }
        return files;
    }
}
