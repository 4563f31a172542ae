using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Folders;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Folders;

/// <summary>Whole transfers from a real server into a real folder.</summary>
[Collection(nameof(TransferServers))]
public sealed class FolderDeliveryTests(TransferServers servers) : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomServerNode Source =>
        TransferRun.Server("Source PACS", "SOURCE", servers.Source.DicomPort);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExecuteAsync_StudyInOrthanc_FolderHoldsFilesWithTheSamePixels()
    {
        var study = new TestStudy();
        var sent = await StoreAsync(study, series: 2, imagesPerSeries: 3);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(6);
        _folder.Leftovers().ShouldBeEmpty();
        var files = _folder.Files("*.dcm");
        files.Length.ShouldBe(6);
        foreach (var file in files)
        {
            // Two series of number 1 without a description: one of them with a part of a hash.
            file.ShouldMatch(
                @"^TX-1001/20240131-101500-CT/1-Undefined(~[0-9a-f]{8})?/[0-9.]+\.dcm$"
            );
            var path = Path.Combine(_folder.JobPath, file);
            (await Dcmtk.RunAsync("dcmftest", [path], Cancel)).Output.ShouldStartWith("yes:");
            var bytes = await File.ReadAllBytesAsync(path, Cancel);
            bytes.AsSpan(0, 128).IndexOfAnyExcept((byte)0).ShouldBe(-1);
            var orthancId = sent[Path.GetFileNameWithoutExtension(file)];
            var dataset = DicomFile.Parse(bytes).Dataset;
            var pixels = ((DicomElement)dataset[DicomTag.PixelData]!).RawValue.ToArray();
            pixels.ShouldBe(await servers.Source.FrameAsync(orthancId, 0, Cancel));
        }
        files.Select(Path.GetDirectoryName).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task ExecuteAsync_Again_IdenticalFilesAreLeftAndCountAsStored()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 3);
        await new TransferRun().ExecuteAsync(Source, _folder.Node(), study, Cancel);
        var before = Times();

        var again = new TransferRun();
        var outcome = await again.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        again.CountOf(InstanceOutcome.Stored).ShouldBe(3);
        Times().ShouldBe(before);
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_DifferentFileOfThatName_IsLeftAndReported()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 2);
        await new TransferRun().ExecuteAsync(Source, _folder.Node(), study, Cancel);
        var changed = Path.Combine(_folder.JobPath, _folder.Files("*.dcm")[0]);
        var bytes = await File.ReadAllBytesAsync(changed, Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(changed, bytes, Cancel);

        var run = new TransferRun();
        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Warning, outcome.Message);
        run.CountOf(InstanceOutcome.Stored).ShouldBe(1);
        var failed = run.Ledger.Values.Single(r => r.Outcome == InstanceOutcome.Failed);
        failed.SopInstanceUid.ShouldBe(Path.GetFileNameWithoutExtension(changed));
        failed.Reason!.ShouldContain("left as it is");
        (await File.ReadAllBytesAsync(changed, Cancel)).ShouldBe(bytes);
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExecuteAsync_SomethingElseHasThatName_IsLeftAndReported(bool isLink)
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        await new TransferRun().ExecuteAsync(Source, _folder.Node(), study, Cancel);
        var path = Path.Combine(_folder.JobPath, _folder.Files("*.dcm").Single());
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        File.Move(path, elsewhere);
        if (isLink)
        {
            // Leads to the very same bytes, and is not followed all the same.
            File.CreateSymbolicLink(path, elsewhere);
        }
        else
        {
            Directory.CreateDirectory(path);
        }
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Failure, outcome.Message);
        run.CountOf(InstanceOutcome.Failed).ShouldBe(1);
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_DeflatedDataSet_IsNamedAndStaysDeflated()
    {
        // Longer than what is looked at first, so that the header is read from a larger piece.
        var study = new TestStudy
        {
            TransferSyntax = DicomTransferSyntax.DeflatedExplicitVrLittleEndian,
            PixelBytes = 64 * 4000,
        };
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        var path = Path.Combine(_folder.JobPath, _folder.Files("*.dcm").Single());
        path.ShouldContain("TX-1001/20240131-101500-CT/1-Undefined/");
        Part10
            .TransferSyntax(await File.ReadAllBytesAsync(path, Cancel))
            .ShouldBe(study.TransferSyntax.Uid.Value);
        ShouldListWhatIsThere();
    }

    [Fact]
    public async Task ExecuteAsync_StoppedInTheMiddle_WhatIsCompleteStaysAndTheRestFollows()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 8);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = new TransferRun
        {
            OnRecord = record =>
            {
                if (record.Outcome == InstanceOutcome.Stored)
                {
                    cancel.Cancel();
                }
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(
            run.ExecuteAsync(Source, _folder.Node(), study, cancel.Token)
        );

        _folder.Leftovers().ShouldBeEmpty();
        var stored = run.CountOf(InstanceOutcome.Stored);
        _folder.Files("*.dcm").Length.ShouldBeGreaterThanOrEqualTo(stored);
        ShouldListWhatIsThere();
        run.OnRecord = null;
        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);
        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        _folder.Files("*.dcm").Length.ShouldBe(8);
        ShouldListWhatIsThere();
    }

    [Fact]
    public async Task ExecuteAsync_KilledInTheMiddle_NoPartialFileIsLeft()
    {
        var study = new TestStudy { PixelBytes = 64 * 20_000 };
        await StoreAsync(study, series: 1, imagesPerSeries: 6);
        using var kill = new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel, kill.Token);
        var run = new TransferRun
        {
            Killed = kill.Token,
            OnRecord = record =>
            {
                if (record.Outcome == InstanceOutcome.Stored)
                {
                    kill.Cancel();
                }
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(
            run.ExecuteAsync(Source, _folder.Node(), study, cancel.Token)
        );

        _folder.Leftovers().ShouldBeEmpty();
        foreach (var file in _folder.Files("*.dcm"))
        {
            var dump = await Dcmtk.RunAsync(
                "dcmdump",
                ["-q", Path.Combine(_folder.JobPath, file)],
                Cancel
            );
            dump.ExitCode.ShouldBe(0);
            dump.Output.ShouldContain("(7fe0,0010)");
        }
        ShouldListWhatIsThere();
    }

    [Fact]
    public async Task ExecuteAsync_LeftoverOfACrash_IsRemovedAndThatOfARunningTaskIsNot()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        var staging = new StagingArea(_folder.Path);
        var (running, runningPath) = staging.Create(taskId: 0);
        var crashed = Path.Combine(staging.Directory, "task-0-0123456789abcdef.part");
        await File.WriteAllTextAsync(crashed, "half an image", Cancel);
        try
        {
            var run = new TransferRun();

            var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

            outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
            run.LogText.ShouldContain("unfinished");
            _folder.Leftovers().ShouldBe([runningPath]);
        }
        finally
        {
            StagingArea.Discard(running, runningPath);
        }
    }

    [Fact]
    public async Task ExecuteAsync_ManyStudiesOfOneJobAtOnce_EachIsWholeAndListed()
    {
        var folders = new TestFolders();
        // The same patient, date and time: only the UIDs differ. And patients whose IDs differ in case only.
        TestStudy[] studies =
        [
            new("Same"),
            new("Same"),
            new("SAME"),
            new("same"),
            new("sa/me"),
            new("sa_me"),
        ];
        foreach (var study in studies)
        {
            await StoreAsync(study, series: 1, imagesPerSeries: 3);
        }

        var outcomes = await Task.WhenAll(
            studies.Select(study =>
                new TransferRun { Folders = folders }.ExecuteAsync(
                    Source,
                    _folder.Node(),
                    study,
                    Cancel
                )
            )
        );

        outcomes.ShouldAllBe(o => o.Status == JobTaskStatus.Success);
        var files = _folder.Files("*.dcm");
        files.Length.ShouldBe(18);
        // No directory, however deep, holds files of two of anything.
        foreach (var directory in files.Select(Path.GetDirectoryName).Distinct())
        {
            var headers = await HeadersAsync(Path.Combine(_folder.JobPath, directory!));
            headers.Select(h => h.SeriesInstanceUid).Distinct().Count().ShouldBe(1, directory);
        }
        foreach (var patient in Directory.GetDirectories(_folder.JobPath))
        {
            var headers = await HeadersAsync(patient);
            headers.Select(h => h.PatientId).Distinct().Count().ShouldBe(1, patient);
        }
        Directory
            .GetDirectories(_folder.JobPath)
            .Select(p => Path.GetFileName(p).ToUpperInvariant())
            .ShouldBeUnique();
        Directory.GetDirectories(_folder.JobPath).Length.ShouldBe(5);
        ShouldListWhatIsThere();
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_LinkInsideOfTheFolder_IsNotFollowed()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        using var outside = new TestFolder();
        Directory.CreateDirectory(_folder.JobPath);
        Directory.CreateSymbolicLink(Path.Combine(_folder.JobPath, study.PatientId), outside.Path);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(Source, _folder.Node(), study, Cancel);

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        Directory.GetFileSystemEntries(outside.Path).ShouldBeEmpty();
        Directory
            .GetDirectories(_folder.JobPath)
            .Select(Path.GetFileName)
            .ShouldContain(name => name!.StartsWith("TX-1001~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_JobFolderIsALink_NothingIsWritten()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        using var outside = new TestFolder();
        Directory.CreateSymbolicLink(_folder.JobPath, outside.Path);

        await ShouldBePutOffAsync(new TransferRun(), study, _folder.Node(), "link");

        Directory.GetFileSystemEntries(outside.Path).ShouldBeEmpty();
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_FolderIsGone_TaskIsPutOffAndNothingIsMade()
    {
        var study = new TestStudy();
        await StoreAsync(study, series: 1, imagesPerSeries: 1);
        var missing = Path.Combine(_folder.Path, "not-mounted");

        await ShouldBePutOffAsync(
            new TransferRun(),
            study,
            _folder.Node(path: missing),
            "not there"
        );

        Directory.Exists(missing).ShouldBeFalse();
    }

    [Fact]
    public async Task ExecuteAsync_QuotaIsReachedInTheMiddle_RestFollowsOnceThereIsRoom()
    {
        var study = new TestStudy { PixelBytes = 64 * 3000 };
        await StoreAsync(study, series: 1, imagesPerSeries: 6);
        // A quota of 1 GB with room for two and a half images; the rest is a file without blocks.
        var filler = Path.Combine(_folder.Path, "filler");
        await using (var stream = File.Create(filler))
        {
            stream.SetLength(FolderSpace.Gigabyte - 64 * 3000 * 5 / 2);
        }
        var run = new TransferRun();

        await ShouldBePutOffAsync(run, study, _folder.Node(quotaGb: 1), "quota");

        run.CountOf(InstanceOutcome.Stored).ShouldBe(2);
        _folder.Files("*.dcm").Length.ShouldBe(2);
        _folder.Leftovers().ShouldBeEmpty();
        ShouldListWhatIsThere();
        File.Delete(filler);
        var later = new TestFolders();
        var outcome = await new TransferRun { Folders = later }.ExecuteAsync(
            Source,
            _folder.Node(quotaGb: 1),
            study,
            Cancel
        );
        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message);
        _folder.Files("*.dcm").Length.ShouldBe(6);
        ShouldListWhatIsThere();
        // What was booked is what is there, but for the list itself.
        var booked = later.Spaces.Of(_folder.Node()).UsedBytes!.Value;
        booked.ShouldBeInRange(SizeOf("*.dcm"), SizeOf("*.dcm") + 4096);
    }

    [Fact]
    public async Task ExecuteAsync_DiskIsFull_NoPartialFileIsLeft()
    {
        using var disk = SmallDisk.TryMount(megabytes: 1);
        Assert.SkipWhen(disk is null, "Mounting a small disk needs more rights.");
        var study = new TestStudy { PixelBytes = 64 * 5000 };
        await StoreAsync(study, series: 1, imagesPerSeries: 6);
        var run = new TransferRun();

        await ShouldBePutOffAsync(run, study, _folder.Node(path: disk.Path), "full");

        run.CountOf(InstanceOutcome.Stored).ShouldBeInRange(1, 3);
        Directory
            .GetFiles(disk.Path, "*.dcm", SearchOption.AllDirectories)
            .Length.ShouldBe(run.CountOf(InstanceOutcome.Stored));
        Directory.GetFiles(Path.Combine(disk.Path, StagingArea.DirectoryName)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteAsync_NastyValues_StayInsideAndReadable()
    {
        var study = new TestStudy();
        var uid = DicomUid.New().Value;
        var dataset = study.Dataset(uid, TestStudy.NewSeries(), 1);
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.Set(DicomTag.PatientId, "../..|Mül:ler");
        dataset.Set(DicomTag.SeriesNumber, "3");
        dataset.Set(DicomTag.SeriesDescription, "T1 w/ <KM> \u202Eäöü...");
        using var file = new MemoryStream();
        await DicomFile.SaveAsync(
            file,
            dataset,
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: Cancel
        );
        await servers.Source.StoreAsync(file.ToArray(), Cancel);
        var run = new TransferRun();

        var outcome = await run.ExecuteAsync(
            Source,
            _folder.Node(),
            study with
            {
                PatientId = "../..|Mül:ler",
            },
            Cancel
        );

        outcome.Status.ShouldBe(JobTaskStatus.Success, outcome.Message + run.LogText);
        _folder
            .Files("*.dcm")
            .ShouldBe([$"_._.._Mül_ler/20240131-101500-CT/3-T1 w_ _KM_ äöü/{uid}.dcm"]);
    }

    private async Task ShouldBePutOffAsync(
        TransferRun run,
        TestStudy study,
        DicomFolderNode folder,
        string words
    )
    {
        var put = await Should.ThrowAsync<TransferPostponedException>(
            run.ExecuteAsync(Source, folder, study, Cancel)
        );
        put.Message.ShouldContain(words);
        put.Message.ShouldNotContain(study.PatientId);
    }

    private void ShouldListWhatIsThere() => Manifests.ShouldListWhatIsThere(_folder.JobPath);

    private long SizeOf(string pattern) =>
        new DirectoryInfo(_folder.Path)
            .EnumerateFiles(pattern, SearchOption.AllDirectories)
            .Sum(f => f.Length);

    private DateTime[] Times() =>
        [
            .. _folder
                .Files("*.dcm")
                .Select(f => File.GetLastWriteTimeUtc(Path.Combine(_folder.JobPath, f))),
        ];

    private static async Task<List<OutgoingHeader>> HeadersAsync(string directory)
    {
        List<OutgoingHeader> headers = [];
        foreach (var file in Directory.GetFiles(directory, "*.dcm", SearchOption.AllDirectories))
        {
            await using var dicom = await DicomFile.OpenAsync(file, cancellationToken: Cancel);
            headers.Add(OutgoingHeader.From(dicom.Dataset));
        }
        return headers;
    }

    private async Task<Dictionary<string, string>> StoreAsync(
        TestStudy study,
        int series,
        int imagesPerSeries
    )
    {
        for (var i = 0; i < series; i++)
        {
            var uid = TestStudy.NewSeries();
            for (var n = 1; n <= imagesPerSeries; n++)
            {
                await servers.Source.StoreAsync(study.NewInstance(uid, n).File, Cancel);
            }
        }
        return new(
            await servers.Source.InstancesOfStudyAsync(study.StudyInstanceUid, Cancel),
            StringComparer.Ordinal
        );
    }
}
