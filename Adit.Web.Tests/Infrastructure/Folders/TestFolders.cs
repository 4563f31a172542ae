using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Folders;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adit.Web.Tests.Infrastructure.Folders;

/// <summary>What the transfers of one process share when they write into folders.</summary>
internal sealed class TestFolders : IJobFolders
{
    public const string JobFolder = "adit_selective_transfer_7_20260101_alice";

    public TestFolders(Action<FolderOptions>? configure = null)
    {
        var options = new FolderOptions { ReserveBytes = 0 };
        configure?.Invoke(options);
        var monitor = new Monitor(options);
        Spaces = new FolderSpaces(monitor, TimeProvider.System, NullLogger<FolderSpaces>.Instance);
        Writing = new FolderWriting(Spaces, new OutputTrees(), this, monitor, TimeProvider.System);
    }

    public FolderSpaces Spaces { get; }

    public FolderWriting Writing { get; }

    public Task<string> NameAsync(Job job, CancellationToken cancellationToken) =>
        Task.FromResult(JobFolder);

    private sealed class Monitor(FolderOptions value) : IOptionsMonitor<FolderOptions>
    {
        public FolderOptions CurrentValue => value;

        public FolderOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<FolderOptions, string?> listener) => null;
    }
}

/// <summary>A folder that is gone with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("adit-folder-");

    public string Path => _directory.FullName;

    public string JobPath => System.IO.Path.Combine(Path, TestFolders.JobFolder);

    public DicomFolderNode Node(int? quotaGb = null, int? warnGb = null, string? path = null)
    {
        var node = new DicomFolderNode("Research share", path ?? Path);
        node.Configure(path ?? Path, quotaGb, warnGb);
        return node;
    }

    /// <summary>Files below the job's directory, relative to it.</summary>
    public string[] Files(string pattern = "*") =>
        Directory.Exists(JobPath)
            ?
            [
                .. Directory
                    .GetFiles(JobPath, pattern, SearchOption.AllDirectories)
                    .Select(f => System.IO.Path.GetRelativePath(JobPath, f))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>What lies aside and should not.</summary>
    public string[] Leftovers()
    {
        var staging = System.IO.Path.Combine(Path, StagingArea.DirectoryName);
        return Directory.Exists(staging) ? Directory.GetFiles(staging) : [];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
