using Adit.Domain.Accounts;

namespace Adit.Domain.DicomNodes;

/// <summary>Whether a folder can take files now.</summary>
public interface IFolderProbe
{
    /// <summary>
    /// Is there, is a folder, can be written to, has free space and quota left. What is wrong with it is an answer, not an
    /// exception; also a file system that does not answer.
    /// </summary>
    Task<ProbeResult> CheckAsync(DicomFolderNode folder, CancellationToken cancellationToken);
}

/// <summary>How full a folder is. Sizes in bytes; null where nothing is known (yet) or no limit is set.</summary>
public sealed record FolderUsage(int NodeId, string Name)
{
    public long? UsedBytes { get; init; }

    public long? QuotaBytes { get; init; }

    public long? WarnBytes { get; init; }

    /// <summary>Free space of the disk.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>When the files were last counted; null while they are counted for the first time.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>Why nothing can be said.</summary>
    public string? Problem { get; init; }

    public bool IsAboveWarning => UsedBytes is { } used && WarnBytes is { } warn && used >= warn;

    public bool IsFull => UsedBytes is { } used && QuotaBytes is { } quota && used >= quota;
}

public interface IFolderUsageQueries
{
    /// <summary>
    /// All folders in use; empty for who is not staff. Does not wait until files are counted: that goes on in the background,
    /// and the next call knows more.
    /// </summary>
    Task<IReadOnlyList<FolderUsage>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken = default
    );
}
