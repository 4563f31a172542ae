using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Limits and choices for reading data sets from untrusted senders.</summary>
public sealed record DicomReadOptions
{
    /// <summary>The defaults.</summary>
    public static DicomReadOptions Default { get; } = new();

    /// <summary>How deep sequences may be nested.</summary>
    public int MaxNesting { get; init; } = 64;

    /// <summary>How many elements and items a data set may have, on all levels together.</summary>
    public int MaxElements { get; init; } = 2_000_000;

    /// <summary>How many bytes a streamed data set may have in memory: all that is not a bulk value.</summary>
    public long MaxHeaderBytes { get; init; } = 64L << 20;

    /// <summary>Values on the top level that are longer than this many bytes are streamed.</summary>
    public int MaxInMemoryValue { get; init; } = 64 << 10;

    /// <summary>
    /// How many bytes a deflated data set may inflate to. Independent of it, more than 64 MB are accepted only up to
    /// 200 times the compressed size.
    /// </summary>
    public long MaxInflatedBytes { get; init; } = 4L << 30;

    /// <summary>The character set of senders that leave (0008,0005) out; null means ASCII.</summary>
    public DicomCharacterSet? FallbackCharacterSet { get; init; }
}
