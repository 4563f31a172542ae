using System.IO.Compression;

namespace Adit.Dicom.Tests.Deidentification.Facts;

/// <summary>Tables of the standard that the proofs carry themselves.</summary>
internal static class FactFiles
{
    public static StreamReader Open(string name)
    {
        var stream =
            typeof(FactFiles).Assembly.GetManifestResourceStream($"Adit.Dicom.Tests.Facts.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        return new StreamReader(
            name.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(stream, CompressionMode.Decompress)
                : stream,
            System.Text.Encoding.UTF8
        );
    }
}
