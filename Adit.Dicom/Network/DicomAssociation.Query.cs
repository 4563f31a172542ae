using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomAssociation
{
    /// <summary>Asks the peer whether it answers (C-ECHO, PS3.7 9.1.5).</summary>
    /// <param name="cancellationToken">Aborts the association.</param>
    /// <returns>A task that ends when the peer has answered with success.</returns>
    /// <exception cref="DicomStatusException">The peer answered with a failure.</exception>
    /// <exception cref="DicomNetworkException">The peer did not answer.</exception>
    public async Task EchoAsync(CancellationToken cancellationToken = default)
    {
        var context = RequireContext(DicomUids.Verification);
        using var operation = Begin("C-ECHO", cancellationToken);
        DimseCommand response;
        try
        {
            var request = NewRequest(DimseOperation.EchoRequest, context, hasDataset: false);
            await _connection.Writer.SendAsync(request).ConfigureAwait(false);
            response = await ReadResponseAsync(
                    request,
                    "the C-ECHO response",
                    _connection.Timeouts.Response
                )
                .ConfigureAwait(false);
            await SkipDatasetAsync(response).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
        ThrowOnFailure("C-ECHO", response);
    }

    /// <summary>
    /// Queries the peer (C-FIND, PS3.4 C.4.1). Answers are given as they arrive. Leaving the loop early, or cancelling,
    /// sends C-CANCEL; a peer that does not confirm in time is aborted.
    /// </summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootFind"/>.</param>
    /// <param name="identifier">Keys; (0008,0052) Query/Retrieve Level among them.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The matches.</returns>
    /// <exception cref="DicomStatusException">The peer answered with a failure.</exception>
    /// <exception cref="DicomNetworkException">The query could not be completed.</exception>
    public async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomUid model,
        DicomDataset identifier,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(identifier);
        var context = RequireContext(model);
        using var operation = Begin("C-FIND", cancellationToken);
        var request = NewRequest(DimseOperation.FindRequest, context, hasDataset: true);
        await SendIdentifierAsync(request, identifier, context).ConfigureAwait(false);
        operation.AllowCancel(request);
        DimseCommand? final = null;
        try
        {
            for (
                var timeout = _connection.Timeouts.Response;
                final is null;
                timeout = _connection.Timeouts.Idle
            )
            {
                var (response, match) = await ReadMatchAsync(request, context, timeout)
                    .ConfigureAwait(false);
                if (response.Status is not { IsPending: true })
                {
                    final = response;
                }
                else if (match is not null && !operation.IsCancelling)
                {
                    yield return match;
                }
            }
        }
        finally
        {
            if (final is null && IsOpen)
            {
                operation.RequestCancel();
                await DrainAsync(request).ConfigureAwait(false);
            }
        }
        operation.ThrowIfCancelled();
        ThrowOnFailure("C-FIND", final);
    }

    private async ValueTask<(DimseCommand Response, DicomDataset? Match)> ReadMatchAsync(
        DimseCommand request,
        PresentationContext context,
        TimeSpan timeout
    )
    {
        try
        {
            var response = await ReadResponseAsync(request, "the C-FIND response", timeout)
                .ConfigureAwait(false);
            var match = response.HasDataset
                ? await _channel.ReadIdentifierAsync(context.TransferSyntax!).ConfigureAwait(false)
                : null;
            return (response, match);
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>Reads what still comes after a cancel, so that the association can be used again; or closes it.</summary>
    private async ValueTask DrainAsync(DimseCommand request)
    {
        try
        {
            DimseCommand response;
            do
            {
                response = await ReadResponseAsync(
                        request,
                        "the confirmation of the cancel",
                        _connection.Timeouts.Cancel
                    )
                    .ConfigureAwait(false);
                await SkipDatasetAsync(response).ConfigureAwait(false);
            } while (response.Status is { IsPending: true });
        }
        catch (Exception exception) when (exception is DicomException or OperationCanceledException)
        {
            // The consumer has left; it is enough that the association is closed.
            _ = Fail(exception);
        }
    }

    private static DimseCommand NewRequest(
        DimseOperation operation,
        PresentationContext context,
        bool hasDataset
    ) =>
        new()
        {
            Operation = operation,
            ContextId = context.Id,
            AffectedSopClassUid = context.AbstractSyntax.Value,
            MessageId = DimseChannel.NextMessageId(),
            Priority = operation == DimseOperation.EchoRequest ? null : (ushort)0,
            HasDataset = hasDataset,
        };

    private async ValueTask SendIdentifierAsync(
        DimseCommand request,
        DicomDataset identifier,
        PresentationContext context
    )
    {
        var bytes = DicomSerializer.Encode(identifier, context.TransferSyntax!);
        try
        {
            await _connection.Writer.SendAsync(request, bytes).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>Reads the next response to a request; anything else breaks the protocol.</summary>
    private async ValueTask<DimseCommand> ReadResponseAsync(
        DimseCommand request,
        string awaited,
        TimeSpan timeout
    )
    {
        var command =
            await _channel.ReadCommandAsync(awaited, timeout).ConfigureAwait(false)
            ?? throw await AnswerReleaseAsync(awaited).ConfigureAwait(false);
        CheckResponse(request, command);
        return command;
    }

    private void CheckResponse(DimseCommand request, DimseCommand command)
    {
        if (
            (ushort)command.Operation != ((ushort)request.Operation | 0x8000)
            || command.MessageIdBeingRespondedTo != request.MessageId
            || command.Status is null
        )
        {
            throw new DicomProtocolException(
                $"{Peer} sent a {command.Name} for message {command.MessageIdBeingRespondedTo} where the answer to the {request.Name} {request.MessageId} was awaited."
            );
        }
    }

    private async ValueTask<DicomAssociationAbortedException> AnswerReleaseAsync(string awaited)
    {
        await _connection
            .Writer.SendRawAsync(AssociateWriter.WriteRelease(PduType.ReleaseResponse))
            .ConfigureAwait(false);
        return new DicomAssociationAbortedException(
            $"{Peer} released the association while {awaited} was awaited.",
            byPeer: true
        );
    }

    private ValueTask SkipDatasetAsync(DimseCommand command) =>
        command.HasDataset
            ? new ValueTask(_channel.Data.SkipAsync(CancellationToken.None).AsTask())
            : default;

    private void ThrowOnFailure(
        string what,
        DimseCommand response,
        DicomRetrieveResult? retrieve = null
    )
    {
        var status = response.Status!.Value;
        if (status.IsSuccess || status.IsWarning)
        {
            return;
        }
        throw new DicomStatusException($"{Peer} answered {what} with: {status}.", status)
        {
            ErrorComment = response.ErrorComment,
            OffendingElements = response.OffendingElements,
            Retrieve = retrieve,
        };
    }
}
