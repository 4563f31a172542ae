using System.Collections.Frozen;
using Adit.Dicom.Data;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

/// <summary>
/// An association that this side requested (PS3.8 7.1). One operation runs at a time (asynchronous operations window 1).
/// After an exception other than <see cref="DicomStatusException"/> or <see cref="DicomPresentationContextException"/>
/// the association is closed.
/// </summary>
public sealed partial class DicomAssociation : IAsyncDisposable
{
    private const int Open = 0;
    private const int Closed = 1;

    private readonly DimseChannel _channel;
    private readonly DicomConnection _connection;
    private readonly FrozenDictionary<byte, PresentationContext> _contextById;
    private int _state = Open;
    private int _busy;

    private DicomAssociation(
        DicomPeer peer,
        DimseChannel channel,
        IReadOnlyList<PresentationContext> contexts,
        AssociatePdu accept
    )
    {
        Peer = peer;
        _channel = channel;
        _connection = channel.Connection;
        Contexts = contexts;
        _contextById = contexts.ToFrozenDictionary(context => context.Id);
        PeerMaxPduLength = accept.MaxPduLength;
        PeerImplementation = accept.ImplementationVersionName ?? accept.ImplementationClassUid;
    }

    /// <summary>The peer.</summary>
    public DicomPeer Peer { get; }

    /// <summary>All proposed presentation contexts with the peer's answers.</summary>
    public IReadOnlyList<PresentationContext> Contexts { get; }

    /// <summary>The longest PDU that the peer accepts, in bytes; 0 when it sets no limit.</summary>
    public uint PeerMaxPduLength { get; }

    /// <summary>The implementation version name of the peer, or its class UID.</summary>
    public string PeerImplementation { get; }

    /// <summary>False after a release, an abort or an error.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open && _connection.Cause is null;

    /// <summary>
    /// Called once when the association has ended: with null after an orderly release, else with the cause. Runs inside
    /// whatever ended it, so it must be short and must not throw.
    /// </summary>
    public Action<Exception?>? Ended { get; set; }

    /// <summary>Connects to the peer and requests an association.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="proposals">1 to 128 presentation contexts.</param>
    /// <param name="timeouts">The deadlines; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels connecting and negotiating at once.</param>
    /// <returns>The open association. Single contexts may have been refused: see <see cref="Contexts"/>.</returns>
    /// <exception cref="DicomConnectionException">The peer could not be reached.</exception>
    /// <exception cref="DicomTimeoutException">The peer did not answer in time.</exception>
    /// <exception cref="DicomAssociationRejectedException">The peer rejected the association.</exception>
    /// <exception cref="DicomAssociationAbortedException">The peer aborted.</exception>
    /// <exception cref="DicomProtocolException">The peer does not speak DICOM.</exception>
    public static async Task<DicomAssociation> RequestAsync(
        DicomPeer peer,
        IReadOnlyList<PresentationContextProposal> proposals,
        DicomTimeouts? timeouts = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(peer);
        var request = AssociationNegotiation.BuildRequest(peer, proposals);
        timeouts ??= DicomTimeouts.Default;
        var connection = await DicomConnection
            .ConnectAsync(peer, timeouts, cancellationToken)
            .ConfigureAwait(false);
        var channel = new DimseChannel(connection);
        try
        {
            await using var cancellation = cancellationToken
                .UnsafeRegister(
                    _ => connection.Abort(new OperationCanceledException(cancellationToken)),
                    null
                )
                .ConfigureAwait(false);
            connection.Receiving.Start(
                "the answer to the association request",
                timeouts.Association
            );
            await connection
                .Writer.SendRawAsync(AssociateWriter.Write(request))
                .ConfigureAwait(false);
            var (type, body) = await connection
                .Reader.ReadAssociationPduAsync()
                .ConfigureAwait(false);
            connection.Receiving.Stop();
            var accept = AssociationNegotiation.ReadAnswer(connection, peer, type, body);
            connection.Writer.PeerMaxPduLength = accept.MaxPduLength;
            return new DicomAssociation(
                peer,
                channel,
                AssociationNegotiation.Combine(request, accept),
                accept
            );
        }
        catch (Exception exception)
        {
            connection.Abort(
                exception,
                source: exception is DicomProtocolException ? (byte)2 : (byte)0
            );
            channel.Dispose();
            throw;
        }
    }

    /// <summary>The accepted context for a SOP class, optionally in one transfer syntax; null when there is none.</summary>
    /// <param name="abstractSyntax">The SOP class.</param>
    /// <param name="transferSyntax">The transfer syntax, or null for any.</param>
    /// <returns>The context.</returns>
    public PresentationContext? FindContext(
        DicomUid abstractSyntax,
        DicomTransferSyntax? transferSyntax = null
    )
    {
        foreach (var context in Contexts)
        {
            if (
                context.IsAccepted
                && context.RequestorIsScu
                && context.AbstractSyntax == abstractSyntax
                && (transferSyntax is null || context.TransferSyntax == transferSyntax)
            )
            {
                return context;
            }
        }
        return null;
    }

