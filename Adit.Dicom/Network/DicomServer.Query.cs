using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomServer
{
    private sealed partial class AcceptedAssociation
    {
        private async ValueTask FindAsync(DimseCommand command, PresentationContext context)
        {
            if (
                await TryReadIdentifierAsync(command, context).ConfigureAwait(false)
                is not { } identifier
            )
            {
                return;
            }
            using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            var watch = WatchForCancel(command, cancelling);
            var final = command.ToResponse(DicomStatus.Success);
            var request = new DicomFindRequest(_caller, context.AbstractSyntax, identifier);
            var matches = _server
                ._service.FindAsync(request, cancelling.Token)
                .GetAsyncEnumerator(cancelling.Token);
            try
            {
                while (true)
                {
                    byte[] bytes;
                    try
                    {
                        if (!await matches.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                        bytes = DicomSerializer.Encode(matches.Current, context.TransferSyntax!);
                    }
                    catch (OperationCanceledException) when (cancelling.IsCancellationRequested)
                    {
                        break;
                    }
                    catch (Exception exception)
                    {
                        final = ToFailure(command, exception, DicomStatus.CannotUnderstand);
                        break;
                    }
                    if (cancelling.IsCancellationRequested)
                    {
                        break;
                    }
                    await _connection
                        .Writer.SendAsync(
                            command.ToResponse(DicomStatus.Pending, hasDataset: true),
                            bytes
                        )
                        .ConfigureAwait(false);
                }
            }
            finally
            {
                await matches.DisposeAsync().ConfigureAwait(false);
            }
            await EndWatchAsync(watch).ConfigureAwait(false);
            if (cancelling.IsCancellationRequested)
            {
                final = command.ToResponse(DicomStatus.Cancel);
            }
            await _connection.Writer.SendAsync(final).ConfigureAwait(false);
        }

        /// <summary>Reads the identifier, or answers that it cannot be understood.</summary>
        private async ValueTask<DicomDataset?> TryReadIdentifierAsync(
            DimseCommand command,
            PresentationContext context
        )
        {
            try
            {
                return await _channel
                    .ReadIdentifierAsync(context.TransferSyntax!)
                    .ConfigureAwait(false);
            }
            catch (DicomDataException exception)
            {
                // Nothing of the data set is left in the stream: only its content is bad, not the association.
                _server.LogEnded(Description, exception.Message);
                var response = command.ToResponse(DicomStatus.CannotUnderstand);
                response.ErrorComment = "The identifier cannot be parsed";
                await _connection.Writer.SendAsync(response).ConfigureAwait(false);
                return null;
            }
        }

        /// <summary>
        /// Reads ahead while an operation runs, so that a cancel, a release or a lost connection is noticed at once. A read
        /// that is not answered while the operation runs is the one for the next request.
        /// </summary>
        private Task WatchForCancel(DimseCommand request, CancellationTokenSource cancelling)
        {
            var reading = _channel.ReadCommandAsync("a cancel", timeout: null).AsTask();
            _pendingRead = reading;
            return WatchAsync();

            async Task WatchAsync()
            {
                try
                {
                    if (
                        await reading.ConfigureAwait(false)
                            is { Operation: DimseOperation.CancelRequest } cancel
                        && cancel.MessageIdBeingRespondedTo == request.MessageId
                    )
                    {
                        await cancelling.CancelAsync().ConfigureAwait(false);
                    }
                }
                catch (DicomException)
                {
                    // Reported by the flow that takes the pending read; here it only ends the service's work.
                    await cancelling.CancelAsync().ConfigureAwait(false);
                }
                catch (ObjectDisposedException)
                {
                    // The operation ended in the same moment and took its token source with it.
                }
            }
        }

        /// <summary>Takes note of what came in while the operation ran: throws when the association is lost.</summary>
        private async ValueTask EndWatchAsync(Task watch)
        {
            if (_pendingRead is { IsCompleted: true } read)
            {
                await watch.ConfigureAwait(false);
                if (await read.ConfigureAwait(false) is { Operation: DimseOperation.CancelRequest })
                {
                    _pendingRead = null;
                }
            }
        }
    }
}
