using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

public sealed partial class DicomWebClient
{
    private const int ReadSize = 128 << 10;

    /// <summary>
    /// Retrieves instances as they are stored, in their own transfer syntaxes (WADO-RS, PS3.18 section 10.4). Each is handed on while
    /// it arrives.
    /// </summary>
    /// <param name="resource">A study, a series or an instance.</param>
    /// <param name="sink">Takes each instance; the next one comes when it has returned. Its exceptions end the retrieve and are thrown on.</param>
    /// <param name="cancellationToken">Ends the retrieve and closes its connection.</param>
    /// <returns>What came. What did not come is for the caller to find out: servers leave out what they cannot read.</returns>
    /// <exception cref="DicomWebException">The server refused, has nothing yet (202), or its answer is damaged or ends too early.</exception>
    /// <exception cref="DicomNetworkException">The server could not be reached, was lost or did not answer in time.</exception>
    public async Task<DicomWebRetrieveResult> RetrieveAsync(
        DicomWebResource resource,
        DicomWebInstanceHandler sink,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sink);
        using var operation = Begin("WADO-RS", cancellationToken);
        using var response = await GetAsync(
                operation,
                _endpoint.Resolve(_endpoint.WadoPrefix, resource.ToString()),
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                "identity",
                "the first image"
            )
            .ConfigureAwait(false);
        var warnings = WarningsOf(response);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return new DicomWebRetrieveResult(0, 0, false, warnings);
        }
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw Refused(operation, response);
        }
        var type = TypeOf(response);
        var body = await OpenBodyAsync(operation, response, "the first image")
            .ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var (instances, damaged) =
                type.IsMultipart
                    ? await ReadPartsAsync(operation, type, body, sink, cancellationToken)
                        .ConfigureAwait(false)
                : type.Name == "application/dicom"
                    ? await ReadSingleAsync(body, sink, cancellationToken).ConfigureAwait(false)
                : throw Unexpected(operation, "images");
            return new DicomWebRetrieveResult(
                instances,
                damaged,
                response.StatusCode == HttpStatusCode.PartialContent,
                warnings
            );
        }
    }

    private static async Task<(int Instances, int Damaged)> ReadPartsAsync(
        DicomWebOperation operation,
        MediaType type,
        Stream body,
        DicomWebInstanceHandler sink,
        CancellationToken cancellationToken
    )
    {
        using var parts = new MultipartReader(body, type["boundary"] ?? "", operation);
        var (instances, damaged) = (0, 0);
        while (await parts.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (
                await HandOnAsync(parts.Body, parts.ContentType, sink, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                instances++;
            }
            else
            {
                damaged++;
            }
        }
        return (instances, damaged);
    }

    /// <summary>Some servers answer a single instance without the wrapping.</summary>
    private static async Task<(int Instances, int Damaged)> ReadSingleAsync(
        Stream body,
        DicomWebInstanceHandler sink,
        CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(
            body,
            new StreamPipeReaderOptions(
                bufferSize: ReadSize,
                minimumReadSize: ReadSize / 4,
                leaveOpen: true
            )
        );
        try
        {
            return await HandOnAsync(pipe, MediaType.Parse(null), sink, cancellationToken)
                .ConfigureAwait(false)
                ? (1, 0)
                : (0, 1);
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>False when this is no DICOM file that says what it is.</summary>
    private static async ValueTask<bool> HandOnAsync(
        PipeReader file,
        MediaType type,
        DicomWebInstanceHandler sink,
        CancellationToken cancellationToken
    )
    {
        var start = new InstanceStart(type["transfer-syntax"]);
        while (true)
        {
            var read = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
            var data = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
            switch (start.Look(data, read.IsCompleted))
            {
                case InstanceStartState.NeedsMore:
                    file.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    break;
                case InstanceStartState.Unknown:
                    file.AdvanceTo(read.Buffer.Start);
                    return false;
                case InstanceStartState.Known:
                    var instance = start.ToInstance(file);
                    file.AdvanceTo(read.Buffer.GetPosition(start.DatasetOffset));
                    await sink(instance, cancellationToken).ConfigureAwait(false);
                    return true;
            }
        }
    }
}
