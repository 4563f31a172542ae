using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.Transfers;

/// <summary>Section <c>Transfers</c> of the configuration.</summary>
public sealed class TransferOptions
{
    public const string Section = "Transfers";

    /// <summary>
    /// Memory between source and destination of one running transfer, in bytes. More than a few images of slack make nothing
    /// faster: behind it both sides run at the speed of the slower one.
    /// </summary>
    [Range(
        1 << 20,
        1L << 32,
        ErrorMessage = "Transfers:BufferBytes must lie between 1 MB and 4 GB."
    )]
    public long BufferBytes { get; set; } = 8L << 20;

    /// <summary>Size of one block of that memory, in bytes.</summary>
    [Range(
        16 << 10,
        16 << 20,
        ErrorMessage = "Transfers:BlockBytes must lie between 16 kB and 16 MB."
    )]
    public int BlockBytes { get; set; } = 256 << 10;

    /// <summary>How long a destination may stand still before what arrives is put into a temporary file.</summary>
    public TimeSpan StallBeforeSpill { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest size of that temporary file, in bytes; behind it the retrieve stops and is resumed later.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Transfers:MaxSpillBytes must not be negative.")]
    public long MaxSpillBytes { get; set; } = 4L << 30;

    /// <summary>Where temporary files are made.</summary>
    public string SpillDirectory { get; set; } = Path.Combine(Path.GetTempPath(), "adit");

    /// <summary>How long a cancelled transfer may finish the image at hand before the connections are closed.</summary>
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often an attempt goes on after an interruption in a row, the first time included; 1 for not at all.</summary>
    [Range(1, 20, ErrorMessage = "Transfers:NetworkAttempts must lie between 1 and 20.")]
    public int NetworkAttempts { get; set; } = 3;

    /// <summary>The pause after the first interruption; it doubles each time.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.001",
        "00:10:00",
        ErrorMessage = "Transfers:NetworkBackoff must lie between 1 ms and 10 minutes."
    )]
    public TimeSpan NetworkBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest of these pauses.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.001",
        "01:00:00",
        ErrorMessage = "Transfers:LongestNetworkBackoff must lie between 1 ms and one hour."
    )]
    public TimeSpan LongestNetworkBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection check may take.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
