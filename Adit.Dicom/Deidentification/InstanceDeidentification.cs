using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// De-identifies one instance while it streams: first <see cref="ReadHeaderAsync"/>, so that the caller can look whose it is, then
/// <see cref="Prepare"/>, then <see cref="WriteAsync"/>. What stands in front of the pixel data is held, up to
/// <see cref="DicomReadOptions.MaxHeaderBytes"/>; of the pixel data nothing is. Not safe for concurrent use.
/// </summary>
public sealed class InstanceDeidentification : IAsyncDisposable
{
    private const string DamagedMessage = "The data are damaged.";

    private static readonly DicomTag ExtendedOffsetTableTotal = new(0x7FE0, 0x0003);
    private static readonly DicomTag DataSetTrailingPadding = new(0xFFFC, 0xFFFC);

    private readonly Deidentifier _deidentifier;
    private readonly DicomStreamReader _reader;
    private readonly bool _ownsReader;
    private readonly long _maxHeld;
    private DicomDataset? _original;
    private DeidentifiedHeader? _header;
    private bool _isWritten;

    /// <summary>Starts at the first element of a data set. The pipe stays the caller's.</summary>
    /// <param name="deidentifier">The rules, and where what was done is counted.</param>
    /// <param name="input">The bytes of the data set, without file meta information.</param>
    /// <param name="syntax">How they are encoded.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    public InstanceDeidentification(
        Deidentifier deidentifier,
        PipeReader input,
        DicomTransferSyntax syntax,
        DicomReadOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(deidentifier);
        ArgumentNullException.ThrowIfNull(input);
        options ??= DicomReadOptions.Default;
        _deidentifier = deidentifier;
        _reader = new DicomStreamReader(input, syntax, options);
        _ownsReader = true;
        _maxHeld = options.MaxHeaderBytes;
    }

    /// <summary>Goes on with a file that was opened. The file stays the caller's, and must not be read from by anybody else.</summary>
    /// <param name="deidentifier">The rules, and where what was done is counted.</param>
    /// <param name="file">A file that was opened and not read whole.</param>
    /// <exception cref="InvalidOperationException">The file was read whole.</exception>
    public InstanceDeidentification(Deidentifier deidentifier, DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(deidentifier);
        ArgumentNullException.ThrowIfNull(file);
        _deidentifier = deidentifier;
        _reader = file.Reader;
        _original = file.Dataset;
        _maxHeld = DicomReadOptions.Default.MaxHeaderBytes;
    }

    /// <summary>
    /// How the output is encoded; known after <see cref="Prepare"/>. It differs from the input only when frames have to be decoded.
    /// </summary>
    public DicomTransferSyntax OutputSyntax =>
        _header?.Pixels.OutputSyntax ?? _reader.TransferSyntax;

    /// <summary>The original header, everything in front of the pixel data: to look whose instance this is.</summary>
    /// <exception cref="DeidentificationRefusedException">It is longer than what is held.</exception>
    /// <exception cref="DicomDataException">The data are damaged.</exception>
    public async ValueTask<DicomDataset> ReadHeaderAsync(
        CancellationToken cancellationToken = default
    )
    {
        if (_original is not null)
        {
            return _original;
        }
        try
        {
            return _original = await _reader
                .ReadHeaderAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DicomDataException tooLong) when (tooLong.IsTooLong)
        {
            throw Recorded(
                new DeidentificationRefusedException(
                    DeidentificationRefusal.Damaged,
                    $"What stands in front of the pixel data is longer than {_maxHeld >> 20} MB.",
                    tooLong
                )
            );
        }
        catch (DicomDataException damaged)
        {
            RecordDamage(damaged);
            throw;
        }
    }

    /// <summary>Admits or refuses the instance and makes the header of the output. Nothing is written yet.</summary>
    /// <exception cref="DeidentificationRefusedException">It must not leave; counted as refused.</exception>
    /// <exception cref="DicomDataException">The data are damaged; counted as refused.</exception>
    /// <exception cref="InvalidOperationException">The header has not been read.</exception>
    public DeidentifiedHeader Prepare()
    {
        if (_header is not null)
        {
            return _header;
        }
        var original =
            _original ?? throw new InvalidOperationException("The header has not been read yet.");
        try
        {
            return _header = _deidentifier.Deidentify(original, _reader.TransferSyntax);
        }
        catch (DeidentificationRefusedException refused)
        {
            _deidentifier.RecordRefusal(refused);
            throw;
        }
        catch (DicomDataException damaged)
        {
            RecordDamage(damaged);
            throw;
        }
    }

    /// <summary>
    /// Writes the header, passes the pixel data on, and treats what stands behind it by the same rules. Only then the instance
    /// counts. After an exception what was written must be thrown away: it is not whole, and may not be de-identified to its end.
    /// </summary>
    /// <param name="output">Where the data set goes, in <see cref="OutputSyntax"/>; flushed and not completed.</param>
    /// <param name="cancellationToken">Cancels reading and writing.</param>
    /// <exception cref="DeidentificationRefusedException">Something behind the header must not leave; counted as refused.</exception>
    /// <exception cref="DicomDataException">The data are damaged or end too early; counted as refused.</exception>
    /// <exception cref="InvalidOperationException">It was not prepared, or has been written before.</exception>
    public async ValueTask WriteAsync(
        PipeWriter output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        var header = _header ?? throw new InvalidOperationException("It has not been prepared.");
        if (_isWritten)
        {
            throw new InvalidOperationException("An instance is written once.");
        }
        _isWritten = true;
        var writer = new DicomStreamWriter(output, OutputSyntax);
        await using var _ = writer.ConfigureAwait(false);
        try
        {
            await writer.WriteAsync(header.Dataset, cancellationToken).ConfigureAwait(false);
            while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                await WriteItemAsync(header, item, writer, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DeidentificationRefusedException refused)
        {
            _deidentifier.RecordRefusal(refused);
            throw;
        }
        catch (DicomDataException damaged)
        {
            RecordDamage(damaged);
            throw;
        }
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        header.Commit();
    }

    /// <summary>Frees what a deflated data set needs; pipe and file stay open.</summary>
    public ValueTask DisposeAsync() =>
        _ownsReader ? _reader.DisposeAsync() : ValueTask.CompletedTask;

    private async ValueTask WriteItemAsync(
        DeidentifiedHeader header,
        DicomItem item,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (item.Tag == DataSetTrailingPadding || item.Tag.IsGroupLength)
        {
            // A bulk value that is not used is skipped by the next read.
            return;
        }
        if (IsPixelData(item.Tag) && item is DicomBulkValue pixels)
        {
            await PixelCleaning
                .WriteAsync(header.Pixels, pixels, _reader, writer, cancellationToken)
                .ConfigureAwait(false);
            return;
        }
        if (IsOffsetTable(item.Tag))
        {
            // Of native pixel data there is nothing to point at.
            if (OutputSyntax.IsEncapsulated && !header.Pixels.Drops(item.Tag))
            {
                await PassAsync(item, writer, cancellationToken).ConfigureAwait(false);
            }
            return;
        }
        if (item is DicomBulkValue { Tag.IsPrivate: false } bulk)
        {
            // Rare, and what it holds has to be looked at.
            item = await HoldAsync(bulk, cancellationToken).ConfigureAwait(false);
        }
        if (header.Apply(item) is { } kept)
        {
            await PassAsync(kept, writer, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask PassAsync(
        DicomItem item,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    ) =>
        item is DicomBulkValue
            ? writer.WriteBulkAsync(_reader, cancellationToken)
            : writer.WriteAsync(item, cancellationToken);

    /// <summary>A long value behind the pixel data, in memory like those in front of it.</summary>
    private async ValueTask<DicomElement> HoldAsync(
        DicomBulkValue bulk,
        CancellationToken cancellationToken
    )
    {
        if (bulk.Length is not { } length || length > _maxHeld)
        {
            throw new DeidentificationRefusedException(
                DeidentificationRefusal.Damaged,
                $"Element {bulk.Tag} behind the pixel data is {(bulk.IsFragments ? "encapsulated" : $"longer than {_maxHeld >> 20} MB")}, so that it cannot be looked at."
            );
        }
        using var held = new MemoryStream();
        await _reader.CopyBulkToAsync(held, cancellationToken).ConfigureAwait(false);
        var value = held.GetBuffer().AsMemory(0, (int)held.Length);
        if (bulk.IsBigEndian && bulk.Vr.UnitSize() > 1)
        {
            ByteOrder.Swap(value.Span, bulk.Vr.UnitSize());
        }
        return new DicomElement(bulk.Tag, bulk.Vr, value);
    }

    private static bool IsPixelData(DicomTag tag) =>
        tag == DicomTag.PixelData
        || tag == DicomTag.FloatPixelData
        || tag == DicomTag.DoubleFloatPixelData;

    private static bool IsOffsetTable(DicomTag tag) =>
        tag == DicomTag.ExtendedOffsetTable
        || tag == DicomTag.ExtendedOffsetTableLengths
        || tag == ExtendedOffsetTableTotal;

    /// <summary>Under one text: where in the data the fault is, is the matter of the instance and not of the report.</summary>
    private void RecordDamage(DicomDataException damaged) =>
        _deidentifier.RecordRefusal(
            new DeidentificationRefusedException(
                DeidentificationRefusal.Damaged,
                DamagedMessage,
                damaged
            )
        );

    private DeidentificationRefusedException Recorded(DeidentificationRefusedException refused)
    {
        _deidentifier.RecordRefusal(refused);
        return refused;
    }
}
