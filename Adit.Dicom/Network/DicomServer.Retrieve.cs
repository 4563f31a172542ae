using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomServer
{
    private static readonly StreamPipeReaderOptions SourceReading = new(
        bufferSize: 128 * 1024,
        minimumReadSize: 32 * 1024
    );

    /// <summary>The counts of a retrieve while it runs.</summary>
    private sealed class RetrieveTally(int total)
    {
        private readonly List<string> _failedUids = [];
        private int _completed;
        private int _warning;

        public void Count(DicomUid sopInstanceUid, DicomStatus status)
        {
            if (status.IsSuccess)
            {
                _completed++;
            }
            else if (status.IsWarning)
            {
                _warning++;
            }
            else
            {
                _failedUids.Add(sopInstanceUid.Value);
            }
        }

        public DimseCommand ToPending(DimseCommand request) =>
            WithCounts(
                request.ToResponse(DicomStatus.Pending),
                remaining: total - _completed - _warning - _failedUids.Count
            );

        /// <summary>The final response and, when instances failed, its data set.</summary>
        public (DimseCommand Response, DicomDataset? Identifier) ToFinal(
            DimseCommand request,
            bool cancelled
        )
        {
            var status =
                cancelled ? DicomStatus.Cancel
                : _failedUids.Count == 0 && _warning == 0 ? DicomStatus.Success
                : _completed + _warning == 0 ? DicomStatus.UnableToPerformSubOperations
                : DicomStatus.SubOperationsCompleteWithFailures;
            var response = WithCounts(
                request.ToResponse(status, hasDataset: _failedUids.Count > 0),
                null
            );
            if (cancelled)
            {
                response.RemainingSubOperations = Clamp(
                    total - _completed - _warning - _failedUids.Count
                );
            }
            if (_failedUids.Count == 0)
            {
                return (response, null);
            }
            var identifier = new DicomDataset();
            identifier.Set(DicomTag.FailedSopInstanceUidList, DicomVr.UI, [.. _failedUids]);
            return (response, identifier);
        }

        private DimseCommand WithCounts(DimseCommand response, int? remaining)
        {
            response.RemainingSubOperations = remaining is { } left ? Clamp(left) : null;
            response.CompletedSubOperations = Clamp(_completed);
            response.FailedSubOperations = Clamp(_failedUids.Count);
            response.WarningSubOperations = Clamp(_warning);
            return response;
        }

        // The counts are 16-bit numbers; a study may hold more.
        private static ushort Clamp(int count) => (ushort)Math.Clamp(count, 0, ushort.MaxValue);
    }

    private sealed partial class AcceptedAssociation
    {
        private async ValueTask GetAsync(DimseCommand command, PresentationContext context)
        {
            if (
                await TryFindSourcesAsync(command, context, null).ConfigureAwait(false)
                is not { } sources
            )
            {
                return;
            }
            var tally = new RetrieveTally(sources.Count);
            var cancelled = false;
            foreach (var source in sources)
            {
                var status = DicomStatus.UnableToPerformSubOperations;
                if (FindReturnContext(source) is { } returning)
                {
                    (status, cancelled) = await SendInstanceAsync(command, source, returning)
                        .ConfigureAwait(false);
                }
                tally.Count(source.SopInstanceUid, status);
                if (cancelled)
                {
                    break;
                }
                await _connection.Writer.SendAsync(tally.ToPending(command)).ConfigureAwait(false);
            }
            await SendFinalAsync(command, context, tally, cancelled).ConfigureAwait(false);
        }

        private async ValueTask SendFinalAsync(
            DimseCommand command,
            PresentationContext context,
            RetrieveTally tally,
            bool cancelled
        )
        {
            var (response, identifier) = tally.ToFinal(command, cancelled);
            var bytes = identifier is null
                ? []
                : DicomSerializer.Encode(identifier, context.TransferSyntax!);
            await _connection.Writer.SendAsync(response, bytes).ConfigureAwait(false);
        }

        private async ValueTask<IReadOnlyList<IDicomInstanceSource>?> TryFindSourcesAsync(
            DimseCommand command,
            PresentationContext context,
            string? destination
        )
        {
            if (
                await TryReadIdentifierAsync(command, context).ConfigureAwait(false)
                is not { } identifier
            )
            {
                return null;
            }
            try
            {
                var request = new DicomRetrieveRequest(
                    _caller,
                    context.AbstractSyntax,
                    identifier,
                    destination
                );
                return await _server
                    ._service.RetrieveAsync(request, _ending.Token)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                var failure = ToFailure(command, exception, DicomStatus.CannotUnderstand);
                await _connection.Writer.SendAsync(failure).ConfigureAwait(false);
                return null;
            }
        }

        /// <summary>The context in which the requestor takes the instance, best as it is, else converted.</summary>
        private PresentationContext? FindReturnContext(IDicomInstanceSource source)
        {
            PresentationContext? convertible = null;
            foreach (var context in _contexts.Values)
            {
                if (
                    context is not { IsAccepted: true, RequestorIsScp: true }
                    || context.AbstractSyntax != source.SopClassUid
                )
                {
                    continue;
                }
                if (context.TransferSyntax == source.TransferSyntax)
                {
                    return context;
                }
                if (NativeConversion.IsPossible(source.TransferSyntax, context.TransferSyntax!))
                {
                    convertible = context;
                }
            }
            return convertible;
        }

        private async ValueTask<(DicomStatus Status, bool Cancelled)> SendInstanceAsync(
            DimseCommand request,
            IDicomInstanceSource source,
            PresentationContext context
        )
        {
            var stream = await TryOpenAsync(source, request.Name).ConfigureAwait(false);
            if (stream is null)
            {
                return (DicomStatus.ProcessingFailure, false);
            }
            await using var closing = stream.ConfigureAwait(false);
            var store = new DimseCommand
            {
                Operation = DimseOperation.StoreRequest,
                ContextId = context.Id,
                AffectedSopClassUid = source.SopClassUid.Value,
                AffectedSopInstanceUid = source.SopInstanceUid.Value,
                MessageId = DimseChannel.NextMessageId(),
                Priority = 0,
                HasDataset = true,
            };
            var (data, converting) = NativeConversion.Convert(
                stream,
                source.TransferSyntax,
                context.TransferSyntax!,
                SourceReading,
                _ending.Token
            );
            try
            {
                await _connection
                    .Writer.SendAsync(store, data, _ending.Token)
                    .ConfigureAwait(false);
            }
            finally
            {
                await data.CompleteAsync().ConfigureAwait(false);
                await converting.ConfigureAwait(false);
            }
            return await ReadStoreResponseAsync(request, store).ConfigureAwait(false);
        }

        private async ValueTask<(DicomStatus Status, bool Cancelled)> ReadStoreResponseAsync(
            DimseCommand request,
            DimseCommand store
        )
        {
            var cancelled = false;
            while (true)
            {
                var answer =
                    await _channel
                        .ReadCommandAsync("the C-STORE response", _connection.Timeouts.Response)
                        .ConfigureAwait(false)
                    ?? throw new DicomProtocolException(
                        $"{Description} released the association inside a C-GET."
                    );
                if (answer.HasDataset)
                {
                    await _channel.Data.SkipAsync(CancellationToken.None).ConfigureAwait(false);
                }
                if (answer.Operation == DimseOperation.CancelRequest)
                {
                    cancelled |= answer.MessageIdBeingRespondedTo == request.MessageId;
                }
                else if (
                    answer.Operation == DimseOperation.StoreResponse
                    && answer.MessageIdBeingRespondedTo == store.MessageId
                    && answer.Status is { } status
                )
                {
                    return (status, cancelled);
                }
                else
                {
                    throw new DicomProtocolException(
                        $"{Description} sent a {answer.Name} where a C-STORE response was awaited."
                    );
                }
            }
        }

        private async ValueTask<Stream?> TryOpenAsync(IDicomInstanceSource source, string operation)
        {
            try
            {
                return await source.OpenDatasetAsync(_ending.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                _server.LogServiceFailed(exception, operation, Description);
                return null;
            }
        }
    }
}
