using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.Folders;

/// <summary>Section <c>Folders</c> of the configuration.</summary>
public sealed class FolderOptions
{
    public const string Section = "Folders";

    /// <summary>Free space that is left on the disk of a folder, in bytes.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Folders:ReserveBytes must not be negative.")]
    public long ReserveBytes { get; set; } = 1_000_000_000;

    /// <summary>How long the file system may take for one write, one sync or one check before the folder counts as lost.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How old the count of a folder's files may get before they are counted anew: people take files away.</summary>
    public TimeSpan CountedEvery { get; set; } = TimeSpan.FromHours(6);
}
