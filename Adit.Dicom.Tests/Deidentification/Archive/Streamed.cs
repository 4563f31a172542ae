using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>What came out of the engine, from bytes to bytes.</summary>
/// <param name="Bytes">The data set as it was written.</param>
/// <param name="Syntax">How it is encoded.</param>
/// <param name="Dataset">The same, parsed.</param>
internal sealed record Streamed(byte[] Bytes, DicomTransferSyntax Syntax, DicomDataset Dataset)
{
    /// <summary>Sends a data set through the engine as it would come over the network.</summary>
    public static Task<Streamed> RunAsync(
        Deidentifier deidentifier,
        DicomDataset dataset,
        DicomTransferSyntax syntax,
        CancellationToken cancellationToken
    ) => RunAsync(deidentifier, DicomSerializer.Encode(dataset, syntax), syntax, cancellationToken);

    /// <summary>Sends the bytes of a data set through the engine.</summary>
    public static async Task<Streamed> RunAsync(
        Deidentifier deidentifier,
        ReadOnlyMemory<byte> input,
        DicomTransferSyntax syntax,
        CancellationToken cancellationToken
    )
    {
        using var written = new MemoryStream();
        var output = PipeWriter.Create(written, new StreamPipeWriterOptions(leaveOpen: true));
        await using var deidentification = new InstanceDeidentification(
            deidentifier,
            PipeReader.Create(new ReadOnlySequence<byte>(input)),
            syntax
        );
        await deidentification.ReadHeaderAsync(cancellationToken);
        deidentification.Prepare();
        await deidentification.WriteAsync(output, cancellationToken);
        await output.CompleteAsync();
        var bytes = written.ToArray();
        var outputSyntax = deidentification.OutputSyntax;
        return new Streamed(bytes, outputSyntax, DicomSerializer.Parse(bytes, outputSyntax));
    }
}
