using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <content>Writing Part 10 files.</content>
public sealed partial class DicomFile
{
    private const int PreambleLength = 128;

    /// <summary>The identifier of this implementation in file meta information and associations (PS3.7 Annex D.3.3.2).</summary>
    public static DicomUid ImplementationClassUid { get; } =
        new("2.25.78667657064105455044336517000440855823");

    /// <summary>The version name of this implementation, at most 16 characters (PS3.7 Annex D.3.3.2).</summary>
    public static string ImplementationVersionName { get; } = VersionName();

    /// <summary>Makes fresh file meta information (PS3.10 Table 7.1-1).</summary>
    /// <param name="sopClassUid">The SOP class of the data set.</param>
    /// <param name="sopInstanceUid">The instance's identifier.</param>
    /// <param name="transferSyntax">How the data set is encoded.</param>
    /// <param name="sourceAeTitle">Who wrote or sent it; null leaves it out.</param>
    public static DicomDataset CreateFileMeta(
        DicomUid sopClassUid,
        DicomUid sopInstanceUid,
        DicomTransferSyntax transferSyntax,
        string? sourceAeTitle = null
    )
    {
        ArgumentNullException.ThrowIfNull(transferSyntax);
        var meta = new DicomDataset();
        meta.Set(
            new DicomElement(DicomTag.FileMetaInformationVersion, DicomVr.OB, new byte[] { 0, 1 })
        );
        meta.Set(DicomTag.MediaStorageSopClassUid, sopClassUid);
        meta.Set(DicomTag.MediaStorageSopInstanceUid, sopInstanceUid);
        meta.Set(DicomTag.TransferSyntaxUid, transferSyntax.Uid);
        meta.Set(DicomTag.ImplementationClassUid, ImplementationClassUid);
        meta.Set(DicomTag.ImplementationVersionName, ImplementationVersionName);
        if (!string.IsNullOrWhiteSpace(sourceAeTitle))
        {
            meta.Set(DicomTag.SourceApplicationEntityTitle, sourceAeTitle);
        }
        return meta;
    }

    /// <summary>Encodes what stands before the data set: an empty preamble, the prefix and the file meta information with its length.</summary>
    public static byte[] EncodePrologue(DicomDataset fileMeta)
    {
        ArgumentNullException.ThrowIfNull(fileMeta);
        var body = new ArrayBufferWriter<byte>(512);
        var encoder = new DicomEncoder(body, DicomTransferSyntax.ExplicitVrLittleEndian);
        foreach (var item in fileMeta)
        {
            if (item.Tag != DicomTag.FileMetaInformationGroupLength)
            {
                encoder.Write(item);
            }
        }
        encoder.Complete();
        var length = DicomElement.FromUInt32(
            DicomTag.FileMetaInformationGroupLength,
            DicomVr.UL,
            (uint)body.WrittenCount
        );
        var output = new ArrayBufferWriter<byte>(PreambleLength + 16 + body.WrittenCount);
        // Zeros, never what a received file had there: a preamble can be an executable's header.
        output.Write(new byte[PreambleLength]);
        output.Write("DICM"u8);
        var head = new DicomEncoder(output, DicomTransferSyntax.ExplicitVrLittleEndian);
        head.Write(length);
        head.Complete();
        output.Write(body.WrittenSpan);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a file whose data set bytes come ready from a pipe, in the transfer syntax of the meta information.</summary>
    /// <param name="output">Where the file goes; stays open.</param>
    /// <param name="fileMeta">The file meta information.</param>
    /// <param name="dataset">The encoded data set; read to its end, not completed.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public static async Task WriteAsync(
        Stream output,
        DicomDataset fileMeta,
        PipeReader dataset,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataset);
        await output.WriteAsync(EncodePrologue(fileMeta), cancellationToken).ConfigureAwait(false);
        await dataset.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a data set that is in memory as a file, with fresh meta information from (0008,0016) and (0008,0018).</summary>
    /// <exception cref="DicomDataException">SOP class or instance identifier is missing, or the data set cannot be encoded.</exception>
    public static async Task SaveAsync(
        Stream output,
        DicomDataset dataset,
        DicomTransferSyntax transferSyntax,
        string? sourceAeTitle = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataset);
        var meta = CreateFileMeta(
            dataset.GetUid(DicomTag.SopClassUid)
                ?? throw new DicomDataException(
                    "The data set has no SOP class.",
                    DicomTag.SopClassUid
                ),
            dataset.GetUid(DicomTag.SopInstanceUid)
                ?? throw new DicomDataException(
                    "The data set has no instance identifier.",
                    DicomTag.SopInstanceUid
                ),
            transferSyntax,
            sourceAeTitle
        );
        await output.WriteAsync(EncodePrologue(meta), cancellationToken).ConfigureAwait(false);
        var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        var writer = new DicomStreamWriter(pipe, transferSyntax);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(dataset, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a data set that is in memory as a file; an existing one is replaced.</summary>
    /// <exception cref="DicomDataException">SOP class or instance identifier is missing, or the data set cannot be encoded.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task SaveAsync(
        string path,
        DicomDataset dataset,
        DicomTransferSyntax transferSyntax,
        string? sourceAeTitle = null,
        CancellationToken cancellationToken = default
    )
    {
        var stream = new FileStream(
            path,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0
        );
        await using (stream.ConfigureAwait(false))
        {
            await SaveAsync(stream, dataset, transferSyntax, sourceAeTitle, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static string VersionName()
    {
        var version = typeof(DicomFile).Assembly.GetName().Version ?? new Version(0, 0, 0);
        return $"ADIT_{version.Major}.{version.Minor}.{version.Build}";
    }
}
