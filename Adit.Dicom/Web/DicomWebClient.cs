using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Adit.Dicom.Network;

namespace Adit.Dicom.Web;

/// <summary>
/// A client of the DICOMweb services of one server (PS3.18): QIDO-RS, WADO-RS and STOW-RS. Everything streams; every wait has a
/// deadline; cancelling closes the connection at once. Redirects to another origin are refused, proxies are not used.
/// Safe for concurrent use: each request has a connection of its own.
/// </summary>
public sealed partial class DicomWebClient : IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxWarnings = 10;
    private const int MaxWarningLength = 256;
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    private readonly DicomWebEndpoint _endpoint;
    private readonly DicomTimeouts _timeouts;
    private readonly HttpClient _http;

    /// <summary>Makes a client; a connection is opened by the first request.</summary>
    /// <param name="endpoint">Where the services are.</param>
    /// <param name="timeouts">
    /// Response is the time until the first byte of an answer (of the first image), Idle the silence inside of one and the time in
    /// which the server must take a piece of what is sent.
    /// </param>
    public DicomWebClient(DicomWebEndpoint endpoint, DicomTimeouts timeouts)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(timeouts);
        _endpoint = endpoint;
        _timeouts = timeouts;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = timeouts.Connect,
                MaxResponseHeadersLength = 32,
                MaxResponseDrainSize = 0,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
                UseCookies = false,
                UseProxy = false,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose() => _http.Dispose();

    private DicomWebOperation Begin(string name, CancellationToken cancellationToken) =>
        new(name, _endpoint.Origin, _timeouts, cancellationToken);

    /// <summary>Asks for a resource; gives the answer when its headers are there, whatever its status is.</summary>
    private async Task<HttpResponseMessage> GetAsync(
        DicomWebOperation operation,
        Uri address,
        string accept,
        string acceptEncoding,
        string awaited
    )
    {
        operation.Wait(awaited, _timeouts.Response);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var request = NewRequest(HttpMethod.Get, address, accept);
                request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
                var response = await SendAsync(operation, request).ConfigureAwait(false);
                if ((int)response.StatusCode is < 300 or >= 400)
                {
                    return response;
                }
                using (response)
                {
                    address = Redirected(operation, address, response, redirects);
                }
            }
        }
        finally
        {
            operation.EndWait();
        }
    }

    private HttpRequestMessage NewRequest(HttpMethod method, Uri address, string accept)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (_endpoint.Authorization is { Length: > 0 } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(
        DicomWebOperation operation,
        HttpRequestMessage request
    )
    {
        try
        {
            return await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, operation.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw operation.Translate(exception);
        }
    }

    /// <summary>The authorization is for one origin only; within it, a redirect is followed.</summary>
    private static Uri Redirected(
        DicomWebOperation operation,
        Uri address,
        HttpResponseMessage response,
        int redirects
    )
    {
        var target = response.Headers.Location is { } location ? new Uri(address, location) : null;
        var isSameOrigin =
            target is not null
            && Uri.Compare(
                target,
                address,
                UriComponents.SchemeAndServer,
                UriFormat.SafeUnescaped,
                StringComparison.OrdinalIgnoreCase
            ) == 0;
        return isSameOrigin && redirects < MaxRedirects
            ? target!
            : throw new DicomWebException(
                $"{operation.Server} answered {operation.Name} with a redirect that is not followed. Check the address of its DICOMweb service.",
                DicomWebFault.Redirected
            )
            {
                StatusCode = response.StatusCode,
            };
    }

    private DicomWebException Refused(DicomWebOperation operation, HttpResponseMessage response) =>
        new(
            $"{operation.Server} answered {operation.Name} with status {(int)response.StatusCode}.",
            response.StatusCode == HttpStatusCode.Accepted
                ? DicomWebFault.NotYetAvailable
                : DicomWebFault.Status
        )
        {
            StatusCode = response.StatusCode,
            RetryAfter = RetryAfter(response.Headers.RetryAfter),
        };

    private static DicomWebException Unexpected(DicomWebOperation operation, string wanted) =>
        new(
            $"{operation.Server} answered {operation.Name} with something else than {wanted}. Check whether the address is that of a DICOMweb service.",
            DicomWebFault.UnexpectedContent
        );

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _timeouts.Clock.GetUtcNow());
        return wait is { } time
            ? TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, MaxRetryAfter.Ticks))
            : null;
    }

    private static MediaType TypeOf(HttpResponseMessage response) =>
        MediaType.Parse(
            response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
                ? values.ToString()
                : null
        );

    private static async ValueTask<ResponseBody> OpenBodyAsync(
        DicomWebOperation operation,
        HttpResponseMessage response,
        string firstAwaited,
        long maxBytes = long.MaxValue
    )
    {
        Stream stream;
        try
        {
            stream = await response
                .Content.ReadAsStreamAsync(operation.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw operation.Translate(exception);
        }
        // Outermost first is last in the header.
        foreach (var encoding in response.Content.Headers.ContentEncoding.Reverse())
        {
            stream = encoding.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(stream, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(stream, CompressionMode.Decompress),
                "BR" => new BrotliStream(stream, CompressionMode.Decompress),
                "IDENTITY" => stream,
                _ => throw operation.Malformed("its content encoding is unknown"),
            };
        }
        return new ResponseBody(stream, operation, firstAwaited) { MaxBytes = maxBytes };
    }

    private static List<string> WarningsOf(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Warning", out var values))
        {
            return [];
        }
        var warnings = new List<string>();
        foreach (var value in values)
        {
            if (warnings.Count == MaxWarnings)
            {
                break;
            }
            warnings.Add(value.Length <= MaxWarningLength ? value : value[..MaxWarningLength]);
        }
        return warnings;
    }
}
