using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

public sealed partial class DicomWebClient
{
    private const int MaxStoreAnswerBytes = 4 << 20;

    /// <summary>
    /// Sends an instance by STOW-RS (PS3.18 section 10.5) while its bytes are read. One request holds one instance, so that the answer
    /// is about it alone; several requests may run at the same time.
    /// </summary>
    /// <param name="request">The instance.</param>
    /// <param name="cancellationToken">Ends the request and closes its connection.</param>
    /// <returns>What the server says about this instance. A failure of the instance is a result, not an exception.</returns>
    /// <exception cref="DicomWebException">The server refused the request as such: it would refuse any other instance too.</exception>
    /// <exception cref="DicomNetworkException">The server could not be reached, was lost or did not answer in time. The instance may or may not be stored.</exception>
    public async Task<DicomWebStoreResult> StoreAsync(
        DicomWebStoreRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        using var operation = Begin("STOW-RS", cancellationToken);
        using var message = NewRequest(
            HttpMethod.Post,
            _endpoint.Resolve(_endpoint.StowPrefix, "studies"),
            "application/dicom+json, application/dicom+xml;q=0.5"
        );
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        using var content = new StoreContent(request, operation);
        message.Content = content;
        HttpResponseMessage? response = null;
        try
        {
            operation.Wait("the connection", _timeouts.Connect + _timeouts.Connect);
            response = await SendAsync(operation, message).ConfigureAwait(false);
            operation.EndWait();
            return await ReadAnswerAsync(operation, response, request.SopInstanceUid)
                .ConfigureAwait(false);
        }
        catch (Exception) when (content.SourceFault is not null)
        {
            // The instance could not be read to its end; that the request broke is only its consequence.
            content.SourceFault.Throw();
            throw;
        }
        finally
        {
            operation.EndWait();
            response?.Dispose();
        }
    }

    private async Task<DicomWebStoreResult> ReadAnswerAsync(
        DicomWebOperation operation,
        HttpResponseMessage response,
        DicomUid sopInstanceUid
    )
    {
        var outcome = response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent =>
                DicomWebStoreOutcome.Stored,
            HttpStatusCode.Accepted => DicomWebStoreOutcome.StoredWithWarning,
            // What was sent is at fault, not the sender: another instance may be taken.
            HttpStatusCode.Conflict
            or HttpStatusCode.BadRequest
            or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity => DicomWebStoreOutcome.Failed,
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                throw new DicomWebException(
                    $"{operation.Server} answered STOW-RS with a redirect that is not followed. Check the address of its DICOMweb service.",
                    DicomWebFault.Redirected
                )
                {
                    StatusCode = response.StatusCode,
                },
            _ => throw Refused(operation, response),
        };
        var plain = new DicomWebStoreResult(outcome, response.StatusCode, null);
        var type = TypeOf(response);
        if (!type.IsJson && !type.IsXml)
        {
            return outcome == DicomWebStoreOutcome.Stored && type.Name == "text/html"
                ? throw Unexpected(operation, "JSON")
                : WithoutWord(plain);
        }
        var body = await OpenBodyAsync(
                operation,
                response,
                "the answer to the image",
                MaxStoreAnswerBytes
            )
            .ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var answer = await StoreAnswer
                .ReadAsync(body, type, operation.Token)
                .ConfigureAwait(false);
            return answer?.About(sopInstanceUid, plain) ?? WithoutWord(plain);
        }
    }

    /// <summary>
    /// An answer that says nothing of the instance. 200 means that all is stored; 202 that something is not (PS3.18 10.5.3), so that
    /// it proves nothing.
    /// </summary>
    private static DicomWebStoreResult WithoutWord(DicomWebStoreResult plain) =>
        plain.StatusCode == HttpStatusCode.Accepted
            ? plain with
            {
                Outcome = DicomWebStoreOutcome.Failed,
            }
            : plain;
}
