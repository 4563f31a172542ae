using System.Buffers;
using System.IO.Compression;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Encodes and decodes data sets that fit in memory, such as commands, queries and answers. Without file meta information.</summary>
public static class DicomSerializer
{
    /// <summary>Parses a data set. The result refers to the given bytes: they must neither change nor go back to a pool.</summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    public static DicomDataset Parse(
        ReadOnlyMemory<byte> data,
        DicomTransferSyntax transferSyntax,
        DicomReadOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(transferSyntax);
        options ??= DicomReadOptions.Default;
        if (transferSyntax.IsDeflated)
        {
            data = Inflater.Inflate(data, options);
        }
        return DicomParser.ParseAll(data, transferSyntax, options);
    }

    /// <summary>Parses a data set from a copy of the given bytes.</summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    public static DicomDataset Parse(
        ReadOnlySequence<byte> data,
        DicomTransferSyntax transferSyntax,
        DicomReadOptions? options = null
    ) => Parse(data.ToArray(), transferSyntax, options);

    /// <summary>Writes a data set.</summary>
    /// <exception cref="DicomDataException">The data set is nested too deep, or a sequence is too long.</exception>
    public static void Write(
        IBufferWriter<byte> output,
        DicomDataset dataset,
        DicomTransferSyntax transferSyntax
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(transferSyntax);
        if (transferSyntax.IsDeflated)
        {
            WriteDeflated(output, dataset, transferSyntax);
            return;
        }
        var encoder = new DicomEncoder(output, transferSyntax);
        encoder.WriteItems(dataset);
        encoder.Complete();
    }

    /// <summary>Writes a data set into a new array.</summary>
    /// <exception cref="DicomDataException">The data set is nested too deep, or a sequence is too long.</exception>
    public static byte[] Encode(DicomDataset dataset, DicomTransferSyntax transferSyntax)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(output, dataset, transferSyntax);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Parses the value of a sequence that came as UN.</summary>
    internal static DicomSequence ParseSequenceValue(DicomTag tag, ReadOnlyMemory<byte> value) =>
        DicomParser.ParseSequence(tag, value, DicomReadOptions.Default);

    private static void WriteDeflated(
        IBufferWriter<byte> output,
        DicomDataset dataset,
        DicomTransferSyntax syntax
    )
    {
        var plain = new ArrayBufferWriter<byte>(4096);
        var encoder = new DicomEncoder(plain, syntax);
        encoder.WriteItems(dataset);
        encoder.Complete();
        using var compressed = new MemoryStream();
        using (
            var deflate = new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
        )
        {
            deflate.Write(plain.WrittenSpan);
        }
        if ((compressed.Length & 1) != 0)
        {
            compressed.WriteByte(0); // PS3.5 Annex A.5: padded to an even length
        }
        output.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }
}
