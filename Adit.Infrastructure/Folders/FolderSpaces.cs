using System.Collections.Concurrent;
using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Folders;

/// <summary>One account of used space per folder, for all transfers of this process.</summary>
internal sealed class FolderSpaces(
    IOptionsMonitor<FolderOptions> options,
    TimeProvider time,
    ILogger<FolderSpaces> logger
)
{
    private readonly ConcurrentDictionary<string, FolderSpace> _spaces = new(
        StringComparer.Ordinal
    );

    public FolderSpace Of(DicomFolderNode folder) =>
        _spaces.GetOrAdd(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)),
            path => new FolderSpace(path, options, time, logger)
        );
}
