using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomAssociation
{
    /// <summary>Sends an instance (C-STORE, PS3.7 9.1.1) while its bytes are read.</summary>
    /// <param name="request">The instance.</param>
    /// <param name="cancellationToken">Aborts the association: a half-sent instance cannot be taken back.</param>
    /// <returns>The peer's status, failures included.</returns>
    /// <exception cref="DicomPresentationContextException">No accepted context fits the instance.</exception>
    /// <exception cref="DicomNetworkException">The instance could not be sent, or the peer did not answer.</exception>
    public async Task<DicomStoreResult> StoreAsync(
        DicomStoreRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = RequireContext(request.SopClassUid, request.TransferSyntax);
        using var operation = Begin("C-STORE", cancellationToken);
        var command = NewRequest(DimseOperation.StoreRequest, context, hasDataset: true);
        command.AffectedSopInstanceUid = request.SopInstanceUid.Value;
        command.MoveOriginatorAeTitle = request.MoveOriginatorAeTitle;
        command.MoveOriginatorMessageId = request.MoveOriginatorMessageId;
        try
        {
            var length = await SendInstanceAsync(command, request, cancellationToken)
                .ConfigureAwait(false);
            var response = await ReadResponseAsync(
                    command,
                    "the C-STORE response",
                    _connection.Timeouts.Response
                )
                .ConfigureAwait(false);
            await SkipDatasetAsync(response).ConfigureAwait(false);
            return new DicomStoreResult(
                response.Status!.Value,
                response.ErrorComment,
                response.OffendingElements,
                length
            );
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    private async ValueTask<long> SendInstanceAsync(
        DimseCommand command,
        DicomStoreRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await _connection
                .Writer.SendAsync(command, request.Data, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DicomConnectionException)
        {
            // A peer that aborts while it is sent to is noticed by the failing write; why it did so lies in the receive buffer.
            await ReadResponseAsync(
                    command,
                    "the reason of the lost connection",
                    _connection.Timeouts.Cancel
                )
                .ConfigureAwait(false);
            throw;
        }
    }
}
