using System.Net;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Receiver;

/// <summary>
/// Runs the receiver with the program. When it breaks, the program ends: a receiver that only looks alive would cost every retrieve
/// by C-MOVE its deadline, night after night, while a supervisor would simply start the program again.
/// </summary>
internal sealed partial class ReceiverService(
    IOptions<ReceiverOptions> options,
    MoveReceiver receiver,
    ReceiverStatistics statistics,
    KnownPeers peers,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<ReceiverService> logger
) : BackgroundService, IAsyncDisposable
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);

    private DicomServer? _server;

    /// <exception cref="StartupRefusedException">The port is taken, in production.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsEnabled)
        {
            LogOff();
            return Task.CompletedTask;
        }
        try
        {
            Listen();
        }
        catch (DicomConnectionException fault) when (environment.IsProduction())
        {
            throw new StartupRefusedException(Advice(fault), fault);
        }
        catch (DicomConnectionException fault)
        {
            // Two programs on a developer's machine: the pages may well be what the second one is for.
            statistics.DoesNotListen(ReceiverState.PortTaken, Advice(fault));
            LogPortTaken(Advice(fault));
        }
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Also after a start that another part has broken off, when nobody stops it.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return CloseAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_server is null)
            {
                await Task.Delay(BetweenAttempts, time, stoppingToken).ConfigureAwait(false);
                TryListen();
            }
            await _server.Listening.WaitAsync(stoppingToken).ConfigureAwait(false);
            throw new InvalidOperationException("The receiver has stopped listening by itself.");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            statistics.DoesNotListen(ReceiverState.Stopped, "Adit is stopping.");
        }
        catch (Exception fault)
        {
            statistics.DoesNotListen(
                ReceiverState.Failed,
                "The receiver has failed; Adit stops and has to be started again. Its log says why."
            );
            LogFailed(fault);
            // The host ends the program for this, and the program says so by its exit code.
            throw;
        }
    }

    private void Listen()
    {
        var settings = options.Value;
        var server = DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = settings.AeTitle,
                Address = IPAddress.Parse(settings.Address),
                Port = settings.Port,
                MaxAssociations = settings.MaxAssociations,
                AdmitsCaller = AdmitAsync,
                AcceptsSopClass = ReceiverScp.Accepts,
                Timeouts = new DicomTimeouts
                {
                    Idle = TimeSpan.FromSeconds(settings.IdleSeconds),
                    Clock = time,
                },
            },
            new ReceiverScp(receiver),
            logger
        );
        _server = server;
        statistics.OpenAssociations = () => server.AssociationCount;
        statistics.Listens(server.Port);
        LogListening(settings.AeTitle, settings.Address, server.Port);
    }

    private void TryListen()
    {
        try
        {
            Listen();
        }
        catch (DicomConnectionException)
        {
            // Said once at the start, and shown as long as it lasts.
        }
    }

    private async ValueTask<DicomRejection?> AdmitAsync(
        DicomCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (
            options.Value.AcceptUnknownPeers
            || await peers
                .IsKnownAsync(caller.CallingAeTitle, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return null;
        }
        // The association's own log line names the caller and the reason.
        statistics.Reject(caller.CallingAeTitle, "No server of Adit has this AE title.");
        return DicomRejection.CallingAeTitleNotRecognized;
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string Advice(DicomConnectionException fault) =>
        $"{fault.Message} The receiver's port is Receiver:Port, now {options.Value.Port}; Receiver:IsEnabled=false does without the receiver.";

    [LoggerMessage(
        LogLevel.Information,
        "The receiver {AeTitle} listens on {Address} port {Port} for images that sources send by C-MOVE"
    )]
    private partial void LogListening(string aeTitle, string address, int port);

    [LoggerMessage(LogLevel.Information, "The receiver is switched off (Receiver:IsEnabled)")]
    private partial void LogOff();

    [LoggerMessage(
        LogLevel.Error,
        "The receiver does not run and Adit is not ready: {Advice} Trying again every few seconds"
    )]
    private partial void LogPortTaken(string advice);

    [LoggerMessage(LogLevel.Critical, "The receiver has failed; Adit stops")]
    private partial void LogFailed(Exception fault);
}
