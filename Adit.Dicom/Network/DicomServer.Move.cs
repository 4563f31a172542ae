using Adit.Dicom.Data;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomServer
{
    private sealed partial class AcceptedAssociation
    {
        private async ValueTask MoveAsync(DimseCommand command, PresentationContext context)
        {
            var destination = command.MoveDestination ?? "";
            if (
                await TryFindSourcesAsync(command, context, destination).ConfigureAwait(false)
                is not { } sources
            )
            {
                return;
            }
            if (_server._service.ResolveMoveDestination(destination) is not { } peer)
            {
                await _connection
                    .Writer.SendAsync(command.ToResponse(DicomStatus.MoveDestinationUnknown))
                    .ConfigureAwait(false);
                return;
            }
            using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            var watch = WatchForCancel(command, cancelling);
            var tally = new RetrieveTally(sources.Count);
            foreach (var batch in ByAssociation(sources))
            {
                await MoveBatchAsync(command, peer, batch, tally, cancelling.Token)
                    .ConfigureAwait(false);
                if (cancelling.IsCancellationRequested)
                {
                    break;
                }
            }
            await EndWatchAsync(watch).ConfigureAwait(false);
            await SendFinalAsync(command, context, tally, cancelling.IsCancellationRequested)
                .ConfigureAwait(false);
        }

        /// <summary>Cuts the list where an association's 128 presentation contexts are used up.</summary>
        private static IEnumerable<List<IDicomInstanceSource>> ByAssociation(
            IReadOnlyList<IDicomInstanceSource> sources
        )
        {
            var contexts = new HashSet<(DicomUid, DicomTransferSyntax)>();
            var batch = new List<IDicomInstanceSource>();
            foreach (var source in sources)
            {
                if (
                    contexts.Add((source.SopClassUid, source.TransferSyntax))
                    && contexts.Count > PduLimits.MaxContexts
                )
                {
                    yield return batch;
                    contexts = [(source.SopClassUid, source.TransferSyntax)];
                    batch = [];
                }
                batch.Add(source);
            }
            if (batch.Count > 0)
            {
                yield return batch;
            }
        }

        private async ValueTask MoveBatchAsync(
            DimseCommand command,
            DicomPeer peer,
            List<IDicomInstanceSource> batch,
            RetrieveTally tally,
            CancellationToken cancellationToken
        )
        {
            DicomAssociation? association = null;
            var mayReopen = true;
            try
            {
                foreach (var source in batch)
                {
                    var status = DicomStatus.UnableToPerformSubOperations;
                    try
                    {
                        if (association is { IsOpen: false } && mayReopen)
                        {
                            // Lost with the instance before; that one has failed, the others need not.
                            mayReopen = false;
                            await association.DisposeAsync().ConfigureAwait(false);
                            association = null;
                        }
                        association ??= await OpenDestinationAsync(peer, batch, cancellationToken)
                            .ConfigureAwait(false);
                        if (association.IsOpen)
                        {
                            status = await ForwardAsync(
                                    command,
                                    association,
                                    source,
                                    cancellationToken
                                )
                                .ConfigureAwait(false);
                        }
                    }
                    catch (OperationCanceledException)
                        when (cancellationToken.IsCancellationRequested)
                    {
                        return;
                    }
                    catch (DicomNetworkException exception)
                    {
                        _server.LogEnded(peer.ToString(), exception.Message);
                        if (association is null)
                        {
                            // Nobody answers there: asking again for every further instance would take a deadline each.
                            foreach (var unsent in batch.SkipWhile(other => other != source))
                            {
                                tally.Count(unsent.SopInstanceUid, status);
                            }
                            return;
                        }
                    }
                    catch (Exception exception) when (exception is DicomException or IOException)
                    {
                        // The source broke in the middle of an image; what was sent of it ended with its association.
                        _server.LogServiceFailed(exception, command.Name, Description);
                    }
                    tally.Count(source.SopInstanceUid, status);
                    await _connection
                        .Writer.SendAsync(tally.ToPending(command))
                        .ConfigureAwait(false);
                }
            }
            finally
            {
                if (association is not null)
                {
                    await association.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        private Task<DicomAssociation> OpenDestinationAsync(
            DicomPeer peer,
            List<IDicomInstanceSource> batch,
            CancellationToken cancellationToken
        ) =>
            DicomAssociation.RequestAsync(
                peer,
                [
                    .. batch
                        .Select(source => (source.SopClassUid, source.TransferSyntax))
                        .Distinct()
                        .Select(pair => new PresentationContextProposal(
                            pair.SopClassUid,
                            NativeConversion.TargetsOf(pair.TransferSyntax)
                        )),
                ],
                _connection.Timeouts,
                cancellationToken
            );

        private async ValueTask<DicomStatus> ForwardAsync(
            DimseCommand command,
            DicomAssociation association,
            IDicomInstanceSource source,
            CancellationToken cancellationToken
        )
        {
            var context = association.Contexts.FirstOrDefault(context =>
                context.IsAccepted
                && context.AbstractSyntax == source.SopClassUid
                && NativeConversion.IsPossible(source.TransferSyntax, context.TransferSyntax!)
            );
            if (context is null)
            {
                return DicomStatus.SopClassNotSupported;
            }
            var stream = await TryOpenAsync(source, command.Name).ConfigureAwait(false);
            if (stream is null)
            {
                return DicomStatus.ProcessingFailure;
            }
            await using var closing = stream.ConfigureAwait(false);
            var (data, converting) = NativeConversion.Convert(
                stream,
                source.TransferSyntax,
                context.TransferSyntax!,
                SourceReading,
                cancellationToken
            );
            try
            {
                var namesOriginator = _server._options.NamesMoveOriginator;
                var request = new DicomStoreRequest(
                    source.SopClassUid,
                    source.SopInstanceUid,
                    context.TransferSyntax!,
                    data
                )
                {
                    MoveOriginatorAeTitle = namesOriginator ? _caller.CallingAeTitle : null,
                    MoveOriginatorMessageId = namesOriginator ? command.MessageId : null,
                };
                var result = await association
                    .StoreAsync(request, cancellationToken)
                    .ConfigureAwait(false);
                return result.Status;
            }
            finally
            {
                await data.CompleteAsync().ConfigureAwait(false);
                await converting.ConfigureAwait(false);
            }
        }
    }
}
