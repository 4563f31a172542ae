using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Web;

/// <summary>The body of a STOW-RS request with one instance, written while the instance is read.</summary>
internal sealed class StoreContent : HttpContent
{
    private readonly DicomWebStoreRequest _request;
    private readonly DicomWebOperation _operation;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private bool _begun;

    public StoreContent(DicomWebStoreRequest request, DicomWebOperation operation)
    {
        _request = request;
        _operation = operation;
        var boundary = string.Create(CultureInfo.InvariantCulture, $"adit-{Guid.NewGuid():N}");
        Headers.TryAddWithoutValidation(
            "Content-Type",
            $"multipart/related; type=\"application/dicom\"; boundary={boundary}"
        );
        var meta = DicomFile.CreateFileMeta(
            request.SopClassUid,
            request.SopInstanceUid,
            request.TransferSyntax
        );
        _head =
        [
            .. System.Text.Encoding.ASCII.GetBytes(
                $"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n"
            ),
            .. DicomFile.EncodePrologue(meta),
        ];
        _tail = System.Text.Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
    }

    /// <summary>Why the instance could not be read; null when the fault is not on that side.</summary>
    public ExceptionDispatchInfo? SourceFault { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + (_request.Length ?? 0) + _tail.Length;
        return _request.Length is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        if (_begun)
        {
            // What has been read of the instance cannot be read again.
            throw new IOException("The request was broken off and cannot be sent again.");
        }
        _begun = true;
        await WriteAsync(stream, _head, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var piece in read.Buffer)
            {
                await WriteAsync(stream, piece, cancellationToken).ConfigureAwait(false);
            }
            _request.Data.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }
        await WriteAsync(stream, _tail, cancellationToken).ConfigureAwait(false);
        _operation.Wait("the answer to the image", _operation.Timeouts.Response);
    }

    private async ValueTask<System.IO.Pipelines.ReadResult> ReadAsync(
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await _request.Data.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!_operation.Token.IsCancellationRequested)
        {
            SourceFault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }
    }

    private async ValueTask WriteAsync(
        Stream stream,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken
    )
    {
        _operation.Wait("the server to take the image", _operation.Timeouts.Idle);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        // The source may take as long as it likes; it has its own deadlines.
        _operation.EndWait();
    }
}
