using System.IO.Pipelines;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>
/// Reads a data set as it arrives: small items come whole, long values and pixel data as a <see cref="DicomBulkValue"/>
/// whose bytes are copied on or skipped. Not safe for concurrent use. The pipe stays the caller's: complete it yourself.
/// </summary>
public sealed partial class DicomStreamReader : IAsyncDisposable
{
    private static readonly DicomTag HeaderEnd = new(0x7FE0, 0x0000);

    private readonly SlabReader _source;
    private readonly DicomParser _parser;
    private readonly PipeReader? _inflated;
    private DicomBulkValue? _bulk;
    private bool _offsetTableRead;

    /// <summary>Starts at the first element of a data set.</summary>
    /// <param name="input">The bytes of the data set, without file meta information.</param>
    /// <param name="transferSyntax">How they are encoded.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    public DicomStreamReader(
        PipeReader input,
        DicomTransferSyntax transferSyntax,
        DicomReadOptions? options = null
    )
        : this(new SlabReader(input), transferSyntax, options ?? DicomReadOptions.Default) { }

    internal DicomStreamReader(
        SlabReader source,
        DicomTransferSyntax transferSyntax,
        DicomReadOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(transferSyntax);
        TransferSyntax = transferSyntax;
        if (transferSyntax.IsDeflated)
        {
            _inflated = PipeReader.Create(
                new BoundedInflateStream(source, options),
                new StreamPipeReaderOptions(bufferSize: 64 << 10)
            );
            source = new SlabReader(_inflated);
        }
        _source = source;
        _parser = new DicomParser(transferSyntax, options, streaming: true);
    }

    /// <summary>How the data set is encoded.</summary>
    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>The bulk value whose bytes come next; null when none is open.</summary>
    public DicomBulkValue? CurrentBulk => _bulk;

    /// <summary>How many bytes of the data set have been used (inflated ones, when it is deflated).</summary>
    public long Offset => _source.Offset;

    /// <summary>
    /// The next item of the top level, or null at the end. The rest of an open bulk value is skipped. A
    /// <see cref="DicomBulkValue"/> stands for a value that was not read.
    /// </summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    public async ValueTask<DicomItem?> ReadAsync(CancellationToken cancellationToken = default)
    {
        await SkipBulkAsync(cancellationToken).ConfigureAwait(false);
        _parser.YieldItems = true;
        _parser.KeepBulk = false;
        _parser.StopTag = null;
        return await AdvanceAsync(cancellationToken).ConfigureAwait(false) switch
        {
            ParseStatus.Item => _parser.Item,
            ParseStatus.Bulk => OpenBulk(),
            ParseStatus.End or ParseStatus.Stopped or ParseStatus.NeedMore => null,
        };
    }

    /// <summary>
    /// Reads everything in front of the first element whose tag is this one or greater, also long values, up to
    /// <see cref="DicomReadOptions.MaxHeaderBytes"/>. The element itself comes with the next <see cref="ReadAsync"/>.
    /// Items that were read one by one before are not in the result.
    /// </summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    public async ValueTask<DicomDataset> ReadUntilAsync(
        DicomTag tag,
        CancellationToken cancellationToken = default
    )
    {
        await SkipBulkAsync(cancellationToken).ConfigureAwait(false);
        _parser.YieldItems = false;
        _parser.KeepBulk = true;
        _parser.StopTag = tag;
        await AdvanceAsync(cancellationToken).ConfigureAwait(false);
        return _parser.Root;
    }

    /// <summary>Reads everything in front of the pixel data and its offset tables (group 7FE0).</summary>
    /// <exception cref="DicomDataException">The data are damaged or beyond a limit.</exception>
    public ValueTask<DicomDataset> ReadHeaderAsync(CancellationToken cancellationToken = default) =>
        ReadUntilAsync(HeaderEnd, cancellationToken);

    /// <summary>Copies the open bulk value on, as it is on the wire; of fragments with their item headers and the closing delimiter.</summary>
    /// <exception cref="DicomDataException">The data end before the value does.</exception>
    /// <exception cref="InvalidOperationException">No bulk value is open.</exception>
    public async ValueTask CopyBulkToAsync(
        PipeWriter output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        await UseBulkAsync(
                RequireBulk(),
                count => _source.CopyAsync(output, count, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies the open bulk value on, as it is on the wire; of fragments with their item headers and the closing delimiter.</summary>
    /// <exception cref="DicomDataException">The data end before the value does.</exception>
    /// <exception cref="InvalidOperationException">No bulk value is open.</exception>
    public async ValueTask CopyBulkToAsync(
        Stream output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        await UseBulkAsync(
                RequireBulk(),
                count => _source.CopyAsync(output, count, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Skips the rest of the open bulk value, if there is one.</summary>
    /// <exception cref="DicomDataException">The data end before the value does.</exception>
    public async ValueTask SkipBulkAsync(CancellationToken cancellationToken = default)
    {
        if (_bulk is null)
        {
            return;
        }
        await UseBulkAsync(
                _bulk,
                count => _source.SkipAsync(count, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// The next fragment of the open encapsulated value, in memory, or null behind the last one. The basic offset
    /// table is skipped. How fragments make frames is the offset tables' matter; usually one is one.
    /// </summary>
    /// <param name="maxBytes">Longer fragments are refused.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="DicomDataException">The data are damaged, or the fragment is too long.</exception>
    /// <exception cref="InvalidOperationException">No encapsulated value is open.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadFragmentAsync(
        int maxBytes = 256 << 20,
        CancellationToken cancellationToken = default
    )
    {
        if (_bulk is not { IsFragments: true })
        {
            throw new InvalidOperationException("No encapsulated value is open.");
        }
        if (!_offsetTableRead)
        {
            _offsetTableRead = true;
            if (await PeekFragmentAsync(cancellationToken).ConfigureAwait(false) is { } table)
            {
                Require(
                    await _source.SkipAsync(8 + table, cancellationToken).ConfigureAwait(false)
                );
            }
        }
        var size = await PeekFragmentAsync(cancellationToken).ConfigureAwait(false);
        if (size is not { } length)
        {
            _source.AdvanceTo(_source.Start + 8);
            _bulk = null;
            return null;
        }
        if (length > maxBytes)
        {
            throw new DicomDataException(
                $"A fragment is longer than {maxBytes} bytes.",
                _bulk.Tag,
                Offset
            );
        }
        Require(
            await _source.EnsureAsync(8 + (int)length, cancellationToken).ConfigureAwait(false)
        );
        var fragment = _source.Memory.Slice(_source.Start + 8, (int)length);
        _source.AdvanceTo(_source.Start + 8 + (int)length);
        return fragment;
    }

    /// <summary>Copies all that has not been used, from the next element (or from inside the open bulk value) to the end, as it is on the wire; inflated, when it is deflated.</summary>
    public async ValueTask CopyRemainingToAsync(
        PipeWriter output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        await _source.CopyAsync(output, long.MaxValue, cancellationToken).ConfigureAwait(false);
        _bulk = null;
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies all that has not been used, from the next element (or from inside the open bulk value) to the end, as it is on the wire; inflated, when it is deflated.</summary>
    public async ValueTask CopyRemainingToAsync(
        Stream output,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        await _source.CopyAsync(output, long.MaxValue, cancellationToken).ConfigureAwait(false);
        _bulk = null;
    }

    /// <summary>Frees the decompressor of a deflated data set; the given pipe stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_inflated is not null)
        {
            await _inflated.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ParseStatus> AdvanceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _parser.BaseOffset = _source.BaseOffset;
            var position = _source.Start;
            var status = _parser.Read(_source.Memory, ref position, _source.IsCompleted);
            _source.AdvanceTo(position);
            if (status != ParseStatus.NeedMore)
            {
                return status;
            }
            await _source.EnsureAsync(_parser.Needed, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Uses up the rest of a bulk value, fragments with their headers and the closing delimiter.</summary>
    private async ValueTask UseBulkAsync(
        DicomBulkValue value,
        Func<long, ValueTask<bool>> use,
        CancellationToken cancellationToken
    )
    {
        if (value.Length is { } length)
        {
            Require(await use(length - _bulkUsed).ConfigureAwait(false));
        }
        else
        {
            if (_fragmentLeft > 0)
            {
                Require(await use(_fragmentLeft).ConfigureAwait(false));
                _fragmentLeft = 0;
            }
            long? size;
            do
            {
                size = await PeekFragmentAsync(cancellationToken).ConfigureAwait(false);
                Require(await use(8 + (size ?? 0)).ConfigureAwait(false));
            } while (size is not null);
        }
        _bulk = null;
    }

    private DicomBulkValue OpenBulk()
    {
        _offsetTableRead = false;
        _bulkUsed = 0;
        _fragmentLeft = 0;
        _bulk = new DicomBulkValue(
            _parser.BulkTag,
            _parser.BulkVr,
            _parser.BulkLength < 0 ? null : _parser.BulkLength,
            _parser.IsBigEndian
        );
        return _bulk;
    }

    /// <summary>The length of the next fragment, null at the delimiter; its header stays unread.</summary>
    private async ValueTask<long?> PeekFragmentAsync(CancellationToken cancellationToken)
    {
        Require(await _source.EnsureAsync(8, cancellationToken).ConfigureAwait(false));
        return _parser.ReadFragmentHeader(_source.Memory.Span[_source.Start..], _bulk!.Tag, Offset);
    }

    private DicomBulkValue RequireBulk() =>
        _bulk ?? throw new InvalidOperationException("No _bulk value is open.");

    private void Require(bool complete)
    {
        if (!complete)
        {
            throw new DicomDataException(
                "The data end in the middle of an element.",
                _bulk?.Tag,
                Offset
            );
        }
    }
}
