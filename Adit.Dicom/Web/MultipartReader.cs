using System.Buffers;
using System.IO.Pipelines;

namespace Adit.Dicom.Web;

/// <summary>
/// Takes a multipart message apart while it arrives (RFC 2046 section 5.1). A part is never held in memory: its body is read
/// through <see cref="Body"/>, and ends only when the boundary behind it has been seen.
/// </summary>
internal sealed class MultipartReader : IDisposable
{
    private const int InitialBuffer = 128 << 10;
    private const int MaxBuffer = 128 << 20;
    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxPreambleBytes = 64 << 10;
    private const int MaxEpilogueBytes = 64 << 10;
    private const int MaxBoundary = 200;

    private readonly Stream _stream;
    private readonly DicomWebOperation _operation;
    private readonly byte[] _delimiter;
    private readonly PartBody _body;
    private byte[] _buffer;

    // [_start, _limit) is known to belong to the part, [_limit, _end) may be the beginning of the boundary.
    private int _start;
    private int _limit;
    private int _end;
    private bool _atDelimiter;
    private bool _begun;
    private bool _closed;

    public MultipartReader(Stream stream, string boundary, DicomWebOperation operation)
    {
        if (boundary.Length is 0 or > MaxBoundary || !System.Text.Ascii.IsValid(boundary))
        {
            throw operation.Malformed("its parts have no valid boundary");
        }
        _stream = stream;
        _operation = operation;
        _delimiter = System.Text.Encoding.ASCII.GetBytes($"\r\n--{boundary}");
        _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
        _body = new PartBody(this);
        // The first boundary has no line break in front of it when there is no preamble.
        "\r\n"u8.CopyTo(_buffer);
        _end = 2;
    }

    /// <summary>The body of the current part. What is left of it is skipped by <see cref="NextAsync"/>.</summary>
    public PipeReader Body => _body;

    /// <summary>The Content-Type of the current part.</summary>
    public MediaType ContentType { get; private set; } = MediaType.Parse(null);

    /// <summary>Goes to the next part; false when the message has ended properly.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_closed)
        {
            return false;
        }
        await SkipToDelimiterAsync(cancellationToken).ConfigureAwait(false);
        _begun = true;
        _start += _delimiter.Length;
        await RequireAsync(2, cancellationToken).ConfigureAwait(false);
        if (_buffer.AsSpan(_start, 2).SequenceEqual("--"u8))
        {
            _closed = true;
            await ReadEpilogueAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
        _limit = _start;
        _atDelimiter = false;
        _body.Open();
        return true;
    }

