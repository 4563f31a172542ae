using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>A Part 10 file (PS3.10 section 7): file meta information, and a data set whose pixel data is a stream.</summary>
public sealed partial class DicomFile : IAsyncDisposable
{
    private const ushort PixelDataGroup = 0x7FE0;
    private const int BufferSize = 64 << 10;

    private readonly Stream? _stream;
    private readonly PipeReader? _pipe;
    private readonly DicomStreamReader? _reader;

    private DicomFile(
        DicomDataset fileMeta,
        DicomTransferSyntax transferSyntax,
        DicomDataset dataset,
        long datasetOffset,
        Stream? stream = null,
        PipeReader? pipe = null,
        DicomStreamReader? reader = null
    )
    {
        FileMeta = fileMeta;
        TransferSyntax = transferSyntax;
        Dataset = dataset;
        DatasetOffset = datasetOffset;
        _stream = stream;
        _pipe = pipe;
        _reader = reader;
    }

    /// <summary>The file meta information (group 0002); empty when the file has none.</summary>
    public DicomDataset FileMeta { get; }

    /// <summary>How the data set is encoded; told from its first bytes when the file does not say.</summary>
    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>All in front of the pixel data (group 7FE0) of an opened file; everything of one that was read whole.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>Where the data set begins, in bytes from the start of the file.</summary>
    public long DatasetOffset { get; }

    /// <summary>The reader that stands behind <see cref="Dataset"/>: gives the pixel data and what follows.</summary>
    /// <exception cref="InvalidOperationException">The file was read whole.</exception>
    public DicomStreamReader Reader =>
        _reader
        ?? throw new InvalidOperationException(
            "The file was read whole; all of it is in the data set."
        );

    /// <summary>Opens a file and reads it up to the pixel data.</summary>
    /// <exception cref="DicomDataException">It is no DICOM file, damaged, or beyond a limit.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Task<DicomFile> OpenAsync(
        string path,
        DicomReadOptions? options = null,
        CancellationToken cancellationToken = default
    ) => OpenAsync(OpenRead(path), options, cancellationToken);

    /// <summary>Opens a file in a stream and reads it up to the pixel data. The stream is disposed with the file, also when opening fails.</summary>
    /// <exception cref="DicomDataException">It is no DICOM file, damaged, or beyond a limit.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<DicomFile> OpenAsync(
        Stream stream,
        DicomReadOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        var pipe = PipeReader.Create(
            stream,
            new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true)
        );
        DicomStreamReader? reader = null;
        try
        {
            var source = new SlabReader(pipe);
            DicomFilePrologue.Result? prologue = null;
            for (var wanted = 1024; prologue is null; wanted *= 2)
            {
                var enough = await source
                    .EnsureAsync(wanted, cancellationToken)
                    .ConfigureAwait(false);
                prologue = DicomFilePrologue.TryRead(source.Memory[source.Start..], final: !enough);
            }
            var (meta, syntax, length) = prologue.Value;
            source.AdvanceTo(source.Start + length);
            reader = new DicomStreamReader(source, syntax, options ?? DicomReadOptions.Default);
            var header = await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            return new DicomFile(meta, syntax, header, length, stream, pipe, reader);
        }
        catch
        {
            if (reader is not null)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
            await pipe.CompleteAsync().ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a whole file into memory, pixel data too: for small ones.</summary>
    /// <exception cref="DicomDataException">It is no DICOM file, damaged, or beyond a limit.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<DicomFile> ReadAllAsync(
        string path,
        DicomReadOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), options);

    /// <summary>Parses a whole file in memory; the result refers to the given bytes.</summary>
    /// <exception cref="DicomDataException">It is no DICOM file, damaged, or beyond a limit.</exception>
    public static DicomFile Parse(ReadOnlyMemory<byte> data, DicomReadOptions? options = null)
    {
        var (meta, syntax, length) = DicomFilePrologue.TryRead(data, final: true)!.Value;
        return new DicomFile(
            meta,
            syntax,
            DicomSerializer.Parse(data[length..], syntax, options),
            length
        );
    }

    /// <summary>
    /// Reads on to the pixel data; its bytes then come from <see cref="Reader"/>. Offset tables that stand in front of
    /// it are added to <see cref="Dataset"/>. Null when there is none.
    /// </summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    /// <exception cref="InvalidOperationException">The file was read whole.</exception>
    public async ValueTask<DicomBulkValue?> OpenPixelDataAsync(
        CancellationToken cancellationToken = default
    )
    {
        while (await Reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
        {
            if (item is not DicomBulkValue bulk)
            {
                Dataset.Set(item);
            }
            else if (bulk.Tag.Group == PixelDataGroup && bulk.Vr != DicomVr.OV)
            {
                return bulk;
            }
        }
        return null;
    }

    /// <summary>
    /// Copies the data set, from its first byte, as it is in the file; works for an opened file in a stream that can
    /// seek. Afterwards <see cref="Reader"/> cannot be used any more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file was read whole.</exception>
    public async Task CopyDatasetToAsync(
        Stream output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_stream is null)
        {
            throw new InvalidOperationException(
                "The file was read whole; there is nothing to copy from."
            );
        }
        _stream.Position = DatasetOffset;
        await _stream.CopyToAsync(output, BufferSize, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }
        if (_pipe is not null)
        {
            await _pipe.CompleteAsync().ConfigureAwait(false);
        }
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static FileStream OpenRead(string path) =>
        new(
            path,
            new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            }
        );
}
