namespace Adit.Dicom.Web;

/// <summary>The body of an answer: each wait for more of it has a deadline, and its faults have our words.</summary>
internal sealed class ResponseBody(Stream inner, DicomWebOperation operation, string firstAwaited)
    : Stream
{
    private bool _begun;

    /// <summary>Bytes that have come.</summary>
    public long BytesRead { get; private set; }

    /// <summary>How many bytes may come; more is a fault.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_begun)
        {
            operation.Wait("more of the answer", operation.Timeouts.Idle);
        }
        else
        {
            operation.Wait(firstAwaited, operation.Timeouts.Response);
        }
        try
        {
            var reading = inner.ReadAsync(buffer, operation.Token);
            int count;
            if (reading.IsCompleted || !cancellationToken.CanBeCanceled)
            {
                count = await reading.ConfigureAwait(false);
            }
            else
            {
                await using var registration = cancellationToken
                    .UnsafeRegister(static state => ((DicomWebOperation)state!).Abort(), operation)
                    .ConfigureAwait(false);
                count = await reading.ConfigureAwait(false);
            }
            _begun = true;
            BytesRead += count;
            return BytesRead <= MaxBytes
                ? count
                : throw operation.Malformed($"it is longer than {MaxBytes} bytes");
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw operation.Translate(exception);
        }
        finally
        {
            operation.EndWait();
        }
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The answer of a server is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
