using System.Globalization;
using System.Net.Sockets;
using Adit.Dicom.Network;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Transfers.Routes;
using Polly;
using Polly.Retry;

namespace Adit.Infrastructure.Transfers;

/// <summary>What an attempt does about a network that fails for a moment: wait a little, and go on with what is missing.</summary>
internal sealed partial class StudyTransfer
{
    private readonly TransferOptions _options;
    private readonly TimeProvider _time;

    /// <summary>
    /// Transfers, and after a lost connection again what is still missing. An interruption after some progress is a new one:
    /// only so many in a row end the attempt. Progress is what the destination has: images that come only to be lost again are none.
    /// </summary>
    private async Task TransferDespiteInterruptionsAsync()
    {
        while (true)
        {
            var before = _manifest.Done;
            try
            {
                await RetryAsync(TransferAsync).ConfigureAwait(false);
                return;
            }
            catch (Exception lost)
                when (IsInterruption(lost)
                    && _manifest.Done > before
                    && _options.NetworkAttempts > 1
                    && !_stop.IsCancellationRequested
                )
            {
                continue;
            }
        }
    }

    private async Task RetryAsync(Func<Task> work)
    {
        if (_options.NetworkAttempts <= 1)
        {
            await work().ConfigureAwait(false);
            return;
        }

        await new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = _options.NetworkAttempts - 1,
                    Delay = _options.NetworkBackoff,
                    MaxDelay = _options.LongestNetworkBackoff,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Exception is { } fault
                                && IsInterruption(fault)
                                && !_stop.IsCancellationRequested
                        ),
                    OnRetry = arguments =>
                    {
                        Announce(
                            arguments.Outcome.Exception!,
                            arguments.RetryDelay,
                            arguments.AttemptNumber + 2
                        );
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build()
            .ExecuteAsync(async _ => await work().ConfigureAwait(false), _stop)
            .ConfigureAwait(false);
    }

    private void Announce(Exception fault, TimeSpan pause, int attempt) =>
        Warn(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(fault is DestinationLostException ? fault.Message : _faults.Describe(Cause(fault), _source).Message)} Going on in {pause.TotalSeconds:0.#} s with what is missing (try {attempt} of {_options.NetworkAttempts})."
            )
        );

    private static Exception Cause(Exception fault) =>
        fault is SourceLostException or DestinationLostException ? fault.InnerException! : fault;

    /// <summary>
    /// A connection that was refused, lost or aborted may be there again in a moment. Who kept silent until a deadline, or has
    /// no space left, will do so again: that is for a later attempt.
    /// </summary>
    private static bool IsInterruption(Exception fault) =>
        Cause(fault) switch
        {
            DicomConnectionException or DicomAssociationAbortedException or SocketException => true,
            DicomAssociationRejectedException rejected => DicomFaultMessages.IsRetriable(rejected),
            _ => false,
        };
}
