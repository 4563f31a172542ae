using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Folders;

/// <summary>What all transfers into folders share.</summary>
internal sealed record FolderWriting(
    FolderSpaces Spaces,
    OutputTrees Trees,
    IJobFolders Folders,
    IOptionsMonitor<FolderOptions> Options,
    TimeProvider Time
);
