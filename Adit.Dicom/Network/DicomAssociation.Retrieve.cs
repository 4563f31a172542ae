using Adit.Dicom.Data;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomAssociation
{
    /// <summary>
    /// Retrieves instances over this association (C-GET, PS3.4 C.4.3). Contexts for their SOP classes must have been
    /// proposed with <see cref="PresentationContextProposal.AsScp"/>.
    /// </summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootGet"/>.</param>
    /// <param name="identifier">Level and UIDs of what is wanted.</param>
    /// <param name="sink">Takes each instance; the peer sends the next one when it has returned. An exception from it ends the
    /// association and is thrown on.</param>
    /// <param name="progress">Gets the counts of each pending response; null when nobody looks.</param>
    /// <param name="cancellationToken">Sends C-CANCEL; a peer that does not confirm in time is aborted.</param>
    /// <returns>The final counts. A warning status means that some instances did not come.</returns>
    /// <exception cref="DicomStatusException">The peer answered with a failure.</exception>
    /// <exception cref="DicomNetworkException">The retrieve could not be completed.</exception>
    public async Task<DicomRetrieveResult> GetAsync(
        DicomUid model,
        DicomDataset identifier,
        DicomInstanceHandler sink,
        IProgress<DicomSubOperations>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(identifier);
        ArgumentNullException.ThrowIfNull(sink);
        var context = RequireContext(model);
        using var operation = Begin("C-GET", cancellationToken);
        var request = NewRequest(DimseOperation.GetRequest, context, hasDataset: true);
        await SendIdentifierAsync(request, identifier, context).ConfigureAwait(false);
        operation.AllowCancel(request);
        return await ReadRetrieveAsync("C-GET", request, context, operation, sink, progress)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Takes a message ID from the counter that all messages of this process share, for an operation whose ID has to be known
    /// before it begins. IDs are 16-bit numbers (PS3.7 E.1) and come again after 65,535 messages.
    /// </summary>
    /// <returns>A number from 1 to 65535.</returns>
    public static int NextMessageId() => DimseChannel.NextMessageId();

    /// <summary>Asks the peer to send instances to a third one (C-MOVE, PS3.4 C.4.2).</summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootMove"/>.</param>
    /// <param name="identifier">Level and UIDs of what is wanted.</param>
    /// <param name="destinationAeTitle">AE title of the receiver, known to the peer.</param>
    /// <param name="progress">Gets the counts of each pending response; null when nobody looks.</param>
    /// <param name="messageId">The message ID that the receiver is told with each instance, from <see cref="NextMessageId"/>; null
    /// for any.</param>
    /// <param name="cancellationToken">Sends C-CANCEL; a peer that does not confirm in time is aborted.</param>
    /// <returns>The final counts. A warning status means that some instances were not sent.</returns>
    /// <exception cref="DicomStatusException">The peer answered with a failure.</exception>
    /// <exception cref="DicomNetworkException">The retrieve could not be completed.</exception>
    public async Task<DicomRetrieveResult> MoveAsync(
        DicomUid model,
        DicomDataset identifier,
        string destinationAeTitle,
        IProgress<DicomSubOperations>? progress = null,
        int? messageId = null,
        CancellationToken cancellationToken = default
    )
    {
        if (messageId is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(messageId));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(
                given,
                ushort.MaxValue,
                nameof(messageId)
            );
        }
        ArgumentNullException.ThrowIfNull(identifier);
        ArgumentException.ThrowIfNullOrWhiteSpace(destinationAeTitle);
        var context = RequireContext(model);
        using var operation = Begin("C-MOVE", cancellationToken);
        var request = NewRequest(DimseOperation.MoveRequest, context, hasDataset: true);
        request.MoveDestination = destinationAeTitle;
        if (messageId is { } chosen)
        {
            request.MessageId = (ushort)chosen;
        }
        await SendIdentifierAsync(request, identifier, context).ConfigureAwait(false);
        operation.AllowCancel(request);
        return await ReadRetrieveAsync("C-MOVE", request, context, operation, null, progress)
            .ConfigureAwait(false);
    }

    private async Task<DicomRetrieveResult> ReadRetrieveAsync(
        string name,
        DimseCommand request,
        PresentationContext context,
        Operation operation,
        DicomInstanceHandler? sink,
        IProgress<DicomSubOperations>? progress
    )
    {
        DimseCommand final;
        DicomRetrieveResult result;
        try
        {
            final = await RunSubOperationsAsync(name, request, operation, sink, progress)
                .ConfigureAwait(false);
            result = await ReadResultAsync(final, context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
        // Peers confirm a cancel with different statuses; only a retrieve that had ended before counts as done.
        if (!result.Status.IsSuccess)
        {
            operation.ThrowIfCancelled();
        }
        ThrowOnFailure(name, final, result);
        return result;
    }

    private async ValueTask<DimseCommand> RunSubOperationsAsync(
        string name,
        DimseCommand request,
        Operation operation,
        DicomInstanceHandler? sink,
        IProgress<DicomSubOperations>? progress
    )
    {
        var awaited = $"the {name} response";
        var timeout = _connection.Timeouts.Response;
        while (true)
        {
            var command =
                await _channel.ReadCommandAsync(awaited, timeout).ConfigureAwait(false)
                ?? throw await AnswerReleaseAsync(awaited).ConfigureAwait(false);
            if (command.Operation == DimseOperation.StoreRequest && sink is not null)
            {
                await ReceiveInstanceAsync(command, operation, sink).ConfigureAwait(false);
                awaited = "the next image or response";
                timeout = _connection.Timeouts.Idle;
                continue;
            }
            CheckResponse(request, command);
            if (command.Status is not { IsPending: true })
            {
                return command;
            }
            await SkipDatasetAsync(command).ConfigureAwait(false);
            if (CountsOf(command) is { } counts)
            {
                progress?.Report(counts);
            }
            // With C-MOVE the silence until the next response may be as long as the peer needs for an image.
            timeout = _connection.Timeouts.Idle;
        }
    }

    private async ValueTask ReceiveInstanceAsync(
        DimseCommand command,
        Operation operation,
        DicomInstanceHandler sink
    )
    {
        if (
            !_contextById.TryGetValue(command.ContextId, out var context)
            || !context.IsAccepted
            || !command.HasDataset
        )
        {
            throw new DicomProtocolException(
                $"{Peer} sent an image {(command.HasDataset ? $"in presentation context {command.ContextId}, which was not accepted" : "without a data set")}."
            );
        }
        var status = DicomStatus.OutOfResources;
        if (command is not { AffectedSopClassUid.Length: > 0, AffectedSopInstanceUid.Length: > 0 })
        {
            status = DicomStatus.CannotUnderstand;
        }
        else if (!operation.IsCancelling)
        {
            try
            {
                status = await sink(ToInstance(command, context), operation.Stopping)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (operation.IsCancelling)
            {
                // The sink stopped because it was told to; the peer learns it from the C-CANCEL.
            }
        }
        if (!_channel.Data.IsDrained)
        {
            await _channel.Data.SkipAsync(CancellationToken.None).ConfigureAwait(false);
        }
        _channel.Data.Complete();
        await _connection.Writer.SendAsync(command.ToResponse(status)).ConfigureAwait(false);
    }

    private DicomIncomingInstance ToInstance(DimseCommand command, PresentationContext context) =>
        new()
        {
            SopClassUid = new DicomUid(command.AffectedSopClassUid!),
            SopInstanceUid = new DicomUid(command.AffectedSopInstanceUid!),
            TransferSyntax = context.TransferSyntax!,
            SenderAeTitle = Peer.CalledAeTitle,
            CallingAeTitle = Peer.CallingAeTitle,
            CalledAeTitle = Peer.CalledAeTitle,
            MoveOriginatorAeTitle = command.MoveOriginatorAeTitle,
            MoveOriginatorMessageId = command.MoveOriginatorMessageId,
            Data = _channel.Data,
        };

    private async ValueTask<DicomRetrieveResult> ReadResultAsync(
        DimseCommand final,
        PresentationContext context
    )
    {
        IReadOnlyList<DicomUid> failed = [];
        if (final.HasDataset)
        {
            var identifier = await _channel
                .ReadIdentifierAsync(context.TransferSyntax!)
                .ConfigureAwait(false);
            failed =
            [
                .. identifier
                    .GetStrings(DicomTag.FailedSopInstanceUidList)
                    .Select(uid => new DicomUid(uid)),
            ];
        }
        return new DicomRetrieveResult(
            final.Status!.Value,
            CountsOf(final),
            failed,
            final.ErrorComment
        );
    }

    private static DicomSubOperations? CountsOf(DimseCommand response) =>
        response
            is {
                RemainingSubOperations: null,
                CompletedSubOperations: null,
                FailedSubOperations: null
            }
            ? null
            : new DicomSubOperations(
                response.RemainingSubOperations ?? 0,
                response.CompletedSubOperations ?? 0,
                response.FailedSubOperations ?? 0,
                response.WarningSubOperations ?? 0
            );
}
