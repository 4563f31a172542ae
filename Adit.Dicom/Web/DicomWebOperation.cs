using System.Net.Sockets;
using Adit.Dicom.Network;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Web;

/// <summary>One request with its answer: its deadlines, its end, and the words for what went wrong on the wire.</summary>
internal sealed class DicomWebOperation : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly CancellationToken _caller;
    private readonly Deadline _wait;
    private readonly Deadline? _total;
    private (string Awaited, TimeSpan Length)? _missed;

    public DicomWebOperation(
        string name,
        string server,
        DicomTimeouts timeouts,
        CancellationToken caller
    )
    {
        (Name, Server, Timeouts, _caller) = (name, server, timeouts, caller);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _wait = new Deadline(timeouts.Clock, Miss);
        if (timeouts.Total is { } total)
        {
            _total = new Deadline(timeouts.Clock, Miss);
            _total.Start($"the end of {name}", total);
        }
    }

    /// <summary>"WADO-RS".</summary>
    public string Name { get; }

    public string Server { get; }

    public DicomTimeouts Timeouts { get; }

    /// <summary>Cancelled when the caller cancels or a deadline is missed.</summary>
    public CancellationToken Token => _ending.Token;

    public void Wait(string awaited, TimeSpan length) => _wait.Start(awaited, length);

    public void EndWait() => _wait.Stop();

    /// <summary>Ends the request and closes its connection.</summary>
    public void Abort() => _ending.Cancel();

    /// <summary>What an exception of HTTP or of a socket means.</summary>
    public Exception Translate(Exception exception)
    {
        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException("The request was cancelled.", exception, _caller);
        }
        if (_missed is { } missed)
        {
            return new DicomTimeoutException(
                $"{Server} did not answer in time: waited {missed.Length.TotalSeconds:0.#} s for {missed.Awaited}.",
                missed.Awaited,
                missed.Length
            );
        }
        return exception switch
        {
            DicomNetworkException => exception,
            OperationCanceledException { InnerException: TimeoutException } =>
                new DicomTimeoutException(
                    $"{Server} did not answer in time: waited {Timeouts.Connect.TotalSeconds:0.#} s for the connection.",
                    "the connection",
                    Timeouts.Connect
                ),
            HttpRequestException http => Translate(http, http.HttpRequestError),
            HttpIOException http => Translate(http, http.HttpRequestError),
            InvalidDataException => Malformed("its compressed answer is damaged", exception),
            IOException or SocketException or ObjectDisposedException => Lost(exception),
            _ => exception,
        };
    }

    public DicomWebException Malformed(string what, Exception? cause = null) =>
        new(
            $"{Server} answered {Name} in a way that is no valid HTTP or multipart message: {what}.",
            DicomWebFault.Malformed,
            cause
        );

    public DicomWebException Truncated() =>
        new(
            $"{Server} ended its answer to {Name} in the middle. Try again.",
            DicomWebFault.Truncated
        );

    public void Dispose()
    {
        _wait.Dispose();
        _total?.Dispose();
        _ending.Dispose();
    }

    private void Miss(Deadline deadline)
    {
        _missed ??= (deadline.Awaited, deadline.Length);
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer came in the same moment.
        }
    }

    private DicomNetworkException Translate(Exception exception, HttpRequestError error) =>
        error switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError =>
                new DicomConnectionException(
                    $"{Server} cannot be reached.",
                    wasEstablished: false,
                    exception
                )
                {
                    Endpoint = Server,
                },
            HttpRequestError.SecureConnectionError => new DicomWebException(
                $"No secure connection to {Server}: its certificate is not trusted here, or it speaks no common version of TLS.",
                DicomWebFault.NotSecure,
                exception
            ),
            HttpRequestError.InvalidResponse => Malformed("its answer is no HTTP", exception),
            HttpRequestError.ConfigurationLimitExceeded => Malformed(
                "its headers are too long",
                exception
            ),
            _ => Lost(exception),
        };

    private DicomConnectionException Lost(Exception cause) =>
        new($"The connection to {Server} was lost during {Name}.", wasEstablished: true, cause)
        {
            Endpoint = Server,
        };
}
