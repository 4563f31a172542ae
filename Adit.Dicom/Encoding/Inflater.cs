using System.Buffers;
using System.IO.Compression;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Inflates deflated data sets in memory, with a bound against compression bombs.</summary>
internal static class Inflater
{
    /// <summary>Below this size no ratio is suspicious.</summary>
    public const long FreeBytes = 64L << 20;

    /// <summary>The highest ratio that a real data set beyond <see cref="FreeBytes"/> may have.</summary>
    public const int MaxRatio = 200;

    public static ReadOnlyMemory<byte> Inflate(
        ReadOnlyMemory<byte> compressed,
        DicomReadOptions options
    )
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(4096, compressed.Length * 2));
        using var source = new MemoryStream(compressed.ToArray(), writable: false);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            int count;
            while ((count = inflate.Read(output.GetSpan(64 << 10))) > 0)
            {
                output.Advance(count);
                Check(compressed.Length, output.WrittenCount, options);
            }
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }
        return output.WrittenMemory;
    }

    /// <summary>Throws when the output is larger than any honest data set's.</summary>
    public static void Check(long compressed, long inflated, DicomReadOptions options)
    {
        if (
            inflated > options.MaxInflatedBytes
            || (inflated > FreeBytes && inflated / MaxRatio > compressed)
        )
        {
            throw new DicomDataException(
                $"The deflated data set inflates to more than is allowed ({inflated} bytes from {compressed})."
            );
        }
    }

    public static DicomDataException Damaged(Exception cause) =>
        new("The deflated data set is damaged.", cause);
}