    /// <summary>Releases the association in order (A-RELEASE) and closes the connection.</summary>
    /// <param name="cancellationToken">Closes the connection at once.</param>
    /// <returns>A task that ends when the peer has confirmed.</returns>
    /// <exception cref="DicomNetworkException">The peer did not confirm.</exception>
    public async Task ReleaseAsync(CancellationToken cancellationToken = default)
    {
        if (!IsOpen)
        {
            return;
        }
        using (Begin("A-RELEASE", cancellationToken))
        {
            try
            {
                _connection.Receiving.Start(
                    "the confirmation of the release",
                    _connection.Timeouts.Association
                );
                await _connection
                    .Writer.SendRawAsync(AssociateWriter.WriteRelease(PduType.ReleaseRequest))
                    .ConfigureAwait(false);
                await ReadReleaseResponseAsync().ConfigureAwait(false);
                Close();
            }
            catch (Exception exception)
            {
                throw Fail(exception);
            }
        }
    }

    private async ValueTask ReadReleaseResponseAsync()
    {
        while (true)
        {
            while (_connection.Reader.TryTake(out var piece))
            {
                if (piece.Kind == PieceKind.ReleaseResponse)
                {
                    return;
                }
                if (piece.Kind == PieceKind.ReleaseRequest)
                {
                    // Both sides asked at the same time (PS3.8 9.2.1, release collision).
                    await _connection
                        .Writer.SendRawAsync(AssociateWriter.WriteRelease(PduType.ReleaseResponse))
                        .ConfigureAwait(false);
                }
            }
            await _connection.Reader.FillAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connection at once; a running operation fails with <see cref="DicomAssociationAbortedException"/>.</summary>
    public void Abort()
    {
        var cause = new DicomAssociationAbortedException(
            $"The association with {Peer} was aborted by this side.",
            byPeer: false
        );
        _connection.Abort(cause);
        MarkEnded(_connection.Cause ?? cause);
    }

    /// <summary>Releases an open association, or aborts it when an operation runs or the peer does not confirm.</summary>
    /// <returns>A task that ends when the connection is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (IsOpen && Volatile.Read(ref _busy) == 0)
        {
            try
            {
                _connection.Receiving.Limit(_connection.Timeouts.Cancel);
                await ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (DicomNetworkException)
            {
                // The work is done and was reported; a peer that does not say goodbye changes nothing.
            }
        }
        if (Volatile.Read(ref _busy) == 0)
        {
            Close();
        }
        else
        {
            Abort();
        }
    }

    private void Close()
    {
        if (MarkEnded(_connection.Cause))
        {
            _channel.Dispose();
        }
    }

    /// <summary>True for whoever is the first to end it.</summary>
    private bool MarkEnded(Exception? cause)
    {
        if (Interlocked.Exchange(ref _state, Closed) != Open)
        {
            return false;
        }
        Ended?.Invoke(cause);
        return true;
    }

    /// <summary>Ends the association because an operation broke it, and gives the exception to throw.</summary>
    private Exception Fail(Exception exception)
    {
        _connection.Abort(
            exception,
            source: exception is DicomProtocolException ? (byte)2 : (byte)0
        );
        MarkEnded(_connection.Cause ?? exception);
        if (
            exception is DicomAssociationAbortedException
            && _connection.PendingCancellation is { } cancellation
        )
        {
            // Some peers answer C-CANCEL by aborting: that, too, is the end that was asked for.
            return cancellation;
        }
        return _connection.Cause is { } cause && exception is not DicomAssociationAbortedException
            ? cause
            : exception;
    }

    private Operation Begin(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new InvalidOperationException(
                $"{name} cannot start: another operation runs on this association. Await it first or use another association."
            );
        }
        if (!IsOpen)
        {
            Interlocked.Exchange(ref _busy, 0);
            throw _connection.Cause is DicomNetworkException cause
                ? new DicomAssociationAbortedException(
                    $"{name} cannot start: the association is closed. {cause.Message}",
                    false,
                    cause
                )
                : new DicomAssociationAbortedException(
                    $"{name} cannot start: the association is closed.",
                    byPeer: false
                );
        }
        return new Operation(this, name, cancellationToken);
    }

    private PresentationContext RequireContext(
        DicomUid abstractSyntax,
        DicomTransferSyntax? transferSyntax = null
    )
    {
        if (FindContext(abstractSyntax, transferSyntax) is { } accepted)
        {
            return accepted;
        }
        var name = abstractSyntax.Name ?? abstractSyntax.Value;
        var inSyntax = transferSyntax is null ? "" : $" in {transferSyntax.Name}";
        var proposed = Contexts.FirstOrDefault(context => context.AbstractSyntax == abstractSyntax);
        var why = proposed switch
        {
            null => "was not proposed for this association",
            { IsAccepted: true, RequestorIsScu: false } => "was negotiated for receiving only",
            { IsAccepted: true } =>
                $"was accepted by {Peer} only in {proposed.TransferSyntax!.Name}",
            { Result: PresentationContextResult.AbstractSyntaxNotSupported } =>
                $"was refused by {Peer}: it does not support this SOP class",
            { Result: PresentationContextResult.TransferSyntaxesNotSupported } =>
                $"was refused by {Peer}: it supports none of the proposed transfer syntaxes",
            _ =>
                $"was refused by {Peer}. Check in its configuration what {Peer.CallingAeTitle} may do",
        };
        throw new DicomPresentationContextException($"{name}{inSyntax} {why}.", abstractSyntax);
    }
}