    public void Dispose()
    {
        _body.Complete();
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask SkipToDelimiterAsync(CancellationToken cancellationToken)
    {
        var skipped = 0L;
        while (true)
        {
            Search();
            skipped += _limit - _start;
            _start = _limit;
            if (_atDelimiter)
            {
                return;
            }
            if (!_begun && skipped > MaxPreambleBytes)
            {
                throw _operation.Malformed("its first part does not begin");
            }
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for the boundary in what has come, and says how much of it belongs to the part for certain.</summary>
    private void Search()
    {
        while (!_atDelimiter)
        {
            var found = _buffer.AsSpan(_limit, _end - _limit).IndexOf(_delimiter);
            if (found < 0)
            {
                // The beginning of a boundary may have come already.
                _limit = Math.Max(_limit, _end - _delimiter.Length + 1);
                return;
            }
            _limit += found;
            var behind = _buffer.AsSpan(
                _limit + _delimiter.Length,
                _end - _limit - _delimiter.Length
            );
            if (behind.Length < 2)
            {
                return;
            }
            // Another boundary that begins like this one is none.
            if (
                behind[..2].SequenceEqual("--"u8)
                || behind[0] is (byte)'\r' or (byte)' ' or (byte)'\t'
            )
            {
                _atDelimiter = true;
                return;
            }
            _limit++;
        }
    }

    private async ValueTask ReadHeadersAsync(CancellationToken cancellationToken)
    {
        ContentType = MediaType.Parse(null);
        var total = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var length = await RequireLineAsync(MaxHeaderBytes - total, cancellationToken)
                .ConfigureAwait(false);
            var line = _buffer.AsSpan(_start, length);
            _start += length + 2;
            total += length + 2;
            if (isFirst)
            {
                // The rest of the line of the boundary: nothing but blanks.
                if (line.ContainsAnyExcept(" \t"u8))
                {
                    throw _operation.Malformed("something stands behind a boundary");
                }
                continue;
            }
            if (length == 0)
            {
                return;
            }
            var colon = line.IndexOf((byte)':');
            if (
                colon > 0
                && System.Text.Ascii.EqualsIgnoreCase(
                    line[..colon].TrimEnd((byte)' '),
                    "Content-Type"
                )
            )
            {
                ContentType = MediaType.Parse(
                    System.Text.Encoding.Latin1.GetString(line[(colon + 1)..])
                );
            }
        }
    }

    /// <summary>The length of the line that begins at <see cref="_start"/>, without its end.</summary>
    private async ValueTask<int> RequireLineAsync(int max, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer
                .AsSpan(_start + searched, _end - _start - searched)
                .IndexOf("\r\n"u8);
            if (found >= 0 && searched + found <= max)
            {
                return searched + found;
            }
            searched = Math.Max(0, _end - _start - 1);
            if (found >= 0 || searched > max)
            {
                throw _operation.Malformed("the headers of a part are too long");
            }
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RequireAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads to the end of the message, so that the connection can be used again.</summary>
    private async ValueTask ReadEpilogueAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; length < MaxEpilogueBytes; )
        {
            var count = await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }
            length += count;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await _stream
            .ReadAsync(_buffer.AsMemory(_end), cancellationToken)
            .ConfigureAwait(false);
        if (count == 0)
        {
            throw _operation.Truncated();
        }
        _end += count;
    }

    private void MakeRoom()
    {
        if (_start > 0 && (_start == _end || _buffer.Length - _end < _buffer.Length / 2))
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _limit = Math.Max(0, _limit - _start);
            _start = 0;
        }
        if (_end < _buffer.Length)
        {
            return;
        }
        // Who reads the part wants to see ever more of it at once.
        if (_buffer.Length >= MaxBuffer)
        {
            throw _operation.Malformed("the header of an instance is too long");
        }
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private sealed class PartBody(MultipartReader reader) : PipeReader
    {
        private ReadOnlySequence<byte> _exposed;
        private long _examined;
        private bool _open;
        private bool _cancelPending;

        public void Open()
        {
            _exposed = ReadOnlySequence<byte>.Empty;
            _examined = 0;
            _open = true;
            _cancelPending = false;
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!_open)
            {
                throw new InvalidOperationException("This part cannot be read any more.");
            }
            reader.Search();
            var available = reader._limit - reader._start;
            if (!_cancelPending && !reader._atDelimiter && available <= _examined)
            {
                result = default;
                return false;
            }
            _exposed = new ReadOnlySequence<byte>(reader._buffer, reader._start, available);
            result = new ReadResult(_exposed, _cancelPending, reader._atDelimiter);
            _cancelPending = false;
            return true;
        }

        public override async ValueTask<ReadResult> ReadAsync(
            CancellationToken cancellationToken = default
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadResult result;
            while (!TryRead(out result))
            {
                await reader.FillAsync(cancellationToken).ConfigureAwait(false);
            }
            return result;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            var start = _exposed.GetOffset(_exposed.Start);
            var length = _exposed.GetOffset(consumed) - start;
            _examined = Math.Max(0, _exposed.GetOffset(examined) - start - length);
            reader._start += (int)length;
            _exposed = ReadOnlySequence<byte>.Empty;
        }

        public override void CancelPendingRead() => _cancelPending = true;

        public override void Complete(Exception? exception = null) => _open = false;
    }
}
