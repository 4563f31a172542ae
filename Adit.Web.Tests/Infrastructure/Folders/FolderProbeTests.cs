using Adit.Infrastructure.Folders;
using Adit.Infrastructure.Transfers;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Folders;

public sealed class FolderProbeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CheckAsync_WritableFolder_AnswersAndLeavesNothing()
    {
        var result = await Probe().CheckAsync(_folder.Node(quotaGb: 3), Cancel);

        result.Answered.ShouldBeTrue(result.Message);
        result.Message.ShouldContain("0 of 3 GB");
        _folder.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task CheckAsync_NoSuchFolder_SaysSoAndMakesNone()
    {
        var missing = Path.Combine(_folder.Path, "missing");

        var result = await Probe().CheckAsync(_folder.Node(path: missing), Cancel);

        result.Answered.ShouldBeFalse();
        result.Message.ShouldContain("does not exist");
        Directory.Exists(missing).ShouldBeFalse();
    }

    [Fact]
    public async Task CheckAsync_AFile_SaysSo()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        var result = await Probe().CheckAsync(_folder.Node(path: file), Cancel);

        result.Answered.ShouldBeFalse();
        result.Message.ShouldContain("is a file");
    }

    [Fact]
    public async Task CheckAsync_QuotaUsedUp_SaysHowMuchAndRecoversWhenFilesAreTakenAway()
    {
        var filler = Path.Combine(_folder.Path, "filler");
        await using (var stream = File.Create(filler))
        {
            stream.SetLength(2 * FolderSpace.Gigabyte);
        }

        var full = await Probe().CheckAsync(_folder.Node(quotaGb: 2), Cancel);
        File.Delete(filler);
        var free = await Probe().CheckAsync(_folder.Node(quotaGb: 2), Cancel);

        full.Answered.ShouldBeFalse();
        full.Message.ShouldContain("quota");
        free.Answered.ShouldBeTrue(free.Message);
    }

    [Fact]
    public async Task CheckAsync_LessThanTheReserveIsFree_SaysSo()
    {
        var probe = Probe(options => options.ReserveBytes = long.MaxValue / 2);

        var result = await probe.CheckAsync(_folder.Node(), Cancel);

        result.Answered.ShouldBeFalse();
        result.Message.ShouldContain("kept free");
    }

    [Fact]
    public async Task CheckAsync_StagingAreaIsALink_SaysSo()
    {
        using var outside = new TestFolder();
        Directory.CreateSymbolicLink(
            Path.Combine(_folder.Path, StagingArea.DirectoryName),
            outside.Path
        );

        var result = await Probe().CheckAsync(_folder.Node(), Cancel);

        result.Answered.ShouldBeFalse();
        result.Message.ShouldContain("link");
        Directory.GetFileSystemEntries(outside.Path).ShouldBeEmpty();
    }

    private static FolderProbe Probe(Action<FolderOptions>? configure = null) =>
        new(
            new TestFolders(configure).Spaces,
            new Fixed(new TransferOptions()),
            TimeProvider.System
        );

    private sealed class Fixed(TransferOptions value) : IOptionsMonitor<TransferOptions>
    {
        public TransferOptions CurrentValue => value;

        public TransferOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<TransferOptions, string?> listener) => null;
    }
}
