using System.Net;
using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Dicom.Json;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

public sealed partial class DicomWebClient
{
    private const long MaxQueryBytes = 1L << 30;
    private const int MaxResults = 2_000_000;

    /// <summary>
    /// Searches by QIDO-RS (PS3.18 section 10.6), page by page until there is nothing more, since servers may give less at once than
    /// they are asked for. Results come while they are received.
    /// </summary>
    /// <param name="query">What is searched for.</param>
    /// <param name="cancellationToken">Ends the search and closes its connection.</param>
    /// <exception cref="DicomWebException">The server refused, or its answer is not one of QIDO-RS.</exception>
    /// <exception cref="DicomNetworkException">The server could not be reached, was lost or did not answer in time.</exception>
    /// <exception cref="DicomDataException">The answer is damaged.</exception>
    public async IAsyncEnumerable<DicomDataset> QueryAsync(
        DicomWebQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        var wanted = query.Limit ?? MaxResults;
        var given = 0;
        string? first = null;
        while (given < wanted)
        {
            var size = Math.Min(query.PageSize, wanted - given);
            var count = 0;
            await foreach (
                var result in QueryPageAsync(query, size, given, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                if (count++ == 0)
                {
                    var key = result.GetString(query.Key);
                    if (given > 0 && key is not null && key == first)
                    {
                        // A server that knows no offset begins anew.
                        yield break;
                    }
                    first ??= key;
                }
                if (given + count > wanted)
                {
                    yield break;
                }
                yield return result;
            }
            given += count;
            // Nothing more, or a server that knows no limit and gave everything at once.
            if (count == 0 || count > size)
            {
                yield break;
            }
        }
        if (query.Limit is null)
        {
            throw new DicomWebException(
                $"{_endpoint.Origin} finds more than {MaxResults} results.",
                DicomWebFault.Malformed
            );
        }
    }

    private async IAsyncEnumerable<DicomDataset> QueryPageAsync(
        DicomWebQuery query,
        int limit,
        int offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var operation = Begin("QIDO-RS", cancellationToken);
        using var response = await GetAsync(
                operation,
                _endpoint.Resolve(_endpoint.QidoPrefix, query.ToAddress(limit, offset)),
                "application/dicom+json",
                "gzip, identity",
                "the answer to the query"
            )
            .ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                break;
            case HttpStatusCode.NoContent:
                yield break;
            // Beyond the last page some servers say that the page is not there.
            case HttpStatusCode.NotFound when offset > 0:
                yield break;
            default:
                throw Refused(operation, response);
        }
        var type = TypeOf(response);
        if (type.Name.Length == 0 && response.Content.Headers.ContentLength == 0)
        {
            yield break;
        }
        if (!type.IsJson)
        {
            throw Unexpected(operation, "JSON");
        }
        var body = await OpenBodyAsync(
                operation,
                response,
                "the answer to the query",
                MaxQueryBytes
            )
            .ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await foreach (
                var dataset in DicomJson
                    .ReadAllAsync(body, cancellationToken: cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                yield return dataset;
            }
        }
    }
}
