using System.Runtime.CompilerServices;
using Adit.Dicom.Data;

namespace Adit.Dicom.Network;

/// <summary>One operation at a time with a peer, each over an association of its own.</summary>
/// <param name="peer">The peer.</param>
/// <param name="timeouts">The deadlines; null for the defaults.</param>
public sealed class DicomClient(DicomPeer peer, DicomTimeouts? timeouts = null)
{
    private static readonly DicomTransferSyntax[] Uncompressed =
    [
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ImplicitVrLittleEndian,
    ];

    /// <summary>The peer.</summary>
    public DicomPeer Peer => peer;

    /// <summary>Asks the peer whether it answers (C-ECHO).</summary>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>A task that ends when the peer has answered.</returns>
    /// <exception cref="DicomNetworkException">The peer did not answer, or with a failure.</exception>
    public async Task EchoAsync(CancellationToken cancellationToken = default)
    {
        var association = await OpenAsync(
                [new PresentationContextProposal(DicomUids.Verification, Uncompressed)],
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var closing = association.ConfigureAwait(false);
        await association.EchoAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Queries the peer (C-FIND) and gives its answers as they arrive.</summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootFind"/>.</param>
    /// <param name="identifier">Keys, with the level in (0008,0052).</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The matches.</returns>
    /// <exception cref="DicomNetworkException">The query could not be completed.</exception>
    public async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomUid model,
        DicomDataset identifier,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var association = await OpenAsync(
                [new PresentationContextProposal(model, Uncompressed)],
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var closing = association.ConfigureAwait(false);
        await foreach (
            var match in association
                .FindAsync(model, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            yield return match;
        }
    }

    /// <summary>Retrieves instances over the same association (C-GET).</summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootGet"/>.</param>
    /// <param name="identifier">Level and UIDs of what is wanted.</param>
    /// <param name="storage">What may come: at most 127 SOP classes with their transfer syntaxes. One transfer syntax per
    /// proposal keeps peers from converting images.</param>
    /// <param name="sink">Takes each instance.</param>
    /// <param name="progress">Gets the counts; null when nobody looks.</param>
    /// <param name="cancellationToken">Cancels the retrieve.</param>
    /// <returns>The final counts.</returns>
    /// <exception cref="DicomNetworkException">The retrieve could not be completed.</exception>
    public async Task<DicomRetrieveResult> GetAsync(
        DicomUid model,
        DicomDataset identifier,
        IEnumerable<(DicomUid SopClass, DicomTransferSyntax TransferSyntax)> storage,
        DicomInstanceHandler sink,
        IProgress<DicomSubOperations>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var association = await OpenAsync(
                [
                    new PresentationContextProposal(model, Uncompressed),
                    .. storage.Select(wanted => new PresentationContextProposal(
                        wanted.SopClass,
                        wanted.TransferSyntax,
                        asScp: true
                    )),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var closing = association.ConfigureAwait(false);
        return await association
            .GetAsync(model, identifier, sink, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks the peer to send instances to a third one (C-MOVE).</summary>
    /// <param name="model">The information model, for example <see cref="DicomUids.StudyRootMove"/>.</param>
    /// <param name="identifier">Level and UIDs of what is wanted.</param>
    /// <param name="destinationAeTitle">AE title of the receiver, known to the peer.</param>
    /// <param name="progress">Gets the counts; null when nobody looks.</param>
    /// <param name="cancellationToken">Cancels the retrieve.</param>
    /// <returns>The final counts.</returns>
    /// <exception cref="DicomNetworkException">The retrieve could not be completed.</exception>
    public async Task<DicomRetrieveResult> MoveAsync(
        DicomUid model,
        DicomDataset identifier,
        string destinationAeTitle,
        IProgress<DicomSubOperations>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var association = await OpenAsync(
                [new PresentationContextProposal(model, Uncompressed)],
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var closing = association.ConfigureAwait(false);
        return await association
            .MoveAsync(
                model,
                identifier,
                destinationAeTitle,
                progress,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Sends one instance (C-STORE).</summary>
    /// <param name="request">The instance.</param>
    /// <param name="cancellationToken">Aborts.</param>
    /// <returns>The peer's status.</returns>
    /// <exception cref="DicomNetworkException">The instance could not be sent.</exception>
    public async Task<DicomStoreResult> StoreAsync(
        DicomStoreRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var association = await OpenAsync(
                [new PresentationContextProposal(request.SopClassUid, request.TransferSyntax)],
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var closing = association.ConfigureAwait(false);
        return await association.StoreAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private Task<DicomAssociation> OpenAsync(
        IReadOnlyList<PresentationContextProposal> proposals,
        CancellationToken cancellationToken
    ) => DicomAssociation.RequestAsync(peer, proposals, timeouts, cancellationToken);
}
